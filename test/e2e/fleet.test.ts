import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine } from "@consentra/sandbox/engine";
import { consentra, type CommandResult } from "../support/consentra";
import { writesSince } from "../support/audit";
import { repository } from "../support/repository";

const configuration = (...mailboxes: string[]) =>
  `config:\n  people-ai:mailboxes: [${mailboxes.join(", ")}]\n  people-ai:managedBy: [${mailboxes[0] ?? ""}]\n`;

interface Report {
  ok: boolean;
  counts: Record<string, number>;
  tenants: { name: string; outcome: string; changes: Record<string, number>; errors: string[] }[];
}

describe("consentra fleet, on the engine", () => {
  let sandbox: Sandbox;
  let folder: string;
  let environment: Record<string, string>;
  let seeds: unknown[];

  before(async () => {
    const engine = await ensureEngine();
    sandbox = await startSandbox();
    folder = mkdtempSync(join(tmpdir(), "consentra-fleet-test-"));
    mkdirSync(join(folder, "state"));
    const { contoso, fabrikam } = sandbox.tenants;
    const { ARM_METADATA_HOSTNAME: host, ...own } = sandbox.environment(contoso.id);
    writeFileSync(join(folder, "contoso.yaml"), configuration("henriettam@contoso.com", "leeg@contoso.com"));
    writeFileSync(join(folder, "fabrikam.yaml"), configuration("petrav@fabrikam.onmicrosoft.com"));
    writeFileSync(
      join(folder, "fleet.yaml"),
      `fleet: 1
project: ${join(repository, "examples", "people-ai")}
backend: file://${join(folder, "state")}
parallel: 2
policyPacks: [${join(repository, "policy-packs", "mailbox-scope")}]
defaults:
  environment: { ARM_METADATA_HOSTNAME: "${host}", ARM_USE_CLI: "false" }
tenants:
  - name: contoso
    tenantId: ${contoso.id}
    configFile: contoso.yaml
    environment: { ARM_CLIENT_ID: ${own.ARM_CLIENT_ID} }
    environmentFrom: { ARM_CLIENT_SECRET: CONTOSO_SECRET }
  - name: fabrikam
    tenantId: ${fabrikam.id}
    configFile: fabrikam.yaml
    environment: { ARM_CLIENT_ID: ${sandbox.environment(fabrikam.id).ARM_CLIENT_ID} }
    environmentFrom: { ARM_CLIENT_SECRET: FABRIKAM_SECRET }
`,
    );
    environment = {
      ...engine.environment,
      HOME: folder,
      PULUMI_CONFIG_PASSPHRASE: "of this test",
      NODE_EXTRA_CA_CERTS: own.NODE_EXTRA_CA_CERTS ?? "",
      SSL_CERT_FILE: own.SSL_CERT_FILE ?? "",
      CONTOSO_SECRET: own.ARM_CLIENT_SECRET ?? "",
      FABRIKAM_SECRET: "not the secret of anything",
      // Somebody else's identity, which no tenant may get.
      ARM_CLIENT_SECRET: "somebody else's",
    };
    seeds = [sandbox.snapshot(contoso.id), sandbox.snapshot(fabrikam.id)];
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await sandbox.close();
  });

  const fleet = (...args: string[]) => {
    const [operation = "", ...others] = args;
    return consentra(["fleet", operation, "--file", join(folder, "fleet.yaml"), ...others], environment);
  };
  const reportOf = ({ stdout, stderr }: CommandResult): Report => {
    assert.ok(stdout.startsWith("{"), stdout + stderr);
    return JSON.parse(stdout) as Report;
  };
  const outcomes = (report: Report) => report.tenants.map(({ name, outcome }) => [name, outcome]);

  it("changes nothing without --yes", async () => {
    const { code, stderr } = await fleet("up");
    assert.equal(code, 2);
    assert.match(stderr, /`fleet up` changes 2 tenants: see what it would do with `fleet preview`, then say --yes/);
    assert.deepEqual(writesSince(sandbox, 0), []);
  });

  it("makes what it can, says why a tenant failed, goes on with that one only, and removes everything", async () => {
    const project = join(repository, "examples", "people-ai");
    const files = readdirSync(project);
    const first = await fleet("up", "--yes", "--json");
    assert.equal(first.code, 1, first.stderr);
    const report = reportOf(first);
    assert.deepEqual(outcomes(report), [
      ["contoso", "succeeded"],
      ["fabrikam", "failed"],
    ]);
    assert.match(report.tenants[1]?.errors.join("\n") ?? "", /AADSTS7000215|invalid_client/);
    assert.match(first.stderr, /^contoso: up begins$/m);
    assert.match(first.stderr, /^contoso: create people-ai/m);
    assert.match(first.stderr, /^fabrikam: failed/m);

    environment.FABRIKAM_SECRET = sandbox.environment(sandbox.tenants.fabrikam.id).ARM_CLIENT_SECRET ?? "";
    const before = sandbox.audit().length;
    const second = await fleet("up", "--yes", "--json", "--resume");
    assert.equal(second.code, 0, second.stdout);
    assert.deepEqual(outcomes(reportOf(second)), [
      ["contoso", "done before"],
      ["fabrikam", "succeeded"],
    ]);
    const written = sandbox.audit().slice(before);
    assert.deepEqual([...new Set(written.map(({ tenantId }) => tenantId))], [sandbox.tenants.fabrikam.id]);

    const destroyed = await fleet("destroy", "--yes");
    assert.equal(destroyed.code, 0, destroyed.stdout + destroyed.stderr);
    assert.match(destroyed.stdout, /fleet destroy: 2 succeeded\n$/);
    const { contoso, fabrikam } = sandbox.tenants;
    assert.deepEqual([sandbox.snapshot(contoso.id), sandbox.snapshot(fabrikam.id)], seeds);
    assert.deepEqual(readdirSync(project), files);
    for (const secret of sandbox.secrets()) {
      for (const { stdout, stderr } of [first, second, destroyed]) {
        assert.ok(!(stdout + stderr).includes(secret), "a secret was printed");
      }
    }
  });
});
