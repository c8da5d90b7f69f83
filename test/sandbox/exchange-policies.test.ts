import assert from "node:assert/strict";
import { findUser, startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { addVendorApp, createExchangeClient, forget, type ExchangeClient, type Row } from "./exchange-client";

const appId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const sales = "sales-mailboxes@contoso.com";

describe("simulated Exchange: application access policies", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let options: CloudOptions;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
    exchange = createExchangeClient(sandbox);
  });

  afterEach(() => forget(sandbox, options));

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  const make = (more: Row = {}) =>
    exchange.run("New-ApplicationAccessPolicy", {
      AppId: [appId],
      PolicyScopeGroupId: sales,
      AccessRight: "RestrictAccess",
      ...more,
    });
  const check = async (mailbox: string) =>
    (await exchange.ok("Test-ApplicationAccessPolicy", { Identity: mailbox, AppId: appId }))[0]?.["AccessCheckResult"];

  it("are named by organisation, application, SID and object ID, and describe themselves where no words were sent", async () => {
    const [group] = await exchange.ok("Get-Recipient", { Identity: sales });
    const oid = String(group?.["ExternalDirectoryObjectId"]);
    const [policy] = (await make()).value;
    const raw = String(policy?.["ScopeIdentityRaw"]);
    const [sid] = raw.split(";");
    assert.match(raw, new RegExp(`^S-1-5-21-[0-9-]+;${oid}$`));
    assert.deepEqual(policy, {
      ScopeName: "Sales Mailboxes",
      ScopeIdentity: group?.["Name"],
      Identity: `${sandbox.tenants.contoso.exchange.guid}\\${appId}:${raw}`,
      AppId: appId,
      ScopeIdentityRaw: raw,
      Description: `AppId: ${appId}; ScopeIdentitySid: ${sid}; ScopeIdentityOid: ${oid}; AccessRight: RestrictAccess; ShardType: All`,
      AccessRight: "RestrictAccess",
      ShardType: "All",
      IsValid: true,
      ObjectState: "Unchanged",
    });
    assert.notEqual(sandbox.tenants.contoso.exchange.guid, sandbox.tenants.contoso.id);
    assert.deepEqual(await exchange.ok("Get-ApplicationAccessPolicy"), [policy]);
  });

  it("are one for each application and group, whatever the right", async () => {
    await make({ Description: " " });
    const again = await make({ AccessRight: "DenyAccess", Description: " " });
    assert.equal(again.status, 400);
    assert.match(again.error, /^The object '.*' already exists\.$/);
  });

  it("have a description that can be set, and a right that cannot", async () => {
    const [policy] = (await make({ Description: " " })).value;
    const Identity = policy?.["Identity"];
    const set = (more: Row) => exchange.run("Set-ApplicationAccessPolicy", { Identity, ...more });
    const right = await set({ AccessRight: "DenyAccess" });
    assert.equal(right.status, 400);
    assert.equal(right.error, "A parameter cannot be found that matches parameter name 'AccessRight'.");
    assert.deepEqual((await set({ Description: "new" })).warnings, []);
    assert.deepEqual((await set({ Description: "new" })).warnings, [
      `The command completed successfully but no settings of '${String(Identity)}' have been modified.`,
    ]);
    // What null does is not known.
    assert.equal((await set({ Description: null })).warnings.length, 1);
    sandbox.cloud.options.nullParameters = "empty";
    assert.deepEqual((await set({ Description: null })).warnings, []);
    assert.equal((await exchange.ok("Get-ApplicationAccessPolicy"))[0]?.["Description"], "");
  });

  it("fit about 300 times with a description of one space, 100 times with the automatic one, and 100 times by the older limit", async () => {
    const fill = async (more: Row) => {
      for (let count = 0; ; count++) {
        const AppId = [`00000000-0000-0000-0000-${String(count).padStart(12, "0")}`];
        const answer = await make({ AppId, ...more });
        if (answer.status === 200) continue;
        return { count, error: answer.error };
      }
    };
    const error = "The total size of App Access Policies exceeded the limit.";
    assert.deepEqual(await fill({ Description: " " }), { count: 300, error });
    sandbox.tenants.contoso.exchange.accessPolicies.clear();
    const automatic = await fill({});
    assert.ok(automatic.count > 90 && automatic.count < 130, `${automatic.count}`);
    assert.equal(automatic.error, error);
    sandbox.tenants.contoso.exchange.accessPolicies.clear();
    sandbox.cloud.options.policyLimit = "count";
    const older = "A tenant cannot have more than 100 policies.";
    assert.deepEqual(await fill({ Description: " " }), { count: 100, error: older });
  }).timeout(30_000);

  it("take mail-enabled security groups, user mailboxes and mail users as their scope, and nothing else", async () => {
    for (const scope of ["meganb@contoso.com", "revenue-mailboxes", "plant-mailboxes"]) {
      assert.equal((await make({ PolicyScopeGroupId: scope })).status, 200, scope);
    }
    for (const [scope, type] of [
      ["all", "MailUniversalDistributionGroup"],
      ["project-aurora", "GroupMailbox"],
      ["info", "SharedMailbox"],
      ["room.aurora", "RoomMailbox"],
    ] as const) {
      const answer = await make({ PolicyScopeGroupId: scope });
      assert.equal(answer.status, 400, scope);
      assert.match(answer.error, new RegExp(`of type ${type} is not a security principal`));
      const [recipient] = await exchange.ok("Get-Recipient", { Identity: scope });
      assert.equal(recipient?.["IsValidSecurityPrincipal"], false);
    }
    // A security group of Entra alone is no recipient.
    assert.equal((await make({ PolicyScopeGroupId: "executives" })).status, 404);
  });

  it("are judged in order: deny, then restrict, then closed where something restricts, else open", async () => {
    assert.equal(await check("meganb"), "Granted");
    await make({ PolicyScopeGroupId: "meganb@contoso.com", AccessRight: "DenyAccess" });
    assert.deepEqual([await check("meganb"), await check("isaiahl")], ["Denied", "Granted"]);
    await make();
    assert.deepEqual([await check("leeg"), await check("isaiahl")], ["Granted", "Denied"]);
    await make({ PolicyScopeGroupId: "isaiahl@contoso.com" });
    assert.deepEqual([await check("leeg"), await check("isaiahl")], ["Granted", "Granted"]);
    await make({ PolicyScopeGroupId: "leeg@contoso.com", AccessRight: "DenyAccess" });
    assert.equal(await check("leeg"), "Denied");
  });

  it("count direct members, and members of groups within the group where that is switched on", async () => {
    await make({ PolicyScopeGroupId: "revenue-mailboxes" });
    assert.deepEqual([await check("isaiahl"), await check("leeg")], ["Granted", "Denied"]);
    sandbox.cloud.options.nestedGroupsCount = true;
    assert.equal(await check("leeg"), "Granted");
  });

  it("deny nobody any more when their group is gone", async () => {
    const bypass = { BypassSecurityGroupManagerCheck: true, Confirm: false };
    const group = { Name: "denied", Type: "Security", ManagedBy: ["meganb"], Members: ["leeg"] };
    await exchange.ok("New-DistributionGroup", group);
    await make({ PolicyScopeGroupId: "denied@contoso.com", AccessRight: "DenyAccess" });
    assert.deepEqual([await check("leeg"), await check("meganb")], ["Denied", "Granted"]);
    await exchange.ok("Remove-DistributionGroup", { Identity: "denied@contoso.com", ...bypass });
    assert.equal(await check("leeg"), "Granted");
    const [left] = await exchange.ok("Get-ApplicationAccessPolicy");
    assert.deepEqual([left?.["AccessRight"], left?.["ScopeName"]], ["DenyAccess", ""]);
  });

  it("keep the letter case of a client ID, and count for it in any", async () => {
    const AppId = [appId.toUpperCase()];
    assert.equal((await make({ AppId })).value[0]?.["AppId"], AppId[0]);
    assert.equal(await check("meganb"), "Denied");
    assert.match((await make()).error, /already exists/);
  });

  it("for every application count for each", async () => {
    await make({ AppId: ["*"] });
    assert.deepEqual([await check("leeg"), await check("meganb")], ["Granted", "Denied"]);
  });

  it("answer 404 for one that is missing, or all policies where the documented caveat is switched on", async () => {
    await make();
    assert.equal((await exchange.run("Get-ApplicationAccessPolicy", { Identity: "nothing" })).status, 404);
    sandbox.cloud.options.missingPolicyReturnsAll = true;
    assert.equal((await exchange.ok("Get-ApplicationAccessPolicy", { Identity: "nothing" })).length, 1);
    // An Identity of null asks for everything in any case.
    sandbox.cloud.options.missingPolicyReturnsAll = false;
    assert.equal((await exchange.ok("Get-ApplicationAccessPolicy", { Identity: null })).length, 1);
  });

  it("take one application, or several where that is switched on; any, or only those that the tenant has", async () => {
    const other = "00000000-0000-0000-0000-000000000001";
    const several = await make({ AppId: [appId, other] });
    assert.equal(several.status, 400);
    sandbox.cloud.options.severalAppIds = "onePolicyEach";
    const both = await make({ AppId: [appId, other] });
    assert.deepEqual(
      both.value.map((each) => each["AppId"]),
      [appId, other],
    );
    sandbox.tenants.contoso.exchange.accessPolicies.clear();
    sandbox.cloud.options.policyAppMustExist = true;
    assert.equal((await make()).status, 404);
    const app = await addVendorApp(sandbox, exchange.tenant);
    assert.equal((await make({ AppId: [app.appId] })).status, 200);
    assert.equal((await make({ AppId: ["no guid"] })).error, 'The AppId "no guid" is not valid.');
  });

  it("are refused for a new group until the policy service has it", async () => {
    sandbox.cloud.options.groupToPolicyDelay = 60_000;
    await exchange.ok("New-DistributionGroup", { Name: "fresh", Type: "Security", ManagedBy: ["meganb"] });
    assert.equal((await make({ PolicyScopeGroupId: "fresh@contoso.com" })).status, 404);
    assert.equal((await make()).status, 200);
    sandbox.cloud.clock.advance(60_000);
    assert.equal((await make({ PolicyScopeGroupId: "fresh@contoso.com" })).status, 200);
    const bypass = { BypassSecurityGroupManagerCheck: true, Confirm: false };
    await exchange.ok("Remove-DistributionGroup", { Identity: "fresh@contoso.com", ...bypass });
  });

  it("can be passed over by a tenant that blocks everything but roles, though their test says Granted", async () => {
    const app = await addVendorApp(sandbox, exchange.tenant);
    await app.consent("Mail.Read");
    assert.equal(await app.ask("GET", "meganb@contoso.com/messages"), 200);
    sandbox.cloud.options.policiesBlockEverything = true;
    assert.equal(await check("meganb"), "Granted");
    assert.equal(await app.ask("GET", "meganb@contoso.com/messages"), 403);
    await exchange.ok("New-ServicePrincipal", { AppId: app.appId, ObjectId: app.objectId });
    const id = findUser(sandbox.tenants.contoso, "meganb@contoso.com")?.id;
    await exchange.ok("New-ManagementScope", {
      Name: "s",
      RecipientRestrictionFilter: `ExternalDirectoryObjectId -eq '${id}'`,
    });
    const role = { Name: "a", App: app.appId, Role: "Application Mail.Read", CustomResourceScope: "s" };
    await exchange.ok("New-ManagementRoleAssignment", role);
    assert.equal(await app.ask("GET", "meganb@contoso.com/messages"), 200);
  });
});
