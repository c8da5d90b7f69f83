import assert from "node:assert/strict";
import {
  DEPLOYER_APP_ID,
  PEOPLE_AI_APP_ID,
  startSandbox,
  type CloudOptions,
  type Sandbox,
} from "@consentra/sandbox/tenant";
import type { ExchangeOptions } from "../../sandbox/tenant/exchange/options";
import { addVendorApp, createExchangeClient, forget, type ExchangeClient } from "../sandbox/exchange-client";
import { exchangeSteps, type ExchangeSteps } from "../support/exchange-steps";

const minute = 60_000;

/** What is not known for sure of Exchange, each on the side that is not the default. */
const otherSides: { [Switch in Exclude<keyof ExchangeOptions, "hydrationDelay">]: ExchangeOptions[Switch][] } = {
  enforcementDelay: [30 * minute],
  replicationDelay: [5_000],
  entraToExchangeDelay: [minute],
  groupToPolicyDelay: [minute],
  entraAdministratorsDelegate: [false],
  exchangeErrorForm: ["bare", "json", "inner"],
  notFoundStatus: [400],
  booleansAsStrings: [true],
  emptyBodies: [true],
  nullParameters: ["empty"],
  regionalRedirect: [true],
  innerPortInLinks: [true],
  continuationByGet: [true],
  exchangeThrottle: [{ requests: 3, retryAfter: 5 }],
  writesNeedDomainAnchor: [true],
  missingPolicyReturnsAll: [true],
  missingIdentityReturnsAll: [true],
  severalAppIds: ["onePolicyEach"],
  policyAppMustExist: [true],
  policyLimit: ["count"],
  nestedGroupsCount: [true],
  policiesBlockEverything: [true],
  managedByRequiredForApps: [false],
  emptyUpdateClearsMembers: [true],
  pointerInUse: ["cascades"],
  groupScopeName: ["nameAndGuid"],
  assignmentScopeKindChanges: [true],
};

describe("the objects of Exchange, whichever way the service turns out to be", () => {
  const appId = PEOPLE_AI_APP_ID;
  const address = "switched@contoso.com";
  const [megan, isaiah, lee, adele] = ["meganb", "isaiahl", "leeg", "adelev"].map((each) => `${each}@contoso.com`);
  const probes = { granted: [megan], denied: [adele] };
  const group = {
    name: "switched",
    alias: "switched",
    displayName: "Switched",
    primarySmtpAddress: address,
    managedBy: ["pattif@contoso.com"],
    members: [isaiah, megan],
  };
  const policy = { appId, scopeGroup: address, accessRight: "RestrictAccess", description: "Vendor", probes };
  const pointer = { appId, displayName: "Vendor" };
  const scope = { name: "vendor", recipients: { memberOf: address } };
  const role = {
    name: "vendor-mail",
    appId,
    role: "Application Mail.Read",
    scope: { managementScope: "vendor" },
    probes,
  };

  let sandbox: Sandbox;
  let options: CloudOptions;
  let exchange: ExchangeClient;
  let steps: ExchangeSteps;

  before(async () => {
    // Small pages, so that there are links to further ones.
    sandbox = await startSandbox({ cloud: { maxPageSize: 3 } });
    options = { ...sandbox.cloud.options };
  });
  after(() => sandbox.close());
  beforeEach(() => {
    // Anew each time, because the clock runs ahead of its token.
    exchange = createExchangeClient(sandbox);
    steps = exchangeSteps(sandbox);
    steps.context.patience = 5 * minute;
    steps.context.wait = async (milliseconds) => sandbox.cloud.clock.advance(milliseconds);
  });
  afterEach(async () => {
    steps.close();
    forget(sandbox, options);
    const gone = { Identity: address, BypassSecurityGroupManagerCheck: true, Confirm: false };
    await exchange.run("Remove-DistributionGroup", gone);
    exchange.close();
  });

  const contoso = () => sandbox.tenants.contoso;

  /** Everything once: a group with an access policy beneath a consent, then roles for the same group. */
  async function lifecycle(app: Awaited<ReturnType<typeof addVendorApp>>): Promise<void> {
    const madeGroup = await steps.run("MailEnabledSecurityGroup", "create", group);
    const madePolicy = await steps.run("ApplicationAccessPolicy", "create", policy);
    await app.consent("Mail.Read");
    await assert.rejects(steps.run("ApplicationAccessPolicy", "delete", policy, madePolicy), /still holds Mail\.Read/);
    // Changes come with a later run.
    sandbox.cloud.clock.advance(minute);
    const described = { ...policy, description: "Other" };
    await steps.run("ApplicationAccessPolicy", "update", described, madePolicy);
    const fewer = { ...group, displayName: "Renamed", members: [lee, megan] };
    await steps.run("MailEnabledSecurityGroup", "update", fewer, madeGroup);
    assert.deepEqual(members(), [lee, megan]);
    for (const { id, principalId } of contoso().appRoleAssignments.values())
      if (principalId === app.objectId) contoso().appRoleAssignments.delete(id);
    await steps.run("ApplicationAccessPolicy", "delete", described, madePolicy);
    assert.equal(contoso().exchange.accessPolicies.size, 1, "somebody else's stays");

    const madePointer = await steps.run("ExchangeServicePrincipal", "create", pointer);
    const madeScope = await steps.run("ManagementScope", "create", scope);
    const madeRole = await steps.run("RoleAssignment", "create", role);
    const ofGroup = { ...role, name: "vendor-contacts", role: "Application Contacts.Read", scope: { group: address } };
    const madeOfGroup = await steps.run("RoleAssignment", "create", ofGroup);
    assert.deepEqual(await steps.run("RoleAssignment", "create", ofGroup), madeOfGroup);
    sandbox.cloud.clock.advance(minute);
    const filtered = { ...scope, recipients: { filter: "Alias -eq 'meganb'" } };
    await steps.run("ManagementScope", "update", filtered, madeScope);
    await steps.run("RoleAssignment", "update", role, madeRole);
    await steps.run("ExchangeServicePrincipal", "delete", pointer, madePointer);
    assert.equal(contoso().exchange.servicePrincipals.size, 2, "two roles use it");
    await steps.run("RoleAssignment", "delete", role, madeRole);
    await steps.run("RoleAssignment", "delete", ofGroup, madeOfGroup);
    await steps.run("ManagementScope", "delete", filtered, madeScope);
    await steps.run("ExchangeServicePrincipal", "delete", pointer, madePointer);
    await steps.run("MailEnabledSecurityGroup", "delete", fewer, madeGroup);
  }

  /** Somebody else's objects, of which none is ever taken for one's own, whatever Get- answers. */
  async function addForeign(): Promise<void> {
    const deployer = [...contoso().servicePrincipals.values()].find((each) => each.appId === DEPLOYER_APP_ID);
    await exchange.ok("New-ServicePrincipal", { AppId: DEPLOYER_APP_ID, ObjectId: deployer?.id });
    // An administrator whom Exchange lets delegate only where it knows them by name.
    await exchange.ok("Add-RoleGroupMember", { Identity: "Organization Management", Member: deployer?.id });
    await exchange.ok("New-ManagementScope", { Name: "foreign", RecipientRestrictionFilter: "Alias -eq 'adelev'" });
    const policy = { AppId: [DEPLOYER_APP_ID], PolicyScopeGroupId: "sales-mailboxes", AccessRight: "RestrictAccess" };
    await exchange.ok("New-ApplicationAccessPolicy", policy);
  }

  /** As they are, whichever directory server knows it. */
  function members(): string[] {
    const group = [...contoso().groups.values()].find(({ mail }) => mail === address);
    const ids = [...(group?.members ?? [])];
    return ids.map((id) => contoso().exchange.recipients.get(id)?.primarySmtpAddress ?? id).sort();
  }

  for (const [name, values] of Object.entries(otherSides)) {
    it(`are made, changed and removed with ${name} on its other side`, async () => {
      for (const value of values) {
        const seed = sandbox.snapshot();
        await addForeign();
        const foreign = snapshotOfExchange();
        Object.assign(sandbox.cloud.options, { [name]: value });
        const since = sandbox.audit().length;
        const app = await addVendorApp(sandbox, exchange.tenant);
        await lifecycle(app);
        const allowed = new Set([megan, isaiah, lee].map((each) => idOf(each)));
        for (const { operation, reach } of sandbox.audit().slice(since))
          for (const each of reach[appId] ?? []) assert.ok(allowed.has(each), `${operation} opened ${each}`);
        assert.deepEqual(snapshotOfExchange(), foreign);
        forget(sandbox, options);
        assert.deepEqual(sandbox.snapshot(), seed);
      }
    });
  }

  it("refuse roles while hydrationDelay lasts after a customisation, and make them then", async () => {
    await addVendorApp(sandbox, exchange.tenant);
    sandbox.cloud.options.hydrationDelay = minute;
    contoso().exchange.isDehydrated = true;
    await assert.rejects(
      steps.run("ManagementScope", "create", { ...scope, recipients: { filter: "Alias -eq 'x'" } }),
      {
        message: /Run Enable-OrganizationCustomization once/,
      },
    );
    await exchange.ok("Enable-OrganizationCustomization");
    await steps.run("ExchangeServicePrincipal", "create", pointer);
    const ofGroup = { ...role, scope: { group: "sales-mailboxes@contoso.com" }, probes: { granted: [], denied: [] } };
    await assert.rejects(
      steps.run("RoleAssignment", "create", ofGroup),
      /must be assigned a delegating role assignment/,
    );
    sandbox.cloud.clock.advance(minute);
    await steps.run("RoleAssignment", "create", ofGroup);
  });

  function snapshotOfExchange() {
    const { accessPolicies, managementScopes, servicePrincipals, roleAssignments } = contoso().exchange;
    return [accessPolicies, managementScopes, servicePrincipals, roleAssignments].map((each) =>
      structuredClone([...each.values()]),
    );
  }

  function idOf(mailbox: string | undefined): string {
    return [...contoso().exchange.recipients.values()].find((each) => each.primarySmtpAddress === mailbox)?.id ?? "";
  }
});
