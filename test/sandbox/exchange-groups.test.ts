import assert from "node:assert/strict";
import { startSandbox, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { createExchangeClient, forget, type ExchangeClient, type Row } from "./exchange-client";

const group = "rules@contoso.com";
const bypass = { BypassSecurityGroupManagerCheck: true };

describe("simulated Exchange: mail-enabled security groups", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let options: CloudOptions;

  before(async () => {
    sandbox = await startSandbox();
    options = { ...sandbox.cloud.options };
    exchange = createExchangeClient(sandbox);
  });

  afterEach(async () => {
    forget(sandbox, options);
    await exchange.run("Remove-DistributionGroup", { Identity: group, ...bypass, Confirm: false });
  });

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  const make = (more: Row = {}) =>
    exchange.run("New-DistributionGroup", { Name: "rules", Type: "Security", ManagedBy: ["meganb"], ...more });
  const members = async () =>
    (await exchange.ok("Get-DistributionGroupMember", { Identity: group })).map((each) => each["PrimarySmtpAddress"]);
  const change = (verb: string, Member: string) =>
    exchange.run(`${verb}-DistributionGroupMember`, { Identity: group, Member, ...bypass });

  it("get a timestamp behind their name, tell managers by name, and answer their creation without members", async () => {
    const [made] = (await make({ Members: ["isaiahl@contoso.com"] })).value;
    const name = String(made?.["Name"]);
    assert.match(name, /^rules\d{14}$/);
    assert.deepEqual([made?.["ManagedBy"], made?.["Members"]], [["Megan Bowen"], []]);
    assert.equal(
      made?.["DistinguishedName"],
      `CN=${name},OU=contoso.onmicrosoft.com,OU=Microsoft Exchange Hosted Organizations,DC=EURPR05A012,DC=PROD,DC=OUTLOOK,DC=COM`,
    );
    assert.deepEqual(await members(), ["isaiahl@contoso.com"]);
    assert.equal((await exchange.run("Get-DistributionGroup", { Identity: "nowhere" })).status, 404);
    assert.equal(
      (await exchange.ok("Get-DistributionGroup", { Identity: String(made["Guid"]) })).at(0)?.["Name"],
      name,
    );
  });

  it("want a manager where an app makes them, or none where that is switched off", async () => {
    const without = { ManagedBy: undefined };
    const refused = await make(without);
    assert.equal(refused.error, "The group must have at least one owner. Specify a value for the ManagedBy parameter.");
    sandbox.cloud.options.managedByRequiredForApps = false;
    assert.equal((await make(without)).status, 200);
  });

  it("are changed by a manager only, or with the check bypassed", async () => {
    await make();
    for (const [cmdlet, more] of [
      ["Add-DistributionGroupMember", { Member: "isaiahl" }],
      ["Remove-DistributionGroupMember", { Member: "isaiahl" }],
      ["Update-DistributionGroupMember", { Members: ["isaiahl"] }],
      ["Set-DistributionGroup", { DisplayName: "x" }],
      ["Remove-DistributionGroup", {}],
    ] as const) {
      const answer = await exchange.run(cmdlet, { Identity: group, ...more });
      assert.equal(answer.status, 400, cmdlet);
      assert.match(answer.errorType, /OperationRequiresGroupManagerException$/);
    }
  });

  it("tell a member that is there already, one that is not, and one that cannot be", async () => {
    const name = String((await make()).value[0]?.["Name"]);
    assert.equal((await change("Add", "isaiahl")).status, 200);
    const again = await change("Add", "isaiahl@contoso.com");
    assert.equal(again.error, `The recipient "Isaiah Langer" is already a member of the group "${name}".`);
    assert.match(again.errorType, /MemberAlreadyExistsException$/);
    assert.equal((await change("Remove", "isaiahl")).status, 200);
    const gone = await change("Remove", "isaiahl");
    assert.equal(gone.error, `The recipient "Isaiah Langer" isn't a member of the group "${name}".`);
    assert.match(gone.errorType, /MemberNotFoundException$/);
    assert.equal((await change("Add", "nobody")).status, 404);
    assert.match((await change("Add", "project-aurora")).error, /recipients of type GroupMailbox can't be members/);
  });

  it("have all members replaced by Update, and by an empty list only where that is switched on", async () => {
    await make({ Members: ["isaiahl"] });
    const update = (Members: string[]) =>
      exchange.run("Update-DistributionGroupMember", { Identity: group, Members, ...bypass, Confirm: false });
    assert.equal((await update(["meganb", "pattif"])).status, 200);
    assert.deepEqual(await members(), ["meganb@contoso.com", "pattif@contoso.com"]);
    assert.equal((await update([])).status, 200);
    assert.equal((await members()).length, 2);
    sandbox.cloud.options.emptyUpdateClearsMembers = true;
    await update([]);
    assert.deepEqual(await members(), []);
    const twice = await update(["meganb", "MeganB"]);
    assert.equal(
      twice.error,
      'The parameter "Members" contains the following duplicated recipient identity: "MeganB".',
    );
  });

  it("have a name of at most 64 characters, a display name of at most 256, and an address that nobody has", async () => {
    await make();
    for (const [more, words] of [
      [{ Name: "x".repeat(65) }, /maximum length is 64 and the length of the value provided is 65/],
      [{ Name: "y", DisplayName: "x".repeat(257) }, /maximum length is 256/],
      [{ Name: "y", PrimarySmtpAddress: group }, /proxy address "SMTP:rules@contoso\.com" is already being used/],
      [{ Name: "y", PrimarySmtpAddress: "y@elsewhere.example" }, /isn't an accepted domain/],
      [{ Name: "y", Alias: "rules" }, /is already being used|already exists/],
      [{ Name: "y", Alias: "a b" }, /of property Alias is not valid/],
      [{ Name: "y", MemberJoinRestriction: "Open" }, /can't be Open for a security group/],
      [{ Name: "y", Members: ["meganb", "meganb"] }, /duplicated recipient identity: "meganb"/],
    ] as const) {
      const answer = await make(more);
      assert.equal(answer.status, 400, JSON.stringify(more));
      assert.match(answer.error, words);
    }
  });

  it("of an on-premises directory are read only", async () => {
    const answer = await exchange.run("Add-DistributionGroupMember", {
      Identity: "plant-mailboxes",
      Member: "meganb",
      ...bypass,
    });
    assert.match(answer.error, /being synchronized from your on-premises organization/);
  });
});
