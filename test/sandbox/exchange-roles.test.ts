import assert from "node:assert/strict";
import { directoryRoles, startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { createExchangeClient, forget, type ExchangeClient, type Row } from "./exchange-client";
import { addNarrowApp, type NarrowApp } from "./narrow-app";

const refusal = (name: string) =>
  `You don't have access to create, change, or remove the "contoso.onmicrosoft.com\\${name}" management role assignment. ` +
  "You must be assigned a delegating role assignment to the management role or its parent in the hierarchy without a scope restriction.";

describe("simulated Exchange: roles of administrators", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let options: CloudOptions;
  let app: NarrowApp;
  let token: string;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
    exchange = createExchangeClient(sandbox);
    app = await addNarrowApp(sandbox, exchange.tenant, "Narrow");
    token = await app.token();
  });

  beforeEach(() => exchange.ok("New-ServicePrincipal", { AppId: app.appId, ObjectId: app.objectId }));

  afterEach(() => forget(sandbox, options));

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  /** As the narrow app. */
  const ask = (cmdlet: string, parameters: Row = {}) => exchange.run(cmdlet, parameters, { token });
  const commands = async () => {
    const answer = await exchange.send("GET", `/adminapi/v1.0/${sandbox.tenants.contoso.id}/EXOModuleFile`, undefined, {
      token,
    });
    return String(answer.value[0]?.["exportedCmdlets"]).split(",");
  };

  it("an app without any is refused everything with NUL bytes", async () => {
    for (const cmdlet of ["Get-Recipient", "New-ManagementScope", "Get-OrganizationConfig"]) {
      const answer = await ask(cmdlet);
      assert.deepEqual([answer.status, answer.raw], [403, Buffer.alloc(470)], cmdlet);
    }
    assert.deepEqual(await commands(), [""]);
  });

  it("come from directory roles of Entra and from Exchange's role groups, both together", async () => {
    await exchange.ok("Add-RoleGroupMember", { Identity: "View-Only Organization Management", Member: app.objectId });
    assert.equal((await ask("Get-Recipient", { Identity: "meganb" })).status, 200);
    assert.equal((await ask("New-ManagementScope", { Name: "s" })).status, 403);
    assert.ok((await commands()).includes("Get-ApplicationAccessPolicy"));
    const { directoryRoles: held } = sandbox.tenants.contoso;
    held.push({
      roleTemplateId: directoryRoles.exchangeAdministrator,
      displayName: "Exchange Administrator",
      principalId: app.objectId,
    });
    assert.ok((await commands()).includes("New-ManagementScope"));
    held.pop();
    assert.ok(!(await commands()).includes("New-ManagementScope"));
    const member = { Identity: "View-Only Organization Management", Member: app.objectId };
    await exchange.ok("Remove-RoleGroupMember", member);
    assert.match((await exchange.run("Remove-RoleGroupMember", member)).error, /isn't a member of the group/);
    assert.equal((await ask("Get-Recipient")).status, 403);
  });

  it("can be assigned to an app itself", async () => {
    await exchange.ok("New-ManagementRoleAssignment", { Name: "r", App: app.appId, Role: "View-Only Recipients" });
    assert.equal((await ask("Get-Recipient", { Identity: "meganb" })).status, 200);
    await exchange.ok("Set-ManagementRoleAssignment", { Identity: "r", Enabled: false });
    assert.equal((await ask("Get-Recipient", { Identity: "meganb" })).status, 403);
  });

  it("can be made from Microsoft's with some of their cmdlets, and lose more", async () => {
    const [role] = await exchange.ok("New-ManagementRole", {
      Name: "Scopes",
      Parent: "Role Management",
      EnabledCmdlets: ["get-managementscope", "New-ManagementScope"],
    });
    assert.deepEqual(
      [role?.["Parent"], role?.["RoleType"], role?.["IsRootRole"]],
      ["Role Management", "RoleManagement", false],
    );
    const entries = async (identity: string) =>
      (await exchange.ok("Get-ManagementRoleEntry", { Identity: identity })).map((each) => each["Name"]);
    assert.deepEqual(await entries("Scopes\\*"), ["Get-ManagementScope", "New-ManagementScope"]);
    assert.deepEqual(await entries("Scopes\\New-*"), ["New-ManagementScope"]);
    await exchange.ok("New-RoleGroup", { Name: "Scopers", Roles: ["Scopes"], Members: [app.objectId] });
    assert.deepEqual(await commands(), ["Get-ManagementScope", "New-ManagementScope"]);
    await exchange.ok("Remove-ManagementRoleEntry", { Identity: "Scopes\\New-ManagementScope", Confirm: false });
    assert.deepEqual(await commands(), ["Get-ManagementScope"]);
    const builtIn = await exchange.run("Remove-ManagementRoleEntry", {
      Identity: "Role Management\\New-ManagementScope",
    });
    assert.equal(builtIn.error, 'The role "Role Management" is built in and can\'t be changed or removed.');
    const inUse = await exchange.run("Remove-ManagementRole", { Identity: "Scopes" });
    assert.match(inUse.error, /can't be removed because it has role assignments/);
    await exchange.ok("Remove-RoleGroup", { Identity: "Scopers" });
    await exchange.ok("Remove-ManagementRole", { Identity: "Scopes" });
    assert.equal((await exchange.run("Get-ManagementRole", { Identity: "Scopes" })).status, 404);
  });

  it("are told with their role groups and the members of these", async () => {
    const made = { Name: "Readers", Roles: ["View-Only Recipients"], Members: [app.objectId] };
    await exchange.ok("New-RoleGroup", made);
    const [group] = await exchange.ok("Get-RoleGroup", { Identity: "readers" });
    assert.equal(group?.["Name"], "Readers");
    const names = (await exchange.ok("Get-RoleGroup")).map((each) => each["Name"]);
    assert.ok(names.includes("Readers") && names.includes("Organization Management"), names.join());
    const members = await exchange.ok("Get-RoleGroupMember", { Identity: "Readers" });
    assert.deepEqual(
      members.map((each) => [each["ExternalDirectoryObjectId"], each["RecipientType"]]),
      [[app.objectId, "ServicePrincipal"]],
    );
    assert.equal((await exchange.run("Get-RoleGroupMember", { Identity: "nobody" })).status, 404);
    const [role] = await exchange.ok("Get-ManagementRole", { Identity: "view-only recipients" });
    assert.deepEqual([role?.["Name"], role?.["IsRootRole"]], ["View-Only Recipients", true]);
  });

  it("for applications cannot be made into others, nor be used by a role group", async () => {
    const derived = await exchange.run("New-ManagementRole", { Name: "x", Parent: "Application Mail.Read" });
    assert.equal(
      derived.error,
      'The role "Application Mail.Read" is for applications, and no role can be made from it.',
    );
    await exchange.ok("New-RoleGroup", { Name: "g" });
    const used = await exchange.run("New-ManagementRoleAssignment", {
      Role: "Application Mail.Read",
      SecurityGroup: "g",
    });
    assert.match(used.error, /a role group can only have it to delegate it/);
    const cmdlet = await exchange.run("New-ManagementRole", {
      Name: "x",
      Parent: "View-Only Recipients",
      EnabledCmdlets: ["Remove-Mailbox"],
    });
    assert.equal(cmdlet.error, 'The cmdlet "Remove-Mailbox" isn\'t in the parent role "View-Only Recipients".');
  });

  it("are assigned only by who has them, or their parent, to be delegated", async () => {
    const role = { Name: "Assign", Parent: "Role Management" };
    await exchange.ok("New-ManagementRole", role);
    await exchange.ok("New-RoleGroup", { Name: "Assigners", Roles: ["Assign"], Members: [app.objectId] });
    const assign = (Name: string, Role: string, more: Row = {}) =>
      ask("New-ManagementRoleAssignment", { Name, Role, App: app.appId, ...more });
    for (const name of ["Application Mail.Read", "Organization Configuration", "Assign"]) {
      const answer = await assign("x", name);
      assert.deepEqual([answer.status, answer.error], [400, refusal("x")], name);
    }
    await exchange.ok("New-ManagementRoleAssignment", {
      Name: "delegated",
      SecurityGroup: "Assigners",
      Role: "Application Mail.Read",
      Delegating: true,
    });
    const [shown] = await exchange.ok("Get-ManagementRoleAssignment", { Identity: "delegated" });
    assert.deepEqual(
      [shown?.["RoleAssigneeName"], shown?.["RoleAssigneeType"], shown?.["RoleAssignmentDelegationType"]],
      ["Assigners", "RoleGroup", "DelegatingOrgWide"],
    );
    assert.equal((await assign("x", "Application Mail.Read")).status, 200);
    // To delegate is not to use: no further role, no other one's assignment, no group, no member.
    assert.equal((await assign("y", "Application Mail.Send")).error, refusal("y"));
    await exchange.ok("New-ManagementRoleAssignment", { Name: "z", App: app.appId, Role: "Application Mail.Send" });
    assert.equal((await ask("Remove-ManagementRoleAssignment", { Identity: "z" })).error, refusal("z"));
    assert.equal((await ask("Set-ManagementRoleAssignment", { Identity: "z", Enabled: false })).error, refusal("z"));
    const group = await ask("New-RoleGroup", { Name: "h", Roles: ["Organization Configuration"] });
    assert.equal(group.error, refusal("Organization Configuration-h"));
    for (const bypass of [true, false]) {
      const joined = await ask("Add-RoleGroupMember", {
        Identity: "Organization Management",
        Member: app.objectId,
        BypassSecurityGroupManagerCheck: bypass,
      });
      assert.match(joined.errorType, /OperationRequiresGroupManagerException$/);
    }
    const child = await ask("New-ManagementRole", { Name: "c", Parent: "Organization Configuration" });
    assert.equal(child.error, refusal("c"));
  });

  it("are delegated by Entra's administrators only as members of Organization Management, where that is switched on", async () => {
    sandbox.cloud.options.entraAdministratorsDelegate = false;
    const assign = () =>
      exchange.run("New-ManagementRoleAssignment", { Name: "a", App: app.appId, Role: "Application Mail.Read" });
    assert.equal((await assign()).error, refusal("a"));
    const administrator = [...sandbox.tenants.contoso.servicePrincipals.values()].find(
      ({ displayName }) => displayName === "Consentra Deployer",
    );
    await exchange.ok("New-ServicePrincipal", { AppId: administrator?.appId, ObjectId: administrator?.id });
    await exchange.ok("Add-RoleGroupMember", { Identity: "Organization Management", Member: administrator?.id });
    assert.equal((await assign()).status, 200);
  });

  it("need an organisation that was customised, which takes its time", async () => {
    const { exchange: organization } = sandbox.tenants.contoso;
    organization.isDehydrated = true;
    sandbox.cloud.options.hydrationDelay = 600_000;
    const make = () => exchange.run("New-RoleGroup", { Name: "g", Roles: ["View-Only Recipients"] });
    assert.match((await make()).error, /first need to run the command: Enable-OrganizationCustomization\./);
    const derive = await exchange.run("New-ManagementRole", { Name: "r", Parent: "Role Management" });
    assert.match(derive.errorType, /DehydratedContextException$/);
    assert.equal((await exchange.ok("Get-OrganizationConfig"))[0]?.["IsDehydrated"], true);
    await exchange.ok("Enable-OrganizationCustomization");
    assert.equal((await exchange.ok("Get-OrganizationConfig"))[0]?.["IsDehydrated"], false);
    assert.equal((await make()).error, refusal("View-Only Recipients-g"));
    sandbox.cloud.clock.advance(600_000);
    assert.equal((await make()).status, 200);
    assert.equal(
      (await exchange.run("Enable-OrganizationCustomization")).error,
      "This operation is not required. Organization is already enabled for customization.",
    );
  });
});
