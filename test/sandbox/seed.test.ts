import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CALLPLEASE_APP_ID,
  CONTRELI_APP_ID,
  DEPLOYER_APP_ID,
  FABRIKAM_DEPLOYER_APP_ID,
  FABRIKAM,
  PEOPLE_AI_APP_ID,
  startSandbox,
  type Sandbox,
  type AuditEntry,
  type User,
} from "@consentra/sandbox/tenant";
import { createTenantClient, type GraphBody, type TenantClient } from "./tenant-client";

const certificatesIn = (file: string): number => readFileSync(file, "utf8").split("BEGIN CERTIFICATE").length - 1;

describe("the simulated cloud as it starts", () => {
  let sandbox: Sandbox;
  let client: TenantClient;

  before(async () => {
    sandbox = await startSandbox();
    client = createTenantClient(sandbox);
  });
  after(async () => {
    client.close();
    await sandbox.close();
  });

  const users = (condition: (user: User) => boolean) =>
    [...sandbox.tenants.contoso.users.values()].filter(condition).map(({ displayName }) => displayName);

  it("has people of every sort that matters", () => {
    const { contoso } = sandbox.tenants;
    assert.equal(users((user) => user.userType === "Member" && user.department !== null).length, 39);
    assert.deepEqual(
      users((user) => user.userType === "Guest"),
      ["Robin Hart", "Selma Yilmaz", "Victor Duarte"],
    );
    assert.deepEqual(
      users((user) => user.department !== null && user.assignedLicenses.length === 0),
      ["Kofi Mensah"],
    );
    assert.deepEqual(
      users((user) => user.department !== null && !user.accountEnabled),
      ["Gerhard Moeller"],
    );
    assert.deepEqual(
      users((user) => user.department === null && user.userType === "Member"),
      ["Contoso Info", "Contoso Support", "Contoso Invoices", "Meeting Room Aurora"],
    );
    const withMailbox = users((user) => contoso.exchange.mailboxes.has(user.id));
    assert.equal(withMailbox.length, 38 + 4);
    for (const { messages, events, contacts } of contoso.exchange.mailboxes.values()) {
      assert.deepEqual([messages.length, events.length, contacts.length], [5, 3, 3]);
    }
  });

  it("has groups of every kind", () => {
    const groups = [...sandbox.tenants.contoso.groups.values()].map((group) => [
      group.displayName,
      group.mailEnabled,
      group.securityEnabled,
      group.groupTypes.join(),
      group.onPremisesSyncEnabled,
    ]);
    assert.deepEqual(groups, [
      ["Executives", false, true, "", null],
      ["Executive Assistants", false, true, "", null],
      ["Customer Success", false, true, "", null],
      ["Leadership", false, true, "", null],
      ["Project Aurora", true, false, "Unified", null],
      ["All Contoso", true, false, "", null],
      ["Sales Mailboxes", true, true, "", null],
      ["Revenue Mailboxes", true, true, "", null],
      ["Plant Mailboxes", true, true, "", true],
    ]);
  });

  it("has the vendors' multi-tenant apps at home and Microsoft's service principals in the tenant", () => {
    for (const clientId of [PEOPLE_AI_APP_ID, CALLPLEASE_APP_ID, CONTRELI_APP_ID]) {
      assert.equal(sandbox.vendorCredential(clientId).clientId, clientId);
    }
    const principals = [...sandbox.tenants.contoso.servicePrincipals.values()].map(({ displayName }) => displayName);
    assert.deepEqual(principals, [
      "Microsoft Graph",
      "Office 365 Exchange Online",
      "Office 365 SharePoint Online",
      "Windows Azure Service Management API",
      "Azure Key Vault",
      "Consentra Deployer",
    ]);
    assert.throws(() => sandbox.vendorCredential("none"), {
      message: "No registration with client ID 'none' has a client secret in the simulated cloud.",
    });
  });

  it("is the same in every run but for secrets, and says so in a snapshot without secrets", async () => {
    const other = await startSandbox();
    try {
      assert.deepEqual(sandbox.snapshot(), other.snapshot());
      assert.deepEqual(sandbox.snapshot(FABRIKAM), other.snapshot("fabrikam.onmicrosoft.com"));
      const secretOf = (one: Sandbox) => one.vendorCredential(DEPLOYER_APP_ID).clientSecret;
      assert.notEqual(secretOf(sandbox), secretOf(other));
      assert.equal(JSON.stringify(sandbox.snapshot()).includes(secretOf(sandbox)), false);
    } finally {
      await other.close();
    }
  });

  it("shows a change in the snapshot and its absence after it was undone", async () => {
    const seed = sandbox.snapshot();
    const { id } = (await client.graph("POST", "/v1.0/servicePrincipals", { appId: PEOPLE_AI_APP_ID })).body;
    assert.notDeepEqual(sandbox.snapshot(), seed);
    await client.graph("DELETE", `/v1.0/servicePrincipals/${id}`);
    assert.deepEqual(sandbox.snapshot(), seed);
  });

  it("points programs at itself by environment", () => {
    const { ARM_CLIENT_SECRET, ...environment } = sandbox.environment();
    assert.deepEqual(environment, {
      ARM_METADATA_HOSTNAME: `localhost:${sandbox.port}`,
      ARM_TENANT_ID: sandbox.tenants.contoso.id,
      ARM_SUBSCRIPTION_ID: sandbox.tenants.contoso.azure.id,
      ARM_CLIENT_ID: DEPLOYER_APP_ID,
      ARM_USE_CLI: "false",
      ARM_USE_MSI: "false",
      NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"] ? sandbox.bundleFile : sandbox.caFile,
      SSL_CERT_FILE: sandbox.bundleFile,
    });
    assert.equal(ARM_CLIENT_SECRET, sandbox.vendorCredential(DEPLOYER_APP_ID).clientSecret);
    assert.equal(sandbox.environment(FABRIKAM).ARM_CLIENT_ID, FABRIKAM_DEPLOYER_APP_ID);
    assert.throws(() => sandbox.environment("contreli.onmicrosoft.com"), {
      message: "Tenant Contreli has no deployer app.",
    });
  });

  it("tells clients its endpoints without trailing slashes, and tolerates doubled ones", async () => {
    const { status, body } = await client.send("GET", "//metadata/endpoints?api-version=2022-09-01");
    assert.equal(status, 200);
    assert.deepEqual(
      [
        (body["authentication"] as { loginEndpoint: string }).loginEndpoint,
        body["graph"],
        body["microsoftGraphResourceId"],
      ],
      [sandbox.origin, sandbox.origin, sandbox.origin],
    );
    const configuration = (await client.send("GET", "/contoso.com/v2.0/.well-known/openid-configuration")).body;
    assert.equal(configuration["issuer"], `${sandbox.origin}/${sandbox.tenants.contoso.id}/v2.0`);
    assert.equal(configuration["token_endpoint"], `${sandbox.origin}/contoso.com/oauth2/v2.0/token`);
  });

  it("keeps its files private, trusts the system's roots besides, and leaves nothing behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "consentra-test-"));
    const own = await startSandbox({ journal: join(folder, "journal.jsonl") });
    const other = createTenantClient(own);
    const late = createTenantClient(own);
    assert.equal(statSync(own.caFile).mode & 0o777, 0o600);
    assert.equal(certificatesIn(own.caFile), 1);
    const bundle = readFileSync(own.bundleFile, "utf8");
    assert.ok(certificatesIn(own.bundleFile) > 100);
    assert.ok(bundle.includes(readFileSync(own.caFile, "utf8").trim()));
    await other.graph("POST", "/v1.0/applications", { displayName: "Journalled" });
    const lines = readFileSync(join(folder, "journal.jsonl"), "utf8").trim().split("\n");
    assert.deepEqual(
      lines.map((line): unknown => JSON.parse(line)),
      own.audit(),
    );
    rmSync(folder, { recursive: true });
    await own.close();
    assert.deepEqual([existsSync(own.caFile), existsSync(own.bundleFile)], [false, false]);
    await assert.rejects(late.send("GET", "/metadata/endpoints"), { code: "ECONNREFUSED" });
    for (const one of [other, late]) one.close();
  });

  describe("control API", () => {
    const control = <Body = GraphBody>(method: string, path: string, body?: unknown, key = sandbox.controlKey) =>
      client.send<Body>(method, `/_sandbox${path}`, body, { authorization: `Bearer ${key}` });

    it("wants its key", async () => {
      for (const path of ["/audit", "/snapshot", "/environment"])
        assert.equal((await control("GET", path, undefined, "wrong")).status, 401);
      assert.equal((await control("POST", "/clock/advance", { milliseconds: 1 }, "")).status, 401);
    });
    it("reads audit, snapshot and environment", async () => {
      await client.graph("POST", "/v1.0/applications", { displayName: "Audited" });
      const { audit } = (await control<{ audit: AuditEntry[] }>("GET", "/audit")).body;
      assert.deepEqual(audit, JSON.parse(JSON.stringify(sandbox.audit())));
      const entry = audit.at(-1);
      assert.ok(entry, "the audit is empty");
      const { actor, service, operation, status } = entry;
      assert.deepEqual(
        { actor, service, operation, status },
        { actor: DEPLOYER_APP_ID, service: "graph", operation: "POST /v1.0/applications", status: 201 },
      );
      assert.deepEqual(
        (await control("GET", "/snapshot?tenant=fabrikam.onmicrosoft.com")).body,
        sandbox.snapshot(FABRIKAM),
      );
      assert.equal((await control("GET", "/snapshot?tenant=none")).status, 404);
      assert.deepEqual((await control("GET", "/environment")).body, sandbox.environment());
    });
    it("advances the clock and sets options, and refuses nonsense", async () => {
      const earlier = sandbox.cloud.clock.now().getTime();
      const { now } = (await control<{ now: string }>("POST", "/clock/advance", { milliseconds: 86_400_000 })).body;
      assert.ok(Date.parse(now) - earlier >= 86_400_000);
      assert.equal(
        (await control("POST", "/options", { enforcementDelay: 1800_000 })).body["enforcementDelay"],
        1800_000,
      );
      assert.equal(sandbox.cloud.options.enforcementDelay, 1800_000);
      assert.equal((await control("POST", "/options", { colour: "red" })).status, 400);
      assert.equal((await control("POST", "/clock/advance", { milliseconds: -1 })).status, 400);
    });
  });
});
