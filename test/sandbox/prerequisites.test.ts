import assert from "node:assert/strict";
import { CONTOSO, findUser, startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { createTenantClient, type TenantClient } from "./tenant-client";

/** What a check of prerequisites reads: licences, and whether mailboxes can be reached by clients. */
describe("licences and client access of the simulated tenant", () => {
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

  const invoke = async (CmdletName: string, Parameters: Record<string, unknown> = {}) => {
    const authorization = `Bearer ${await client.deployerToken("https://outlook.office365.com")}`;
    const answer = await client.send(
      "POST",
      `/adminapi/beta/${CONTOSO}/InvokeCommand`,
      { CmdletInput: { CmdletName, Parameters } },
      { authorization, "x-anchormailbox": `APP:SystemMailbox@${CONTOSO}` },
    );
    return answer;
  };

  for (const [name, sku, exchange] of [
    ["meganb", "SPE_E3", "EXCHANGE_S_ENTERPRISE"],
    ["wandan", "SPE_F1", "EXCHANGE_S_DESKLESS"],
    ["kofim", undefined, undefined],
  ] as const) {
    it(`shows the licence of ${name} with its service plans`, async () => {
      const { body } = await client.graph("GET", `/v1.0/users/${name}@contoso.com/licenseDetails`);
      assert.equal(body.value[0]?.["skuPartNumber"], sku);
      const plans = (body.value[0]?.["servicePlans"] ?? []) as { servicePlanName: string }[];
      assert.equal(plans.find((plan) => plan.servicePlanName.startsWith("EXCHANGE"))?.servicePlanName, exchange);
    });
  }

  it("shows whether Exchange Web Services are on for the organisation", async () => {
    const before = (await invoke("Get-OrganizationConfig")).body.value[0];
    assert.deepEqual([before?.["EwsEnabled"], before?.["EwsApplicationAccessPolicy"]], [null, null]);
    const { clientAccess } = sandbox.tenants.contoso.exchange;
    Object.assign(clientAccess, { ewsEnabled: false, ewsApplicationAccessPolicy: "EnforceAllowList" });
    const after = (await invoke("Get-OrganizationConfig")).body.value[0];
    assert.deepEqual([after?.["EwsEnabled"], after?.["EwsApplicationAccessPolicy"]], [false, "EnforceAllowList"]);
  });

  it("shows mailboxes, and nothing else as one", async () => {
    const { exchange } = sandbox.tenants.contoso;
    assert.equal((await invoke("Get-Mailbox")).body.value.length, exchange.mailboxes.size);
    const [megan] = (await invoke("Get-Mailbox", { Identity: "meganb" })).body.value;
    assert.deepEqual(
      [megan?.["PrimarySmtpAddress"], megan?.["RecipientTypeDetails"]],
      ["meganb@contoso.com", "UserMailbox"],
    );
    assert.equal((await invoke("Get-Mailbox", { Identity: "sales-mailboxes" })).status, 400);
    assert.equal((await invoke("Get-Mailbox", { Identity: "nobody" })).status, 404);
  });

  it("shows by which protocols a mailbox is reached", async () => {
    const show = async () => (await invoke("Get-CASMailbox", { Identity: "meganb@contoso.com" })).body.value[0];
    const { exchange } = sandbox.tenants.contoso;
    const id = findUser(sandbox.tenants.contoso, "meganb@contoso.com")?.id ?? "";
    assert.deepEqual(await show(), {
      Identity: "Megan Bowen",
      "Identity@odata.type": "#String",
      Guid: exchange.recipients.get(id)?.guid,
      ExternalDirectoryObjectId: id,
      Name: "Megan Bowen",
      DisplayName: "Megan Bowen",
      PrimarySmtpAddress: "meganb@contoso.com",
      EwsEnabled: true,
      EwsApplicationAccessPolicy: null,
      OWAEnabled: true,
      MAPIEnabled: true,
      ActiveSyncEnabled: true,
      PopEnabled: true,
      ImapEnabled: true,
    });
    exchange.mailboxAccess.set(id, {
      ewsEnabled: false,
      ewsApplicationAccessPolicy: null,
      owaEnabled: true,
      mapiEnabled: true,
      activeSyncEnabled: true,
      popEnabled: false,
      imapEnabled: false,
    });
    assert.equal((await show())?.["EwsEnabled"], false);
    assert.equal((await invoke("Get-CASMailbox")).body.value.length, exchange.mailboxes.size);
    assert.equal((await invoke("Get-CASMailbox", { Identity: "kofim@contoso.com" })).status, 404);
  });
});
