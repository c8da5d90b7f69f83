import assert from "node:assert/strict";
import { errorsOf, GateFleet, outcomes } from "../support/gate-fleet";
import { postgresPrograms, PostgresServer } from "../support/postgres";

const programs = postgresPrograms();
const password = "kept: by/nobody%20@all?";

describe("consentra fleet, with its state in PostgreSQL", () => {
  const title = "makes two stacks at a time, is locked while one is updated, resumes, and never tells the password";
  if (programs === undefined) {
    it.skip(`${title} (skipped: there is no PostgreSQL server on this machine, Debian's package postgresql)`, () => {});
    return;
  }
  let server: PostgresServer;
  let fleet: GateFleet;
  const undo: (() => void)[] = [];

  before(async () => {
    server = PostgresServer.start(programs, password);
    undo.push(() => server.stop());
    fleet = await GateFleet.make({ PULUMI_BACKEND_URL: server.address() });
    undo.push(() => fleet.remove());
  });
  after(() => {
    for (const each of undo.reverse()) each();
  });

  const keys = (like: string) => server.query(`select key from pulumi_state where key like '${like}' order by key`);

  it(title, async () => {
    // The first two come to an empty database at the same time.
    const first = await fleet.run(["up", "--yes"]);
    assert.deepEqual(outcomes(first), ["one succeeded", "two succeeded"], first.stdout);
    assert.deepEqual(keys("%/stacks/%.json"), [
      "postgres/.pulumi/stacks/gate/one.json",
      "postgres/.pulumi/stacks/gate/two.json",
    ]);
    assert.deepEqual(keys("%/locks/%"), []);

    const { ended, goOn } = await fleet.updateThatWaits();
    assert.equal(keys("%/locks/%").length, 1);
    const refused = await fleet.updateOnly("one");
    assert.deepEqual(outcomes(refused), ["one failed"]);
    assert.match(errorsOf(refused), /the stack is currently locked by 1 lock/);
    goOn();
    assert.deepEqual(outcomes(await ended), ["one succeeded"]);
    assert.deepEqual(keys("%/locks/%"), []);

    const wrong = { PULUMI_BACKEND_URL: server.address("not/that one") };
    const stranger = await fleet.updateOnly("two", wrong);
    assert.deepEqual(outcomes(stranger), ["two failed"]);
    assert.match(errorsOf(stranger), /password authentication failed for user "keeper"/);

    const resumed = await fleet.run(["up", "--yes", "--resume"]);
    assert.deepEqual(outcomes(resumed), ["one done before", "two succeeded"]);
    assert.deepEqual(outcomes(await fleet.run(["destroy", "--yes"])), ["one succeeded", "two succeeded"]);
    assert.doesNotMatch(
      server
        .query(
          "select convert_from(decode(data->>'data', 'base64'), 'UTF8') from pulumi_state where key like '%/stacks/%.json'",
        )
        .join("\n"),
      /test:index:Gate/,
    );

    const secrets = [password, encodeURIComponent(password), "not/that one", "not%2Fthat%20one", "kept:", "kept%3A"];
    const texts = fleet.texts();
    assert.ok(
      texts.some((text) => /^\d+ up --yes .*--stack one/m.test(text)),
      "the arguments are not among them",
    );
    for (const text of texts)
      for (const secret of secrets) assert.ok(!text.includes(secret), `the password was told: ${text}`);
  });
});
