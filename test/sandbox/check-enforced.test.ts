import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { findPermission } from "consentra/graph";
import type { HandOff } from "consentra/handoff";
import type { Finding } from "../../cli/check/report";
import { consentra } from "../support/consentra";
import type { EnforcedAnswer, EnforcedRequest } from "../support/enforced-check";
import { addVendorApp, createExchangeClient, forget, type ExchangeClient } from "./exchange-client";

const inside = "leeg@contoso.com";
const outside = "isaiahl@contoso.com";
const group = "sales-mailboxes@contoso.com";
const minute = 60_000;

describe("consentra check --enforced", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let app: Awaited<ReturnType<typeof addVendorApp>>;
  let options: CloudOptions;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
  });
  beforeEach(async () => {
    // Its token ends when the clock is set forward.
    exchange = createExchangeClient(sandbox);
    app = await addVendorApp(sandbox, exchange.tenant);
    sandbox.cloud.options.enforcementDelay = 60 * minute;
  });
  afterEach(() => {
    exchange.close();
    forget(sandbox, options);
  });
  after(() => sandbox.close());

  const permission = (name: string): HandOff["permissions"][number] => {
    const found = findPermission("Microsoft Graph", "application", name);
    assert.ok(found);
    return { api: "Microsoft Graph", kind: "application", name, id: found.id };
  };
  const handOff = (mailboxScope: Partial<HandOff["mailboxScope"]>): HandOff => ({
    consentra: "handoff/1",
    vendor: "People.ai",
    tenantId: sandbox.tenants.contoso.id,
    clientId: app.appId,
    servicePrincipalId: app.objectId,
    adminConsentUrl: "https://login.microsoftonline.com/x",
    adminCenterUrl: "https://entra.microsoft.com/",
    consent: "grant",
    permissions: [permission("Calendars.Read"), permission("Mail.Read")],
    mailboxScope: { mechanism: "accessPolicy", mode: "allow", mailboxes: [inside], group, ...mailboxScope },
    assignmentRequired: true,
    assignment: { managedBy: "stack", users: [], groups: [] },
    nextSteps: [],
  });
  const byPolicy = () => handOff({});
  const byRole = () => handOff({ mechanism: "rbac", permissionsByRole: ["Calendars.Read", "Mail.Read"] });

  const restrict = () =>
    exchange.ok("New-ApplicationAccessPolicy", {
      AppId: [app.appId],
      PolicyScopeGroupId: group,
      AccessRight: "RestrictAccess",
    });
  const assign = async (names = ["Calendars.Read", "Mail.Read"]) => {
    await exchange.ok("New-ServicePrincipal", { AppId: app.appId, ObjectId: app.objectId });
    for (const name of names) {
      await exchange.ok("New-ManagementRoleAssignment", {
        Name: name,
        App: app.objectId,
        Role: `Application ${name}`,
        RecipientGroupScope: group,
      });
    }
  };

  const check = (declared: HandOff, more: Partial<EnforcedRequest> = {}): Promise<EnforcedAnswer> => {
    const { origin, controlKey, caFile } = sandbox;
    const request: EnforcedRequest = {
      origin,
      controlKey,
      handOff: declared,
      clientSecret: sandbox.vendorCredential(app.appId).clientSecret,
      environment: sandbox.environment(),
      inside,
      outside,
      limit: 120,
      interval: 10,
      ...more,
    };
    const child = spawn(process.execPath, [join(__dirname, "..", "support", "enforced-check.js")], {
      env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: caFile },
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(JSON.stringify(request));
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    return new Promise((resolve, reject) =>
      child.on("close", (code) =>
        code === 0 ? resolve(JSON.parse(output) as EnforcedAnswer) : reject(new Error(`ended with ${code}`)),
      ),
    );
  };
  const differences = (findings: readonly Finding[]) =>
    findings.filter(({ ok }) => !ok).map(({ check: what, found }) => `${what}: ${found}`);

  it("waits until an access policy that is configured keeps the app out", async () => {
    await app.consent("Calendars.Read", "Mail.Read");
    await restrict();
    const { findings, enforced, waits, lines } = await check(byPolicy());
    assert.deepEqual(differences(findings), []);
    assert.deepEqual(enforced, { ok: true, probes: 7, minutes: 60 });
    assert.deepEqual(
      waits,
      Array.from({ length: 6 }, () => 10 * minute),
    );
    assert.match(
      lines[0] ?? "",
      /^not in force after 0 min \(isaiahl@contoso\.com messages \(outside\): \d+ items; .*\); asking again in 10 min, at most until 120 min$/,
    );
    assert.deepEqual(
      findings.slice(-2).map(({ check: what, found }) => [what, found]),
      [
        [`${inside} by access policies (inside)`, "Granted"],
        [`${outside} by access policies (outside)`, "Denied"],
      ],
    );
  });

  it("waits until roles let the app in, which has no permission in its token", async () => {
    await assign();
    const { findings, enforced, lines } = await check(byRole(), { interval: 35 });
    assert.deepEqual(differences(findings), []);
    assert.deepEqual(enforced, { ok: true, probes: 3, minutes: 70 });
    assert.match(lines[0] ?? "", /leeg@contoso\.com messages \(inside\): 403 ErrorAccessDenied/);
    assert.deepEqual(
      findings.filter(({ check: what }) => /permissions|roles/.test(what)),
      [
        { check: "application permissions", expected: "none", found: "none", ok: true },
        {
          check: `${inside} by roles (inside)`,
          expected: "Application Calendars.Read, Application Mail.Read",
          found: "Application Calendars.Read, Application Mail.Read",
          ok: true,
        },
        { check: `${outside} by roles (outside)`, expected: "no role", found: "no role", ok: true },
      ],
    );
  });

  it("gives up at its limit, where the last pause ends", async () => {
    await assign();
    const { findings, enforced, waits } = await check(byRole(), { interval: 35, limit: 50 });
    assert.deepEqual(enforced, { ok: false, probes: 3, minutes: 50 });
    assert.deepEqual(waits, [35 * minute, 15 * minute]);
    assert.deepEqual(differences(findings), [
      `${inside} messages (inside): 403 ErrorAccessDenied`,
      `${inside} events (inside): 403 ErrorAccessDenied`,
    ]);
    const [first] = findings.filter(({ ok }) => !ok);
    assert.match(first?.remedy ?? "", /after 30 minutes without a request of the app/);
  });

  it("does not wait for what is configured wrongly", async () => {
    await assign(["Mail.Read"]);
    const { findings, enforced, waits } = await check(byRole());
    assert.deepEqual([enforced, waits], [{ ok: false, probes: 1, minutes: 0 }, []]);
    const wrong = findings.find(({ check: what }) => what === `${inside} by roles (inside)`);
    assert.equal(wrong?.found, "Application Mail.Read");
    assert.match(wrong.remedy ?? "", /time does not mend it: run `pulumi up`/);
  });

  it("finds roles beside the declared ones, inside and outside", async () => {
    await assign(["Calendars.Read", "Mail.Read", "Contacts.Read"]);
    await exchange.ok("New-ManagementScope", { Name: "s", RecipientRestrictionFilter: "Alias -eq 'isaiahl'" });
    await exchange.ok("New-ManagementRoleAssignment", {
      Name: "beside",
      App: app.objectId,
      Role: "Application Mail.Send",
      CustomResourceScope: "s",
    });
    const { findings } = await check(byRole());
    assert.deepEqual(
      findings.filter(({ check: what }) => what.includes("by roles")).map(({ found, ok }) => [found, ok]),
      [
        ["Application Calendars.Read, Application Contacts.Read, Application Mail.Read", false],
        ["Application Mail.Send", false],
      ],
    );
  });

  it("finds a consent beside the roles, which opens every mailbox", async () => {
    sandbox.cloud.options.enforcementDelay = 0;
    await assign();
    await app.consent("Mail.Read");
    const { findings, enforced } = await check(byRole(), { limit: 0 });
    assert.equal(enforced?.ok, false);
    assert.deepEqual(differences(findings), [
      "application permissions: Mail.Read",
      `${outside} messages (outside): ${sandbox.tenants.contoso.exchange.mailboxes.get(idOf(outside))?.messages.length} items`,
    ]);
    assert.match(
      findings[0]?.remedy ?? "",
      /^consented to in Entra beside the role with a scope, which opens every mailbox: Mail\.Read; run `pulumi up`/,
    );
    const open = findings.find(({ check: what }) => what.includes("(outside)"));
    assert.match(open?.remedy ?? "", /remove the app's roles and its consent first/);
  });

  it("judges by Microsoft Graph alone where the identity that deploys is not there", async () => {
    await assign();
    const { ARM_METADATA_HOSTNAME = "", ...rest } = sandbox.environment();
    const alone = await check(byRole(), { environment: { ARM_METADATA_HOSTNAME }, interval: 60 });
    assert.deepEqual(alone.enforced, { ok: true, probes: 2, minutes: 60 });
    assert.ok(!alone.findings.some(({ check: what }) => what.includes("by roles")));
    // A foreign identity says nothing about this tenant, and one that may not ask is named.
    const foreign = { ...rest, ARM_METADATA_HOSTNAME, ARM_TENANT_ID: sandbox.tenants.fabrikam.id };
    const { lines, findings } = await check(byRole(), { environment: foreign, limit: 0 });
    assert.deepEqual(lines, [
      `what is configured was not read: the identity in the environment is of tenant ${sandbox.tenants.fabrikam.id}`,
    ]);
    assert.deepEqual(differences(findings), []);
  });

  it("does not wait for a mailbox that is not there", async () => {
    await assign();
    const { waits, enforced } = await check(byRole(), {
      environment: { ARM_METADATA_HOSTNAME: new URL(sandbox.origin).host },
      inside: "nobody@contoso.com",
    });
    assert.deepEqual([enforced, waits], [{ ok: false, probes: 1, minutes: 0 }, []]);
  });

  describe("as a command", () => {
    const folder = mkdtempSync(join(tmpdir(), "consentra-enforced-"));
    after(() => rmSync(folder, { recursive: true }));

    const command = (declared: HandOff, ...args: string[]) => {
      const file = join(folder, "hand-off.json");
      writeFileSync(file, JSON.stringify(declared));
      return consentra(["check", "--hand-off", file, "--inside", inside, "--outside", outside, ...args], {
        ...sandbox.environment(),
        CONSENTRA_APP_CLIENT_SECRET: sandbox.vendorCredential(app.appId).clientSecret,
      });
    };

    it("ends with 0 where Graph does what is declared, with 1 where it does not", async () => {
      await assign();
      const open = await command(byRole(), "--enforced", "--limit", "0", "--json");
      assert.equal(open.code, 1);
      assert.deepEqual((JSON.parse(open.stdout) as { enforced: unknown }).enforced, {
        ok: false,
        probes: 1,
        minutes: 0,
      });
      sandbox.cloud.clock.advance(60 * minute);
      const inForce = await command(byRole(), "--enforced");
      assert.equal(inForce.code, 0);
      assert.match(inForce.stdout, /Microsoft Graph does what is declared: asked once in 0 min/);
      assert.equal(inForce.stderr, "");
      const { stdout } = await command(byRole(), "--json");
      assert.ok(!("enforced" in (JSON.parse(stdout) as object)));
    });

    it("refuses what makes no sense", async () => {
      const cases: [string[], RegExp][] = [
        [["--limit", "5"], /--limit and --interval say how --enforced waits: add it/],
        [["--enforced", "--limit", "soon"], /expected minutes, at most a day/],
        [["--enforced", "--user", "megan"], /--enforced is for the mailboxes of an app: leave --user out/],
      ];
      for (const [args, message] of cases) {
        const { code, stderr } = await command(byPolicy(), ...args);
        assert.equal(code, 2, stderr);
        assert.match(stderr, message);
      }
    });
  });

  const idOf = (address: string): string =>
    [...sandbox.tenants.contoso.users.values()].find(({ mail }) => mail === address)?.id ?? address;
});
