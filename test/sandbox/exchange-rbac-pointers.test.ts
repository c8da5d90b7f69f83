import assert from "node:assert/strict";
import { DEPLOYER_APP_ID, startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { addVendorApp, createExchangeClient, forget, type ExchangeClient } from "./exchange-client";

describe("simulated Exchange: pointers to service principals", () => {
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
  });

  afterEach(() => forget(sandbox, options));

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  const make = () =>
    exchange.run("New-ServicePrincipal", { AppId: app.appId, ObjectId: app.objectId, DisplayName: "P" });

  it("are made from client ID and object ID, and found by every name", async () => {
    const made = await make();
    assert.equal(made.status, 200);
    const [pointer] = made.value;
    assert.deepEqual(pointer, {
      DisplayName: "P",
      ObjectId: app.objectId,
      AppId: app.appId,
      OverrideEnforceExoAppRbacPermissions: false,
      Name: app.objectId,
      Identity: app.objectId,
      Guid: pointer?.["Guid"],
    });
    for (const identity of [app.appId, app.objectId.toUpperCase(), "p", String(pointer["Guid"])]) {
      assert.deepEqual(await exchange.ok("Get-ServicePrincipal", { Identity: identity }), [pointer], identity);
    }
  });

  it("take the old name of the object ID", async () => {
    const made = await exchange.run("New-ServicePrincipal", { AppId: app.appId, ServiceId: app.objectId });
    assert.equal(made.value.at(0)?.["ObjectId"], app.objectId);
  });

  it("are refused for a registration's object ID, another app's principal, and a second time", async () => {
    const registrations = [...sandbox.tenants.contoso.applications.values()];
    const registration = registrations.find((each) => each.appId === DEPLOYER_APP_ID)?.id ?? "";
    assert.notEqual(registration, "");
    const unknown = await exchange.run("New-ServicePrincipal", { AppId: app.appId, ObjectId: registration });
    assert.equal(unknown.status, 404);
    assert.match(unknown.error, new RegExp(`object '${registration}' couldn't be found`));

    const foreign = await exchange.run("New-ServicePrincipal", { AppId: DEPLOYER_APP_ID, ObjectId: app.objectId });
    assert.equal(foreign.status, 400);
    assert.equal(
      foreign.error,
      `The AppId "${DEPLOYER_APP_ID}" isn't the application of the service principal "${app.objectId}".`,
    );

    assert.equal((await make()).status, 200);
    const again = await make();
    assert.deepEqual([again.status, again.error], [400, `The object '${app.objectId}' already exists.`]);
  });

  it("are refused until Entra's service principal has reached Exchange", async () => {
    sandbox.cloud.options.entraToExchangeDelay = 60_000;
    assert.equal((await make()).status, 404);
    sandbox.cloud.clock.advance(60_000);
    assert.equal((await make()).status, 200);
  });

  it("change their display name, and warn where nothing changes", async () => {
    await make();
    assert.deepEqual(
      (await exchange.run("Set-ServicePrincipal", { Identity: app.appId, DisplayName: "Q" })).warnings,
      [],
    );
    const again = await exchange.run("Set-ServicePrincipal", { Identity: app.appId, DisplayName: "Q" });
    assert.deepEqual(
      [again.status, again.value, again.warnings],
      [200, [], [`The command completed successfully but no settings of '${app.objectId}' have been modified.`]],
    );
    assert.equal((await exchange.ok("Get-ServicePrincipal")).at(0)?.["DisplayName"], "Q");
  });

  it("answer 404 for one that is missing, or all of them where the documented caveat is switched on", async () => {
    await make();
    assert.equal((await exchange.run("Get-ServicePrincipal", { Identity: "nobody" })).status, 404);
    sandbox.cloud.options.missingIdentityReturnsAll = true;
    assert.equal((await exchange.ok("Get-ServicePrincipal", { Identity: "nobody" })).length, 1);
  });

  it("with role assignments stay, or take them along where that is switched on", async () => {
    await make();
    const name = "reads mail";
    await exchange.ok("New-ManagementRoleAssignment", { Name: name, App: app.objectId, Role: "Application Mail.Read" });
    const kept = await exchange.run("Remove-ServicePrincipal", { Identity: app.objectId, Confirm: false });
    assert.equal(kept.status, 400);
    assert.equal(
      kept.error,
      `The service principal "${app.objectId}" can't be removed because it has role assignments: ${name}.`,
    );
    sandbox.cloud.options.pointerInUse = "cascades";
    await exchange.ok("Remove-ServicePrincipal", { Identity: app.objectId, Confirm: false });
    assert.deepEqual(await exchange.ok("Get-ServicePrincipal"), []);
    assert.equal((await exchange.run("Get-ManagementRoleAssignment", { Identity: name })).status, 404);
  });

  it("go with their role assignments when Entra deletes the service principal; scopes stay", async () => {
    await make();
    await exchange.ok("New-ManagementScope", { Name: "s", RecipientRestrictionFilter: "Alias -eq 'meganb'" });
    await exchange.ok("New-ManagementRoleAssignment", {
      Name: "a",
      App: app.objectId,
      Role: "Application Mail.Read",
      CustomResourceScope: "s",
    });
    assert.equal((await exchange.tenant.graph("DELETE", `/v1.0/servicePrincipals/${app.objectId}`)).status, 204);
    assert.deepEqual(await exchange.ok("Get-ServicePrincipal"), []);
    assert.deepEqual(
      (await exchange.ok("Get-ManagementRoleAssignment")).map((each) => each["Name"]).filter((each) => each === "a"),
      [],
    );
    assert.equal((await exchange.ok("Get-ManagementScope", { Identity: "s" })).length, 1);
  });
});
