import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureEngine } from "@consentra/sandbox/engine";
import { consentra, type CommandResult } from "../support/consentra";
import { postgresPrograms, PostgresServer } from "../support/postgres";
import { repository } from "../support/repository";

const programs = postgresPrograms();
const password = "kept: by/nobody%20@all?";

interface Report {
  tenants: { name: string; outcome: string; errors: string[] }[];
}

describe("consentra fleet, with its state in PostgreSQL", () => {
  const title = "makes two stacks at a time, is locked while one is updated, resumes, and never tells the password";
  if (programs === undefined) {
    it.skip(`${title} (skipped: there is no PostgreSQL server on this machine, Debian's package postgresql)`, () => {});
    return;
  }
  let server: PostgresServer;
  let folder: string;
  const undo: (() => void)[] = [];
  let environment: Record<string, string>;
  const printed: string[] = [];

  before(async () => {
    server = PostgresServer.start(programs, password);
    undo.push(() => server.stop());
    const engine = await ensureEngine();
    folder = mkdtempSync(join(tmpdir(), "consentra-fleet-postgres-"));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    for (const name of ["home", "bin"]) mkdirSync(join(folder, name));
    for (const name of ["one", "two"]) writeFileSync(join(folder, `${name}.yaml`), "config: {}\n");
    writeFileSync(
      join(folder, "fleet.yaml"),
      `fleet: 1
project: ${join(repository, "test", "e2e", "programs", "gate")}
parallel: 2
tenants:
  - name: one
    tenantId: 00000000-0000-4000-8000-000000000001
    configFile: one.yaml
    environment: { GATE: ${join(folder, "gate")} }
  - name: two
    tenantId: 00000000-0000-4000-8000-000000000002
    configFile: two.yaml
`,
    );
    // Whatever is run as pulumi is written down with its arguments.
    const pulumi = join(folder, "bin", "pulumi");
    writeFileSync(
      pulumi,
      `#!/bin/sh\nprintf '%s\\n' "$*" >> '${join(folder, "arguments")}'\nexec '${engine.pulumi}' "$@"\n`,
    );
    chmodSync(pulumi, 0o755);
    environment = {
      ...engine.environment,
      PATH: [join(folder, "bin"), engine.environment.PATH ?? process.env.PATH].join(delimiter),
      HOME: join(folder, "home"),
      PULUMI_HOME: join(folder, "home", ".pulumi"),
      PULUMI_BACKEND_URL: server.address(),
      PULUMI_CONFIG_PASSPHRASE: "of this test",
    };
  });
  after(() => {
    for (const each of undo.reverse()) each();
  });

  const fleet = async (args: string[], more: Record<string, string> = {}): Promise<CommandResult> => {
    const result = await consentra(["fleet", ...args, "--file", join(folder, "fleet.yaml"), "--json"], {
      ...environment,
      ...more,
    });
    printed.push(result.stdout, result.stderr);
    return result;
  };
  const tenantsOf = ({ stdout, stderr }: CommandResult) => {
    assert.ok(stdout.startsWith("{"), stdout + stderr);
    return (JSON.parse(stdout) as Report).tenants;
  };
  const outcomes = (result: CommandResult) => tenantsOf(result).map(({ name, outcome }) => `${name} ${outcome}`);
  const keys = (like: string) => server.query(`select key from pulumi_state where key like '${like}' order by key`);

  it(title, async () => {
    // The first two come to an empty database at the same time.
    const first = await fleet(["up", "--yes"]);
    assert.deepEqual(outcomes(first), ["one succeeded", "two succeeded"], first.stdout);
    assert.deepEqual(keys("%/stacks/%.json"), [
      "postgres/.pulumi/stacks/gate/one.json",
      "postgres/.pulumi/stacks/gate/two.json",
    ]);
    assert.deepEqual(keys("%/locks/%"), []);

    const gate = join(folder, "gate");
    writeFileSync(gate, "");
    const reached = fileAppears(folder, "gate.reached");
    const waits = fleet(["up", "--yes", "--only", "one"]);
    await reached;
    assert.equal(keys("%/locks/%").length, 1);
    const refused = await fleet(["up", "--yes", "--only", "one", "--record", join(folder, "refused.json")]);
    assert.deepEqual(outcomes(refused), ["one failed"]);
    assert.match(tenantsOf(refused)[0]?.errors.join("\n") ?? "", /the stack is currently locked by 1 lock/);
    rmSync(gate);
    assert.deepEqual(outcomes(await waits), ["one succeeded"]);
    assert.deepEqual(keys("%/locks/%"), []);

    const wrong = { PULUMI_BACKEND_URL: server.address("not/that one") };
    const stranger = await fleet(["up", "--yes", "--only", "two", "--record", join(folder, "wrong.json")], wrong);
    assert.deepEqual(outcomes(stranger), ["two failed"]);
    assert.match(tenantsOf(stranger)[0]?.errors.join("\n") ?? "", /password authentication failed for user "keeper"/);

    assert.deepEqual(outcomes(await fleet(["up", "--yes", "--resume"])), ["one done before", "two succeeded"]);
    assert.deepEqual(outcomes(await fleet(["destroy", "--yes"])), ["one succeeded", "two succeeded"]);
    assert.doesNotMatch(
      server
        .query(
          "select convert_from(decode(data->>'data', 'base64'), 'UTF8') from pulumi_state where key like '%/stacks/%.json'",
        )
        .join("\n"),
      /test:index:Gate/,
    );

    const kept = filesBelow(folder).filter((path) => !path.endsWith("/log"));
    assert.ok(kept.includes(join(folder, "arguments")));
    for (const text of [...printed, ...kept.map((path) => readFileSync(path, "utf8"))]) {
      for (const secret of [
        password,
        encodeURIComponent(password),
        "not/that one",
        "not%2Fthat%20one",
        "kept:",
        "kept%3A",
      ])
        assert.ok(!text.includes(secret), `the password was told: ${text}`);
    }
  });
});

/** Waits until a file is there. */
function fileAppears(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      if (!existsSync(join(folder, name))) return;
      watcher.close();
      resolve();
    });
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
}
