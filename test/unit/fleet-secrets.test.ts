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
const { redactor, secretsInAddress } = part<typeof import("../../cli/secrets")>("../secrets");
const { runTenant } = part<typeof import("../../cli/fleet/run-tenant")>("run-tenant");

const listWith = (backend: string) =>
  parseFleetList(
    `fleet: 1\nbackend: ${JSON.stringify(backend)}\ntenants: [{ name: one, tenantId: 00000000-0000-4000-8000-000000000001 }]\n`,
    "/fleets/fleet.yaml",
  );

/** As Pulumi takes them. */
const addresses = [
  "file:///var/lib/state",
  "s3://vendor-access?region=eu-central-1&endpoint=https://minio.contoso.com:9000&s3ForcePathStyle=true",
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

  it("in Azure Blob Storage is opened with the account of its address, which Pulumi would leave out with a key", () => {
    const opened = (backend: string, own: NodeJS.ProcessEnv) => {
      const list = listWith(backend);
      return tenantEnvironments(list, list.tenants, own).get("one")?.AZURE_STORAGE_ACCOUNT;
    };
    const own = { AZURE_STORAGE_ACCOUNT: "another", AZURE_STORAGE_KEY: "k" };
    assert.equal(opened("azblob://state?storage_account=vendoraccess", { AZURE_STORAGE_KEY: "k" }), "vendoraccess");
    assert.equal(opened("azblob://state?storage_account=vendoraccess", own), "vendoraccess");
    assert.equal(opened("azblob://state", own), undefined, "this process's own stays");
    assert.equal(opened("s3://state?storage_account=vendoraccess", {}), undefined);
    const { defaults, ...list } = listWith("file:///state");
    const inherited = { ...list, defaults, backend: undefined };
    const address = { PULUMI_BACKEND_URL: "azblob://state?storage_account=vendoraccess" };
    const found = tenantEnvironments(inherited, inherited.tenants, address).get("one");
    assert.equal(found?.AZURE_STORAGE_ACCOUNT, "vendoraccess");
  });

  it("in Azure Blob Storage is never opened as a tenant's application", () => {
    const backend = "azblob://state?storage_account=vendoraccess";
    const list = parseFleetList(
      `fleet: 1\nbackend: ${backend}\ntenants:\n  - name: one\n    tenantId: 00000000-0000-4000-8000-000000000001\n` +
        "    environment: { AZURE_CLIENT_ID: app }\n    environmentFrom: { AZURE_CLIENT_SECRET: ONE }\n",
      "/fleets/fleet.yaml",
    );
    const environmentOf = (own: NodeJS.ProcessEnv) => tenantEnvironments(list, list.tenants, { ONE: "s", ...own });
    assert.throws(
      () => environmentOf({ AZURE_STORAGE_ACCOUNT: "vendoraccess" }),
      /one: AZURE_CLIENT_SECRET would open the state's storage as this tenant's application; name it by ARM_\* variables, or set AZURE_STORAGE_KEY/,
    );
    for (const name of ["_KEY", "_SAS_TOKEN", "_CONNECTION_STRING", "BLOB_CONNECTIONSTRING"].map(
      (each) => `AZURE_STORAGE${each}`,
    ))
      assert.equal(environmentOf({ [name]: "x" }).get("one")?.AZURE_CLIENT_SECRET, "s");
    const elsewhere = { ...list, backend: "s3://state" };
    assert.equal(tenantEnvironments(elsewhere, list.tenants, { ONE: "s" }).get("one")?.AZURE_CLIENT_SECRET, "s");
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

  it("holds nothing of what opens Azure's storage, although its library takes that to pieces", () => {
    const sas = "sv=2022-11-02&sp=rwdl&sig=kT%2Fe5z6O%2BuVbn%3D";
    const connection = `DefaultEndpointsProtocol=https;AccountName=vendoraccess;AccountKey=a2V5/b2Y+YWNjb3VudA==;EndpointSuffix=core.windows.net`;
    const said = redactor({ AZURE_STORAGE_SAS_TOKEN: sas, AZURE_STORAGE_CONNECTION_STRING: connection });
    const request =
      "https://vendoraccess.blob.core.windows.net/state?comp=list&sig=kT%2Fe5z6O%2BuVbn%3D&sp=rwdl&sv=2022-11-02";
    assert.equal(
      said(`Get "${request}": no such host; kT/e5z6O+uVbn=; ${sas}`),
      'Get "https://vendoraccess.blob.core.windows.net/state?comp=list&sig=[secret]&sp=rwdl&sv=2022-11-02": no such host; [secret]; [secret]',
    );
    assert.equal(said(`key a2V5/b2Y+YWNjb3VudA==, in ${connection}`), "key [secret], in [secret]");
    assert.equal(redactor({})(`Get "${request}"`), `Get "${request.replace(/sig=[^&]+/, "sig=[secret]")}"`);
    assert.equal(redactor({ AZURE_STORAGEBLOB_CONNECTIONSTRING: connection })(`in ${connection}`), "in [secret]");
    const inConnection = redactor({
      AZURE_STORAGE_CONNECTION_STRING: `BlobEndpoint=https://x;SharedAccessSignature=${sas}`,
    });
    assert.equal(inConnection("sig kT%2Fe5z6O%2BuVbn%3D of 2022-11-02"), "sig [secret] of 2022-11-02");
  });

  it("holds no connection string, which is refused in a list as every secret is", () => {
    const text =
      "fleet: 1\ntenants: [{ name: one, tenantId: 00000000-0000-4000-8000-000000000001, environment: { AZURE_STORAGE_CONNECTION_STRING: x } }]\n";
    assert.throws(() => parseFleetList(text, "/fleets/fleet.yaml"), /AZURE_STORAGE_CONNECTION_STRING: holds a secret/);
  });

  it("names places of secrets as they are, and hides the secrets alone", () => {
    const environment = {
      ARM_CLIENT_CERTIFICATE_PATH: "/keys/app.pem",
      ARM_OIDC_TOKEN: "eyJhbGci",
      PULUMI_HOME: "/home/p",
    };
    assert.equal(redactor(environment)("/keys/app.pem eyJhbGci /home/p"), "/keys/app.pem [secret] /home/p");
  });

  const address = "postgres://state:hunter22@db.contoso.com/pulumi";
  const lock = "created by root@host (pid 1) at 2026-01-01T00:00:00Z";
  const ofAutomation = " err?: Error: Command failed with exit code 255: pulumi stack init";
  const rule = "-".repeat(80);
  for (const [what, stderr, expected] of [
    [
      "that is locked, without the password",
      `warning: something else\nerror: the stack is currently locked by 1 lock(s).\n  ${address}/.pulumi/locks/1.json: ${lock}\n\n`,
      `the stack is currently locked by 1 lock(s).\n  postgres://state:[secret]@db.contoso.com/pulumi/.pulumi/locks/1.json: ${lock}`,
    ],
    [
      "that is locked, where nothing stands between its words and what else failed",
      `error: the stack is currently locked by 1 lock(s).\n  s3://state/.pulumi/locks/1.json: ${lock}`,
      `the stack is currently locked by 1 lock(s).\n  s3://state/.pulumi/locks/1.json: ${lock}`,
    ],
    [
      "whose storage refuses, without its rulers and XML",
      `error: read "meta.yaml": GET https://vendoraccess.blob.core.windows.net/state\n${rule}\nRESPONSE 403: 403 Server failed to authenticate the request.\n` +
        `ERROR CODE: AuthorizationFailure\n${rule}\n<?xml version="1.0"?>\n<Error>\n</Error>\n${rule}\n\n`,
      'read "meta.yaml": GET https://vendoraccess.blob.core.windows.net/state\nRESPONSE 403: 403 Server failed to authenticate the request.\n' +
        "ERROR CODE: AuthorizationFailure",
    ],
    [
      "whose storage is not reached, with the reason",
      'error: read "meta.yaml": RequestError: send request failed\ncaused by: Get "https://minio.contoso.com/state": connection refused\nwarning: more',
      'read "meta.yaml": RequestError: send request failed\ncaused by: Get "https://minio.contoso.com/state": connection refused',
    ],
  ] as const) {
    it(`tells why Pulumi refused a stack ${what}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "consentra-fleet-words-"));
      try {
        for (const name of ["Pulumi.yaml", "Pulumi.one.yaml"])
          writeFileSync(join(folder, name), "name: x\nruntime: nodejs\n");
        const said = `code: 255\n stdout: \n stderr: ${stderr}\n${ofAutomation}\n`;
        const list = { ...listWith("file:///state"), project: folder };
        assert.deepEqual(await errorsOf(list, said, { PULUMI_BACKEND_URL: address }), [expected]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

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
