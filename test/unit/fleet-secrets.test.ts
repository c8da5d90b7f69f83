import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import fc from "fast-check";
import { repository } from "../support/repository";

const part = <T>(name: string) => require(join(repository, "cli", "dist", "fleet", `${name}.js`)) as T;
const { parseFleetList } = part<typeof import("../../cli/fleet/list")>("list");
const { forgetIdentity, tenantEnvironments } = part<typeof import("../../cli/fleet/environment")>("environment");
const { redactor, secretsInAddress } = part<typeof import("../../cli/fleet/secrets")>("secrets");
const { runTenant } = part<typeof import("../../cli/fleet/run-tenant")>("run-tenant");

const listWith = (backend: string) =>
  parseFleetList(
    `fleet: 1\nbackend: ${JSON.stringify(backend)}\ntenants: [{ name: one, tenantId: 00000000-0000-4000-8000-000000000001 }]\n`,
    "/fleets/fleet.yaml",
  );

/** As in the documentation of Pulumi's own backends. */
const addresses = [
  "file:///var/lib/state",
  "s3://vendor-access?region=eu-central-1&endpoint=minio.contoso.com:9000&s3ForcePathStyle=true&awssdk=v2",
  "s3://vendor-access/fleet?profile=state",
  "azblob://state?storage_account=vendoraccess",
  "azblob://state/fleet?domain=blob.core.usgovcloudapi.net",
  "gs://vendor-access",
  "postgres://state@db.contoso.com:5432/pulumi?sslmode=verify-full&table=vendor_access",
  "https://api.pulumi.com",
];

describe("the backend of a fleet", () => {
  for (const address of addresses) {
    it(`${address} reaches Pulumi as it is written`, () => {
      const list = listWith(address);
      const found = tenantEnvironments(list, list.tenants, {}).get("one");
      assert.equal(found?.PULUMI_BACKEND_URL, address);
      assert.deepEqual(secretsInAddress(address), []);
      assert.equal(redactor({ PULUMI_BACKEND_URL: address })(`unable to open ${address}`), `unable to open ${address}`);
    });
  }

  for (const address of [
    "postgres://state:hunter2@db.contoso.com/pulumi",
    "postgres://db.contoso.com/pulumi?user=state&password=hunter2",
    "https://somebody:hunter2@api.pulumi.com",
  ]) {
    it(`${address.replace("hunter2", "…")} is refused in a list, without saying the password`, () => {
      assert.throws(
        () => listWith(address),
        ({ message }: Error) =>
          /line 2, backend: holds a password, .*set PGPASSWORD, or give the whole address in PULUMI_BACKEND_URL/.test(
            message,
          ) && !message.includes("hunter2"),
      );
    });
  }

  it("keeps what opens its storage, while no tenant inherits an identity", () => {
    const own = {
      AZURE_STORAGE_ACCOUNT: "vendoraccess",
      AZURE_STORAGE_KEY: "k",
      AZURE_STORAGE_SAS_TOKEN: "t",
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "s",
      PGPASSWORD: "p",
      PULUMI_BACKEND_URL: "postgres://state:p@db/pulumi",
    };
    const environment = { ...own, AZURE_CLIENT_SECRET: "x", AZURE_TENANT_ID: "x", ARM_CLIENT_ID: "x" };
    forgetIdentity(environment);
    assert.deepEqual(environment, own);
  });
});

describe("what a fleet says", () => {
  it("holds no secret that a tenant or the backend was given, however Pulumi writes the address", () => {
    const secret = fc.string({ minLength: 8, maxLength: 30, unit: "grapheme-ascii" });
    fc.assert(
      fc.property(secret, secret, secret, (password, token, other) => {
        const address = `postgres://state:${encodeURIComponent(password)}@db/pulumi`;
        const environment = { PULUMI_BACKEND_URL: address, ARM_CLIENT_SECRET: token, PGPASSWORD: other };
        const said = redactor(environment)(`${address} ${password} ${token} ${other}`);
        // What is left may hold a secret's letters by accident only where they are those of the words themselves.
        const words = "postgres://state:[secret]@db/pulumi [secret] [secret] [secret]";
        for (const each of [password, token, other]) assert.ok(!said.includes(each) || words.includes(each), said);
      }),
      { numRuns: 300 },
    );
  });

  it("hides the password of an address that somebody wrote in another way", () => {
    const said = redactor({})('parse "postgres://state:p%40ss@db/pulumi": invalid; see https://contoso.com/a:b@c');
    assert.equal(said, 'parse "postgres://state:[secret]@db/pulumi": invalid; see https://contoso.com/a:b@c');
  });

  it("names places of secrets as they are, and hides the secrets alone", () => {
    const environment = {
      ARM_CLIENT_CERTIFICATE_PATH: "/keys/app.pem",
      ARM_OIDC_TOKEN: "eyJhbGci",
      PULUMI_HOME: "/home/p",
    };
    assert.equal(redactor(environment)("/keys/app.pem eyJhbGci /home/p"), "/keys/app.pem [secret] /home/p");
  });

  it("tells why Pulumi refused a stack in Pulumi's words, with every line of them, without the password", async () => {
    const folder = mkdtempSync(join(tmpdir(), "consentra-fleet-words-"));
    try {
      for (const name of ["Pulumi.yaml", "Pulumi.one.yaml"])
        writeFileSync(join(folder, name), "name: x\nruntime: nodejs\n");
      const address = "postgres://state:hunter22@db.contoso.com/pulumi";
      const said =
        "code: 255\n stdout: \n stderr: warning: something else\n" +
        "error: the stack is currently locked by 1 lock(s). Either wait or delete the lock.\n" +
        `  ${address}/.pulumi/locks/1.json: created by root@host (pid 1) at 2026-01-01T00:00:00Z\n\n` +
        " err?: Error: Command failed with exit code 255: pulumi stack init\n";
      assert.deepEqual(
        await errorsOf({ ...listWith("file:///state"), project: folder }, said, { PULUMI_BACKEND_URL: address }),
        [
          "the stack is currently locked by 1 lock(s). Either wait or delete the lock.\n" +
            "  postgres://state:[secret]@db.contoso.com/pulumi/.pulumi/locks/1.json: created by root@host (pid 1) at 2026-01-01T00:00:00Z",
        ],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("holds no secret in a tenant's result", async () => {
    const list = { ...listWith("file:///state"), project: "/nowhere/hunter22" };
    assert.deepEqual(await errorsOf(list, "", { ARM_CLIENT_SECRET: "hunter22" }), [
      "/nowhere/[secret]/Pulumi.one.yaml is not there; expected the stack's configuration",
    ]);
  });
});

/** What a tenant's run says when pulumi ends with an error. */
async function errorsOf(
  list: ReturnType<typeof listWith>,
  said: string,
  environment: Record<string, string>,
): Promise<string[]> {
  const [tenant] = list.tenants;
  assert.ok(tenant);
  const pulumiCommand = { command: "pulumi", run: () => Promise.reject(new Error(said)) } as unknown as PulumiCommand;
  const { outcome, errors } = await runTenant({ list, tenant, operation: "up", environment, pulumiCommand });
  assert.equal(outcome, "failed");
  return errors;
}
