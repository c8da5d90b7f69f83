import assert from "node:assert/strict";
import { startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { addVendorApp, createExchangeClient, forget, type ExchangeClient, type Row } from "./exchange-client";

describe("simulated Exchange: role assignments of applications", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let app: Awaited<ReturnType<typeof addVendorApp>>;
  let unitId: string;

  let options: CloudOptions;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
    exchange = createExchangeClient(sandbox);
  });

  beforeEach(async () => {
    app = await addVendorApp(sandbox, exchange.tenant);
    [unitId = ""] = sandbox.tenants.contoso.administrativeUnits.keys();
    await exchange.ok("New-ServicePrincipal", { AppId: app.appId, ObjectId: app.objectId });
  });

  afterEach(() => forget(sandbox, options));

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  const make = (scope: Row, more: Row = {}) =>
    exchange.run("New-ManagementRoleAssignment", {
      Name: "a",
      App: app.objectId,
      Role: "Application Mail.Read",
      ...scope,
      ...more,
    });
  const addScope = (Name: string, RecipientRestrictionFilter = "Alias -eq 'meganb'") =>
    exchange.ok("New-ManagementScope", { Name, RecipientRestrictionFilter });

  const written = {
    Name: "a",
    Identity: "a",
    Role: "Application Mail.Read",
    RoleAssigneeType: "ServicePrincipal",
    AssignmentMethod: "Direct",
    CustomRecipientWriteScope: null,
    Enabled: true,
    RoleAssignmentDelegationType: "Regular",
  };

  it("for a management scope tell its name", async () => {
    await addScope("s");
    const [row] = (await make({ CustomResourceScope: "s" })).value;
    assert.deepEqual(row, {
      ...written,
      Guid: row?.["Guid"],
      RoleAssignee: app.objectId,
      RoleAssigneeName: app.objectId,
      RecipientWriteScope: "CustomRecipientScope",
      CustomResourceScope: "s",
    });
  });

  it("for a group tell the group's name, or its name and GUID where that is switched on", async () => {
    const [group] = await exchange.ok("Get-DistributionGroup", { Identity: "sales-mailboxes" });
    const [row] = (await make({ RecipientGroupScope: "sales-mailboxes@contoso.com" })).value;
    assert.deepEqual([row?.["RecipientWriteScope"], row?.["CustomResourceScope"]], ["Group", group?.["Name"]]);
    assert.ok(row && !("RecipientGroupScope" in row));
    sandbox.cloud.options.groupScopeName = "nameAndGuid";
    const [again] = await exchange.ok("Get-ManagementRoleAssignment", { Identity: "a" });
    assert.equal(again?.["CustomResourceScope"], `${String(group?.["Name"])}_${String(group?.["Guid"])}`);
  });

  it("take distribution lists and Microsoft 365 groups, and no mailbox, as group", async () => {
    for (const [index, group] of ["all", "project-aurora"].entries()) {
      const answer = await make({ RecipientGroupScope: group }, { Name: `g${index}` });
      assert.equal(answer.status, 200, group);
    }
    const mailbox = await make({ RecipientGroupScope: "meganb" });
    assert.deepEqual(
      [mailbox.status, mailbox.error],
      [400, `"Megan Bowen" isn't a group and can't be a recipient group scope.`],
    );
  });

  it("for an administrative unit tell its ID in the other property", async () => {
    const [row] = (await make({ RecipientAdministrativeUnitScope: unitId })).value;
    assert.deepEqual(
      [row?.["RecipientWriteScope"], row?.["CustomResourceScope"], row?.["CustomRecipientWriteScope"]],
      ["AdministrativeUnit", null, unitId],
    );
    const units = await exchange.tenant.graph("GET", "/v1.0/directory/administrativeUnits");
    assert.deepEqual(
      units.body.value.map(({ id, displayName }) => [id, displayName]),
      [[unitId, "Finance"]],
    );
    const members = await exchange.tenant.graph("GET", `/v1.0/directory/administrativeUnits/${unitId}/members`);
    assert.equal(members.body.value.length, 5);
  });

  it("without a scope are for the whole organisation", async () => {
    const [row] = (await make({})).value;
    assert.deepEqual([row?.["RecipientWriteScope"], row?.["CustomResourceScope"]], ["Organization", null]);
  });

  it("are refused for what is not there, for two scopes, and for a name that is taken or too long", async () => {
    await addScope("s");
    for (const [scope, more, status, words] of [
      [{ CustomResourceScope: "t" }, {}, 404, /object 't' couldn't be found/],
      [{ RecipientGroupScope: "nobody" }, {}, 404, /object 'nobody'/],
      [{ RecipientAdministrativeUnitScope: "nobody" }, {}, 404, /object 'nobody'/],
      [{ CustomResourceScope: "s" }, { App: app.appId.replace(/^./, "0") }, 404, /couldn't be found/],
      [
        { CustomResourceScope: "s" },
        { Role: "Application Calendars.ReadBasic" },
        404,
        /Application Calendars\.ReadBasic/,
      ],
      [{ CustomResourceScope: "s", RecipientGroupScope: "all" }, {}, 400, /Parameter set cannot be resolved/],
      [{ CustomResourceScope: "s" }, { Name: "x".repeat(65) }, 400, /maximum length is 64/],
      [{ CustomResourceScope: "s" }, { Rolle: "x" }, 400, /matches parameter name 'Rolle'/],
    ] as const) {
      const answer = await make(scope, more);
      assert.equal(answer.status, status, answer.error);
      assert.match(answer.error, words);
    }
    await make({ CustomResourceScope: "s" });
    assert.equal((await make({ CustomResourceScope: "s" })).error, "The object 'a' already exists.");
  });

  it("are found by application, role and name", async () => {
    await addScope("s");
    await make({ CustomResourceScope: "s" });
    await make({ CustomResourceScope: "s" }, { Name: "b", Role: "Application Contacts.Read" });
    const names = async (parameters: Row) =>
      (await exchange.ok("Get-ManagementRoleAssignment", parameters)).map((each) => each["Name"]).sort();
    assert.deepEqual(await names({ RoleAssignee: app.objectId }), ["a", "b"]);
    assert.deepEqual(await names({ RoleAssignee: app.appId, Role: "Application Contacts.Read" }), ["b"]);
    assert.deepEqual(await names({ Identity: "A" }), ["a"]);
    const missing = await exchange.run("Get-ManagementRoleAssignment", { RoleAssignee: "nobody" });
    assert.equal(missing.status, 404);
  });

  it("change scope and state in place; another kind of scope only where that is switched on", async () => {
    await addScope("s");
    await addScope("t");
    await make({ CustomResourceScope: "s" });
    const set = (more: Row) => exchange.run("Set-ManagementRoleAssignment", { Identity: "a", ...more });
    assert.equal((await set({ CustomResourceScope: "t", Enabled: false })).status, 200);
    const [row] = await exchange.ok("Get-ManagementRoleAssignment", { Identity: "a" });
    assert.deepEqual([row?.["CustomResourceScope"], row?.["Enabled"]], ["t", false]);
    assert.match((await set({ Enabled: false })).warnings[0] ?? "", /no settings of 'a' have been modified/);
    const otherKind = await set({ RecipientGroupScope: "all" });
    assert.equal(
      otherKind.error,
      'The scope of the role assignment "a" is of another kind and can\'t be replaced by this one. Remove the assignment and create it again.',
    );
    sandbox.cloud.options.assignmentScopeKindChanges = true;
    assert.equal((await set({ RecipientGroupScope: "all" })).status, 200);
    const immutable = await set({ Role: "Application Mail.Send" });
    assert.match(immutable.error, /matches parameter name 'Role'/);
  });

  it("keep their management scope from being removed", async () => {
    await addScope("s");
    await make({ CustomResourceScope: "s" });
    const remove = () => exchange.run("Remove-ManagementScope", { Identity: "s", Confirm: false, Force: true });
    const kept = await remove();
    assert.equal(
      kept.error,
      `The management scope "s" can't be removed because it's being used by 1 management role assignments: a.`,
    );
    assert.deepEqual(await exchange.ok("Get-ManagementScope", { Orphan: true }), []);
    await exchange.ok("Remove-ManagementRoleAssignment", { Identity: "a", Confirm: false, Force: true });
    assert.equal((await exchange.ok("Get-ManagementScope", { Orphan: true })).length, 1);
    assert.equal((await remove()).status, 200);
  });

  it("are tested per mailbox, with the permissions of composite roles and without those switched off", async () => {
    await addScope("s");
    await make({ CustomResourceScope: "s" });
    await make({ RecipientGroupScope: "revenue-mailboxes" }, { Name: "b", Role: "Application Exchange Full Access" });
    await make({}, { Name: "c", Role: "Application Mail.Send" });
    await exchange.ok("Set-ManagementRoleAssignment", { Identity: "c", Enabled: false });
    const test = async (Resource?: string) =>
      (await exchange.ok("Test-ServicePrincipalAuthorization", { Identity: app.appId, ...(Resource && { Resource }) }))
        .map((row) => [row["RoleName"], row["ScopeType"], row["InScope"]].join(" "))
        .sort();
    assert.deepEqual(await test(), [
      "Application Exchange Full Access Group Not Run",
      "Application Mail.Read CustomRecipientScope Not Run",
    ]);
    assert.deepEqual(await test("meganb@contoso.com"), [
      "Application Exchange Full Access Group false",
      "Application Mail.Read CustomRecipientScope true",
    ]);
    // Isaiah is a direct member; the people of Sales are in a group within the group.
    assert.ok((await test("isaiahl@contoso.com")).includes("Application Exchange Full Access Group true"));
    assert.ok((await test("leeg@contoso.com")).includes("Application Exchange Full Access Group false"));
    const [full] = (await exchange.ok("Test-ServicePrincipalAuthorization", { Identity: app.objectId })).filter(
      (row) => row["RoleName"] === "Application Exchange Full Access",
    );
    assert.equal(
      full?.["GrantedPermissions"],
      "Mail.ReadWrite, Mail.Send, MailboxSettings.ReadWrite, Calendars.ReadWrite, Contacts.ReadWrite",
    );
    const unknown = await exchange.run("Test-ServicePrincipalAuthorization", { Identity: "nobody" });
    assert.equal(unknown.status, 404);
  });

  it("need an organisation that was customised, and so do management scopes", async () => {
    sandbox.tenants.contoso.exchange.isDehydrated = true;
    for (const answer of [
      await make({}),
      await exchange.run("New-ManagementScope", { Name: "s", RecipientRestrictionFilter: "Alias -eq 'x'" }),
    ]) {
      assert.equal(answer.status, 400);
      assert.match(answer.errorType, /CmdletInvalidOperationInDehydratedContextException$/);
      assert.equal(
        answer.error,
        "The command you tried to run isn't currently allowed in your organization. To run this command, you first need to run the command: Enable-OrganizationCustomization.",
      );
    }
  });
});
