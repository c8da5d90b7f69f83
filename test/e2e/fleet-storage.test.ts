import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { errorsOf, GateFleet, outcomes } from "../support/gate-fleet";

/** A bucket, container or other storage of Pulumi's state, where somebody has one: its server is no part of this repository. */
const backend = process.env.CONSENTRA_STATE_BACKEND;

/** What opens it. */
const opening = /^(?:AWS|AZURE_STORAGE|GOOGLE)_|^PGPASSWORD$/;

describe("consentra fleet, with its state in the storage of CONSENTRA_STATE_BACKEND", () => {
  const title =
    "makes two stacks, is locked while one is updated, leaves a killed update's lock to pulumi cancel, recovers, destroys, and tells no secret";
  if (!backend) {
    it.skip(`${title} (skipped: CONSENTRA_STATE_BACKEND names no storage, such as s3://bucket?region=eu-central-1)`, () => {});
    return;
  }
  let fleet: GateFleet;
  let storage: Record<string, string>;

  before(async () => {
    storage = Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (opening.test(name) && value ? [[name, value]] : [])),
    );
    fleet = await GateFleet.make({ ...storage, PULUMI_BACKEND_URL: inFolder(backend, `consentra-${randomUUID()}`) });
  });
  after(() => fleet.remove());

  it(title, async () => {
    const both = ["one succeeded", "two succeeded"];
    // The first two come to an empty folder at the same time.
    const first = await fleet.run(["up", "--yes"]);
    assert.deepEqual(outcomes(first), both, first.stdout);
    assert.deepEqual(outcomes(await fleet.run(["preview"])), both);

    const waiting = await fleet.updateThatWaits();
    const refused = await fleet.updateOnly("one");
    assert.deepEqual(outcomes(refused), ["one failed"]);
    assert.match(
      errorsOf(refused),
      /^the stack is currently locked by 1 lock.*\n.*: created by .* \(pid \d+\) at \S+$/,
    );
    waiting.goOn();
    assert.deepEqual(outcomes(await waiting.ended), ["one succeeded"]);

    const killed = await fleet.updateThatWaits();
    killed.killPulumi();
    killed.goOn();
    assert.deepEqual(outcomes(await killed.ended), ["one failed"]);
    const locked = await fleet.recoverOne();
    assert.equal(locked.code, 2, locked.stdout);
    const [, cancel = ""] =
      /the stack is locked by .*, of which it cannot be said from here that it is gone; when it is, run `pulumi (cancel --yes --stack one --cwd .*)`/.exec(
        locked.stderr,
      ) ?? assert.fail(locked.stderr);
    await fleet.pulumi(cancel.split(" "));
    const recovered = await fleet.recoverOne();
    assert.equal(recovered.code, 0, recovered.stderr);
    assert.equal(recovered.stdout, "Nothing that was made is missing in the state.\n");

    assert.deepEqual(outcomes(await fleet.run(["up", "--yes"])), both);
    assert.deepEqual(outcomes(await fleet.run(["destroy", "--yes"])), both);
    for (const name of ["one", "two"])
      await fleet.pulumi(["stack", "rm", "--yes", "--stack", name, "--cwd", fleet.project]);

    const secrets = Object.entries(storage).flatMap(([name, value]) =>
      /SECRET|TOKEN|KEY$|PASSWORD|CONNECTION_STRING/.test(name) ? [value] : [],
    );
    for (const text of fleet.texts())
      for (const secret of secrets) assert.ok(!text.includes(secret), "a secret was told");
  });
});

/** The address of a folder in a storage, so that nothing else that is there is touched. */
function inFolder(address: string, folder: string): string {
  const [place = "", ...query] = address.split("?");
  return [`${place.replace(/\/$/, "")}/${folder}`, ...query].join("?");
}
