import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { createExchangeClient, type ExchangeClient } from "./exchange-client";

describe("simulated Exchange: management scopes", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let salesGroup: string;

  before(async () => {
    sandbox = await startSandbox();
    exchange = createExchangeClient(sandbox);
    const [group] = await exchange.ok("Get-DistributionGroup", { Identity: "sales-mailboxes@contoso.com" });
    salesGroup = String(group?.["DistinguishedName"]);
    const megan = [...sandbox.tenants.contoso.exchange.recipients.values()].find(({ alias }) => alias === "meganb");
    assert.ok(megan);
    megan.customAttributes["CustomAttribute3"] = "O'Brien";
  });

  after(async () => {
    exchange.close();
    await sandbox.close();
  });

  const make = (Name: string, RecipientRestrictionFilter: string) =>
    exchange.run("New-ManagementScope", { Name, RecipientRestrictionFilter });

  /** Aliases of the recipients that a filter is true of. */
  const matched = async (filter: string): Promise<string[]> =>
    (await exchange.ok("Get-Recipient", { Filter: filter })).map((each) => String(each["Alias"])).sort();

  it("tell the filter as Exchange writes it", async () => {
    const made = await make("one", `memberofgroup -EQ '${salesGroup.replaceAll("'", "''")}'`);
    assert.equal(made.status, 200);
    const [scope] = made.value;
    assert.deepEqual(scope, {
      Name: "one",
      Identity: "one",
      Guid: scope?.["Guid"],
      ScopeRestrictionType: "RecipientScope",
      Exclusive: false,
      RecipientRoot: null,
      RecipientFilter: `MemberOfGroup -eq '${salesGroup}'`,
    });
    assert.deepEqual(await exchange.ok("Get-ManagementScope", { Identity: "ONE" }), [scope]);
    const joined = await make(
      "joined",
      `alias -eq "a" -and -not customattribute3 -like 'O''B*' -or ( title -ne $null )`,
    );
    assert.equal(
      joined.value.at(0)?.["RecipientFilter"],
      "((((Alias -eq 'a') -and (-not(CustomAttribute3 -like 'O''B*')))) -or (Title -ne $null))",
    );
    const again = await make("again", String(joined.value.at(0)?.["RecipientFilter"]));
    assert.equal(again.value.at(0)?.["RecipientFilter"], joined.value.at(0)?.["RecipientFilter"]);
  });

  it("filter by group, names, custom attributes and the account, with direct members only", async () => {
    assert.deepEqual(await matched("CustomAttribute3 -eq 'o''brien'"), ["meganb"]);
    assert.deepEqual(await matched("CustomAttribute3 -like 'O*' -and Alias -notlike 'm*'"), []);
    assert.deepEqual(await matched("UserPrincipalName -eq 'isaiahl@contoso.com'"), ["isaiahl"]);
    assert.deepEqual(await matched("PrimarySmtpAddress -eq 'isaiahl@contoso.com' -or Alias -eq 'meganb'"), [
      "isaiahl",
      "meganb",
    ]);
    const [revenue] = await exchange.ok("Get-DistributionGroup", { Identity: "revenue-mailboxes" });
    const direct = await matched(`MemberOfGroup -eq '${String(revenue?.["DistinguishedName"])}'`);
    assert.deepEqual(direct, ["isaiahl", "sales-mailboxes"]);
    const sales = await matched(`MemberOfGroup -eq '${salesGroup}' -and RecipientTypeDetails -eq 'UserMailbox'`);
    assert.ok(sales.includes("leeg") && !sales.includes("meganb"), sales.join());
    const others = await matched(`-not (MemberOfGroup -eq '${salesGroup}')`);
    assert.ok(others.includes("meganb") && !others.includes("leeg"), others.join());
  });

  it("refuse what is no filter, names the place, and knows no property beside Exchange's", async () => {
    for (const [filter, words] of [
      ["Alias -eq", /the end was found where a value is expected at position 10\./],
      ["Alias -matches 'x'", /'-matches' was found where an operator is expected at position 7\./],
      ["(Alias -eq 'x'", /the end was found where '\)' is expected/],
      ["Alias -eq 'x'; Remove-Mailbox", /The character ';' is not expected at position 14\./],
      ['Alias -eq "$(Get-Date)"', /The character '"' is not expected at position 11\./],
      ["Favourite -eq 'x'", /This is not a recognized filterable property.*"Favourite"/],
      ["MemberOfGroup -eq 'Sales Mailboxes'", /The value of MemberOfGroup is not a distinguished name\./],
      [`MemberOfGroup -like '${"CN=x,DC=y"}'`, /MemberOfGroup supports only the operators -eq and -ne\./],
    ] as const) {
      const answer = await make("bad", filter);
      assert.equal(answer.status, 400, filter);
      assert.match(answer.error, words);
    }
    assert.equal((await exchange.run("Get-ManagementScope", { Identity: "bad" })).status, 404);
  });

  it("have a name of at most 64 characters that is theirs alone", async () => {
    const filter = "Alias -eq 'x'";
    assert.equal((await make("n".repeat(64), filter)).status, 200);
    const long = await make("n".repeat(65), filter);
    assert.equal(
      long.error,
      "The length of the property is too long. The maximum length is 64 and the length of the value provided is 65.",
    );
    const taken = await make("N".repeat(64), filter);
    assert.equal(taken.error, `The object '${"N".repeat(64)}' already exists.`);
  });

  it("change their filter, and warn where nothing changes", async () => {
    await make("changing", "Alias -eq 'x'");
    const set = (text: string) =>
      exchange.run("Set-ManagementScope", { Identity: "changing", RecipientRestrictionFilter: text, Confirm: false });
    assert.deepEqual((await set("Alias -eq 'y'")).warnings, []);
    assert.deepEqual((await set("alias -eq 'y'")).warnings, [
      "The command completed successfully but no settings of 'changing' have been modified.",
    ]);
    const [scope] = await exchange.ok("Get-ManagementScope", { Identity: "changing" });
    assert.equal(scope?.["RecipientFilter"], "Alias -eq 'y'");
  });

  it("are removed with Force and Confirm, and are gone then", async () => {
    await make("going", "Alias -eq 'x'");
    const remove = () => exchange.run("Remove-ManagementScope", { Identity: "going", Confirm: false, Force: true });
    assert.equal((await remove()).status, 200);
    assert.equal((await remove()).status, 404);
  });
});
