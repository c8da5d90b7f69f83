import assert from "node:assert/strict";
import { findUser, startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { addVendorApp, createExchangeClient, forget, type ExchangeClient } from "./exchange-client";

describe("simulated tenant: access by RBAC for Applications", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let app: Awaited<ReturnType<typeof addVendorApp>>;

  let options: CloudOptions;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
    exchange = createExchangeClient(sandbox);
  });

  beforeEach(async () => {
    app = await addVendorApp(sandbox, exchange.tenant);
    await exchange.ok("New-ServicePrincipal", { AppId: app.appId, ObjectId: app.objectId });
  });

  afterEach(() => forget(sandbox, options));

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  const assign = (Role: string, filter: string, Name = "s") =>
    exchange
      .ok("New-ManagementScope", { Name, RecipientRestrictionFilter: filter })
      .then(() =>
        exchange.ok("New-ManagementRoleAssignment", { Name, App: app.appId, Role, CustomResourceScope: Name }),
      );
  const megan = "meganb@contoso.com";
  const isaiah = "isaiahl@contoso.com";
  const idOf = (name: string) => findUser(sandbox.tenants.contoso, name)?.id ?? name;
  const reach = () => sandbox.audit().at(-1)?.reach[app.appId];

  it("is granted without consent in Entra, for the permission and the mailboxes of the role alone", async () => {
    assert.equal(await app.ask("GET", `${megan}/messages`), 403);
    await assign("Application Mail.Read", "Alias -eq 'meganb'");
    assert.equal(await app.ask("GET", `${megan}/messages`), 200);
    assert.equal(await app.ask("GET", `${isaiah}/messages`), 403);
    assert.equal(await app.ask("GET", `${megan}/events`), 403);
    assert.equal(await app.ask("GET", `${megan}/contacts`), 403);
    assert.deepEqual(reach(), [idOf(megan)]);
  });

  it("tells reading from writing", async () => {
    const contact = { displayName: "New" };
    await assign("Application Contacts.Read", "Alias -eq 'meganb'");
    assert.equal(await app.ask("GET", `${megan}/contacts`), 200);
    assert.equal(await app.ask("POST", `${megan}/contacts`, contact), 403);
    await assign("Application Contacts.ReadWrite", "Alias -eq 'isaiahl'", "write");
    assert.equal(await app.ask("POST", `${isaiah}/contacts`, contact), 201);
    assert.equal(await app.ask("POST", `${megan}/contacts`, contact), 403);
    await assign("Application Exchange Full Access", "Alias -eq 'meganb'", "full");
    assert.equal(await app.ask("POST", `${megan}/contacts`, contact), 201);
    assert.equal(await app.ask("GET", `${megan}/events`), 200);
  });

  it("adds to what Entra granted: a consent opens every mailbox whatever the scope is, and a policy filters the consent only", async () => {
    await assign("Application Mail.Read", "Alias -eq 'meganb'");
    await app.consent("Mail.Read");
    assert.equal(await app.ask("GET", `${isaiah}/messages`), 200);
    assert.equal(reach()?.length, sandbox.tenants.contoso.exchange.mailboxes.size);
    await exchange.ok("New-ApplicationAccessPolicy", {
      AppId: [app.appId],
      PolicyScopeGroupId: "sales-mailboxes@contoso.com",
      AccessRight: "RestrictAccess",
    });
    assert.equal(await app.ask("GET", `${isaiah}/messages`), 403);
    assert.equal(await app.ask("GET", `leeg@contoso.com/messages`), 200);
    // Megan is in no group of a policy, and reached by the role still.
    assert.equal(await app.ask("GET", `${megan}/messages`), 200);
    assert.ok(reach()?.includes(idOf(megan)) && reach()?.includes(idOf("leeg@contoso.com")));
    assert.ok(!reach()?.includes(idOf(isaiah)));
  });

  it("follows the members of a group and of an administrative unit", async () => {
    const role = { App: app.appId, Role: "Application Mail.Read" };
    await exchange.ok("New-ManagementRoleAssignment", { ...role, Name: "g", RecipientGroupScope: "sales-mailboxes" });
    assert.equal(await app.ask("GET", `${megan}/messages`), 403);
    const member = { Identity: "sales-mailboxes", Member: megan, BypassSecurityGroupManagerCheck: true };
    await exchange.ok("Add-DistributionGroupMember", member);
    assert.equal(await app.ask("GET", `${megan}/messages`), 200);
    await exchange.ok("Remove-DistributionGroupMember", { ...member, Confirm: false });
    assert.equal(await app.ask("GET", `${megan}/messages`), 403);
    await exchange.ok("New-ManagementRoleAssignment", {
      ...role,
      Name: "u",
      RecipientAdministrativeUnitScope: "Finance",
    });
    assert.equal(await app.ask("GET", "debrab@contoso.com/messages"), 200);
    assert.equal(await app.ask("GET", `${isaiah}/messages`), 403);
  });

  it("is enforced by Graph later than it is configured, when it is given and when it is taken away", async () => {
    sandbox.cloud.options.enforcementDelay = 600_000;
    await assign("Application Mail.Read", "Alias -eq 'meganb'");
    const [tested] = await exchange.ok("Test-ServicePrincipalAuthorization", { Identity: app.appId, Resource: megan });
    assert.equal(tested?.["InScope"], true);
    assert.equal(await app.ask("GET", `${megan}/messages`), 403);
    sandbox.cloud.clock.advance(600_000);
    assert.equal(await app.ask("GET", `${megan}/messages`), 200);
    await exchange.ok("Set-ManagementScope", { Identity: "s", RecipientRestrictionFilter: "Alias -eq 'isaiahl'" });
    assert.deepEqual(
      [await app.ask("GET", `${megan}/messages`), await app.ask("GET", `${isaiah}/messages`)],
      [200, 403],
    );
    sandbox.cloud.clock.advance(600_000);
    assert.deepEqual(
      [await app.ask("GET", `${megan}/messages`), await app.ask("GET", `${isaiah}/messages`)],
      [403, 200],
    );
    await exchange.ok("Remove-ManagementRoleAssignment", { Identity: "s", Confirm: false });
    assert.equal(reach(), undefined);
    assert.equal(await app.ask("GET", `${isaiah}/messages`), 200);
    sandbox.cloud.clock.advance(600_000);
    assert.equal(await app.ask("GET", `${isaiah}/messages`), 403);
  });

  it("is part of the snapshot by names, so that a tenant that was built twice is the same", async () => {
    const before = sandbox.snapshot();
    const build = async () => {
      await assign("Application Mail.Read", "Alias -eq 'meganb'");
      const built = sandbox.snapshot();
      await exchange.ok("Remove-ManagementRoleAssignment", { Identity: "s", Confirm: false });
      await exchange.ok("Remove-ManagementScope", { Identity: "s", Confirm: false });
      return built;
    };
    const built = await build();
    assert.notDeepEqual(built, before);
    assert.deepEqual(sandbox.snapshot(), before);
    assert.deepEqual(await build(), built);
  });
});
