import assert from "node:assert/strict";
import { startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { addVendorApp, createExchangeClient, forget, type ExchangeClient, type Row } from "./exchange-client";

const lag = 60_000;
const address = "lagging@contoso.com";

describe("simulated Exchange: two directory servers", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let options: CloudOptions;
  let app: Awaited<ReturnType<typeof addVendorApp>>;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
    exchange = createExchangeClient(sandbox);
  });

  beforeEach(async () => {
    app = await addVendorApp(sandbox, exchange.tenant);
    await exchange.ok("New-ServicePrincipal", { AppId: app.appId, ObjectId: app.objectId });
    await exchange.ok("New-ManagementScope", { Name: "s", RecipientRestrictionFilter: "Alias -eq 'x'" });
    await exchange.ok("New-ManagementRoleAssignment", {
      Name: "a",
      App: app.objectId,
      Role: "Application Mail.Read",
      CustomResourceScope: "s",
    });
    await exchange.ok("New-DistributionGroup", { Name: "lagging", Type: "Security", ManagedBy: ["meganb"] });
    await exchange.ok("New-ApplicationAccessPolicy", {
      AppId: [app.appId],
      PolicyScopeGroupId: address,
      AccessRight: "RestrictAccess",
      Description: " ",
    });
    sandbox.cloud.options.replicationDelay = lag;
  });

  afterEach(async () => {
    forget(sandbox, options);
    const bypass = { BypassSecurityGroupManagerCheck: true, Confirm: false };
    await exchange.run("Remove-DistributionGroup", { Identity: address, ...bypass });
    await exchange.run("Remove-DistributionGroup", { Identity: "second@contoso.com", ...bypass });
  });

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  /** What the next two requests answer, first the server that was not written to; then, after the delay, both again. */
  async function views(read: () => Promise<unknown>): Promise<unknown[]> {
    const found = [await read(), await read()];
    sandbox.cloud.clock.advance(lag);
    return [...found, await read(), await read()];
  }

  const statusOf = (cmdlet: string, Identity: string) => async () => (await exchange.run(cmdlet, { Identity })).status;
  const valueOf = (cmdlet: string, Identity: string, property: string) => async () =>
    (await exchange.ok(cmdlet, { Identity }))[0]?.[property];

  it("show a new group, and its members, on the other server later", async () => {
    await exchange.ok("New-DistributionGroup", {
      Name: "second",
      Type: "Security",
      ManagedBy: ["meganb"],
      Members: ["meganb"],
    });
    const group = "second@contoso.com";
    assert.deepEqual(await views(statusOf("Get-DistributionGroup", group)), [404, 200, 200, 200]);
    assert.equal((await exchange.ok("Get-DistributionGroupMember", { Identity: group })).length, 1);
  });

  it("show changed members on the other server later, when they come and when they go", async () => {
    const member = { Identity: address, Member: "isaiahl", BypassSecurityGroupManagerCheck: true };
    const count = async () => (await exchange.ok("Get-DistributionGroupMember", { Identity: address })).length;
    await exchange.ok("Add-DistributionGroupMember", member);
    assert.deepEqual(await views(count), [0, 1, 1, 1]);
    await exchange.ok("Remove-DistributionGroupMember", { ...member, Confirm: false });
    assert.deepEqual(await views(count), [1, 0, 0, 0]);
  });

  it("judge a policy by what the server that was asked knows", async () => {
    const test = async () =>
      (await exchange.ok("Test-ApplicationAccessPolicy", { Identity: "isaiahl", AppId: app.appId }))[0]?.[
        "AccessCheckResult"
      ];
    const member = { Identity: address, Member: "isaiahl", BypassSecurityGroupManagerCheck: true };
    await exchange.ok("Add-DistributionGroupMember", member);
    assert.deepEqual(await views(test), ["Denied", "Granted", "Granted", "Granted"]);
  });

  /** Each kind of object: its cmdlets' noun, how it is named, what a change sends, and what it then tells. */
  const kinds: {
    noun: string;
    identity: () => Promise<string>;
    edit: Row;
    tells: [property: string, value: unknown];
  }[] = [
    {
      noun: "ServicePrincipal",
      identity: async () => app.objectId,
      edit: { DisplayName: "Q" },
      tells: ["DisplayName", "Q"],
    },
    {
      noun: "ManagementScope",
      identity: async () => "s",
      edit: { RecipientRestrictionFilter: "Alias -eq 'y'" },
      tells: ["RecipientFilter", "Alias -eq 'y'"],
    },
    {
      noun: "ManagementRoleAssignment",
      identity: async () => "a",
      edit: { Enabled: false },
      tells: ["Enabled", false],
    },
    {
      noun: "ApplicationAccessPolicy",
      identity: async () => String((await exchange.ok("Get-ApplicationAccessPolicy"))[0]?.["Identity"]),
      edit: { Description: "new" },
      tells: ["Description", "new"],
    },
    {
      noun: "DistributionGroup",
      identity: async () => address,
      edit: { DisplayName: "G", BypassSecurityGroupManagerCheck: true },
      tells: ["DisplayName", "G"],
    },
  ];
  for (const { noun, identity: named, edit, tells } of kinds) {
    it(`show a changed and a removed ${noun} on the other server later`, async () => {
      if (noun === "ManagementScope") {
        await exchange.ok("Remove-ManagementRoleAssignment", { Identity: "a", Confirm: false });
        sandbox.cloud.clock.advance(lag);
      }
      const identity = await named();
      const [property, value] = tells;
      sandbox.cloud.options.pointerInUse = "cascades";
      const [before] = await exchange.ok(`Get-${noun}`, { Identity: identity });
      await exchange.ok(`Set-${noun}`, { Identity: identity, ...edit });
      const was = before?.[property];
      assert.notDeepEqual(was, value);
      assert.deepEqual(await views(valueOf(`Get-${noun}`, identity, property)), [was, value, value, value]);
      const bypass = noun === "DistributionGroup" && { BypassSecurityGroupManagerCheck: true };
      await exchange.ok(`Remove-${noun}`, { Identity: identity, Confirm: false, ...bypass });
      assert.deepEqual(await views(statusOf(`Get-${noun}`, identity)), [200, 404, 404, 404]);
    });
  }

  it("refuse what hangs on something that has not arrived, and take it on the server that has it", async () => {
    await exchange.ok("New-ManagementScope", { Name: "t", RecipientRestrictionFilter: "Alias -eq 'x'" });
    const assign = () =>
      exchange.run("New-ManagementRoleAssignment", {
        Name: "b",
        App: app.objectId,
        Role: "Application Mail.Send",
        CustomResourceScope: "t",
      });
    assert.deepEqual([(await assign()).status, (await assign()).status], [404, 200]);
  });

  it("tell a name that is taken on either", async () => {
    await exchange.ok("New-ManagementScope", { Name: "t", RecipientRestrictionFilter: "Alias -eq 'x'" });
    const again = () => exchange.run("New-ManagementScope", { Name: "t", RecipientRestrictionFilter: "Alias -eq 'x'" });
    assert.deepEqual([(await again()).status, (await again()).status], [400, 400]);
  });
});
