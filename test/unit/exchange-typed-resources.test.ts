import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { assignmentName } from "../histories/rooms";
import { exchangeSteps, type ExchangeSteps } from "../support/exchange-steps";
import { createTenantClient, type TenantClient } from "../sandbox/tenant-client";

const appId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const sales = "sales-mailboxes@contoso.com";
const plant = "plant-mailboxes@contoso.com";
const lee = "leeg@contoso.com";
const adele = "adelev@contoso.com";
const none = { granted: [], denied: [] };

/** What a step keeps in the state. */
interface State {
  identity?: string;
  adopted?: true;
}

describe("each object of Exchange, alone, against the simulated tenant", () => {
  let sandbox: Sandbox;
  let steps: ExchangeSteps;
  let tenant: TenantClient;
  let principalId: string;
  let progress: string[];
  let waited: number;

  before(async () => {
    sandbox = await startSandbox();
    tenant = createTenantClient(sandbox);
    principalId = (await tenant.graph("POST", "/v1.0/servicePrincipals", { appId })).body.id;
  });
  after(async () => {
    tenant.close();
    await sandbox.close();
  });

  beforeEach(() => {
    steps = exchangeSteps(sandbox);
    progress = [];
    waited = 0;
    steps.context.progress = (line) => progress.push(line);
    steps.context.wait = (milliseconds) => {
      waited += milliseconds;
      return Promise.resolve();
    };
  });
  afterEach(() => {
    steps.close();
    const { exchange, appRoleAssignments } = contoso();
    for (const kept of [exchange.accessPolicies, exchange.managementScopes, exchange.servicePrincipals]) kept.clear();
    for (const each of assignments()) exchange.roleAssignments.delete(each.guid);
    for (const each of appRoleAssignments.values())
      if (each.principalId === principalId) appRoleAssignments.delete(each.id);
  });

  const contoso = () => sandbox.tenants.contoso;
  const assignments = () =>
    [...contoso().exchange.roleAssignments.values()].filter(({ assignee }) => assignee.kind === "servicePrincipal");
  const policies = () =>
    [...contoso().exchange.accessPolicies.values()].map(
      ({ accessRight, scopeId }) => `${accessRight} ${contoso().exchange.recipients.get(scopeId)?.primarySmtpAddress}`,
    );
  const consent = async () => {
    const graph = [...contoso().servicePrincipals.values()].find(
      ({ displayName }) => displayName === "Microsoft Graph",
    );
    const body = { principalId, resourceId: graph?.id, appRoleId: mailRead };
    const path = `/v1.0/servicePrincipals/${principalId}/appRoleAssignments`;
    assert.equal((await tenant.graph("POST", path, body)).status, 201);
  };
  const recipientOf = (address: unknown) =>
    [...contoso().exchange.recipients.values()].find((each) => each.primarySmtpAddress === address)?.id ?? "";
  const writes = (since: number) =>
    sandbox
      .audit()
      .slice(since)
      .filter(({ service, status }) => service === "exchange" && status < 400)
      .map(({ operation }) => operation);

  const policy = (more: object = {}) => ({
    appId,
    scopeGroup: sales,
    accessRight: "RestrictAccess",
    description: "Vendor",
    probes: none,
    ...more,
  });
  const pointer = { appId, displayName: "Vendor" };
  const role = (more: object = {}) => ({
    name: "vendor-mail",
    appId,
    role: "Application Mail.Read",
    scope: { group: sales },
    probes: none,
    ...more,
  });

  describe("an access policy", () => {
    it("is made, described anew, moved to another group, and removed", async () => {
      const made = await steps.run("ApplicationAccessPolicy", "create", policy());
      let since = sandbox.audit().length;
      const described = await steps.run("ApplicationAccessPolicy", "update", policy({ description: "V" }), made);
      assert.deepEqual(writes(since), ["Set-ApplicationAccessPolicy"]);
      since = sandbox.audit().length;
      const moved = await steps.run("ApplicationAccessPolicy", "update", policy({ scopeGroup: plant }), described);
      assert.deepEqual(writes(since), ["New-ApplicationAccessPolicy", "Remove-ApplicationAccessPolicy"]);
      assert.deepEqual(policies(), [`RestrictAccess ${plant}`]);
      await steps.run("ApplicationAccessPolicy", "delete", policy(), moved);
      assert.deepEqual(policies(), []);
    });

    it("takes four reads at most with its group of ten members", async () => {
      const members = [...contoso().exchange.recipients.values()]
        .filter(({ recipientTypeDetails }) => recipientTypeDetails === "UserMailbox")
        .slice(0, 10)
        .map(({ primarySmtpAddress }) => primarySmtpAddress)
        .sort();
      const address = "ten@contoso.com";
      const group = {
        name: "ten",
        alias: "ten",
        displayName: "Ten",
        primarySmtpAddress: address,
        managedBy: ["alexw@contoso.com"],
        members,
      };
      const count = (tenantRequests = sandbox.requests()) => ({ ...tenantRequests });
      const before = count();
      const madeGroup = await steps.run("MailEnabledSecurityGroup", "create", group);
      const made = await steps.run("ApplicationAccessPolicy", "create", policy({ scopeGroup: address }));
      const { reads, writes: written } = count();
      assert.ok(reads - before.reads <= 4, `${reads - before.reads} reads`);
      assert.equal(written - before.writes, 2);
      await steps.run("ApplicationAccessPolicy", "delete", policy({ scopeGroup: address }), made);
      await steps.run("MailEnabledSecurityGroup", "delete", group, madeGroup);
    });

    it("is turned around while another stands guard, which a destroy after a crash takes along", async () => {
      const made = await steps.run("ApplicationAccessPolicy", "create", policy());
      await consent();
      const since = sandbox.audit().length;
      const { exchange } = steps.context;
      steps.context.exchange = {
        batch: (reads) => exchange.batch(reads),
        invoke: (cmdlet, parameters) =>
          cmdlet === "New-ApplicationAccessPolicy" && parameters.AccessRight === "DenyAccess"
            ? Promise.reject(new Error("killed"))
            : exchange.invoke(cmdlet, parameters),
      };
      await assert.rejects(
        steps.run("ApplicationAccessPolicy", "update", policy({ accessRight: "DenyAccess" }), made),
        /killed/,
      );
      steps.context.exchange = exchange;
      assert.equal(policies().length, 1);
      assert.match(policies()[0] ?? "", /^RestrictAccess (?!sales-mailboxes)/);
      for (const { reach } of sandbox.audit().slice(since)) assert.ok((reach[appId] ?? []).length <= 10);
      await assert.rejects(steps.run("ApplicationAccessPolicy", "delete", policy(), made), /still holds Mail\.Read/);
      contoso().appRoleAssignments.forEach((each, id) => {
        if (each.principalId === principalId) contoso().appRoleAssignments.delete(id);
      });
      await steps.run("ApplicationAccessPolicy", "delete", policy(), made);
      assert.deepEqual(policies(), []);
    });

    it("is not turned around where no mailbox of the group can stand guard", async () => {
      const made = await steps.run("ApplicationAccessPolicy", "create", policy());
      await consent();
      const group = [...contoso().groups.values()].find(({ mail }) => mail === sales);
      assert.ok(group);
      const members = new Set(group.members);
      group.members.clear();
      const since = sandbox.audit().length;
      await assert.rejects(
        steps.run("ApplicationAccessPolicy", "update", policy({ accessRight: "DenyAccess" }), made),
        /has no user mailbox that could stand guard/,
      );
      assert.deepEqual(writes(since), []);
      for (const each of members) group.members.add(each);
    });

    it("leaves others alone where the application is shared, and is kept on destroy where it was taken over", async () => {
      await steps.run("ApplicationAccessPolicy", "create", policy({ scopeGroup: plant, description: "other" }));
      await assert.rejects(steps.run("ApplicationAccessPolicy", "create", policy()), /has other access policies/);
      const own = await steps.run("ApplicationAccessPolicy", "create", policy({ shared: true }));
      await steps.run("ApplicationAccessPolicy", "update", policy({ shared: true, description: "x" }), own);
      assert.deepEqual(policies().sort(), [`RestrictAccess ${plant}`, `RestrictAccess ${sales}`]);
      await assert.rejects(
        steps.run("ApplicationAccessPolicy", "create", policy({ scopeGroup: plant, shared: true })),
        /that this stack did not make: its description is "other"/,
      );
      const taken = await steps.run(
        "ApplicationAccessPolicy",
        "create",
        policy({ scopeGroup: plant, shared: true, adopt: true }),
      );
      assert.equal((taken as State).adopted, true);
      await steps.run("ApplicationAccessPolicy", "delete", policy({ scopeGroup: plant }), taken);
      assert.equal(policies().length, 2);
    });

    it("settles: waits until it is in force, then so many minutes more, also after a run that ended while it waited", async () => {
      const settle = { minutes: 30 };
      await steps.run("ApplicationAccessPolicy", "create", policy({ settle }));
      assert.equal(waited, 30 * 60_000);
      assert.match(
        progress.at(-1) ?? "",
        /the scope is in force; waiting 1 more minutes for Microsoft Graph to follow/,
      );
      waited = 0;
      await steps.run("ApplicationAccessPolicy", "create", policy({ settle }));
      assert.equal(waited, 30 * 60_000);
    });

    it("settles no longer than the limit", async () => {
      const { exchange } = steps.context;
      steps.context.exchange = {
        invoke: (cmdlet, parameters) => exchange.invoke(cmdlet, parameters),
        batch: async (reads) =>
          (await exchange.batch(reads)).map((answer, index) =>
            reads[index]?.cmdlet === "Test-ApplicationAccessPolicy" ? [{ AccessCheckResult: "Granted" }] : answer,
          ),
      };
      await assert.rejects(
        steps.run("ApplicationAccessPolicy", "create", policy({ settle: { limitMinutes: 2 } })),
        /not in force as declared: .*: Granted instead of Denied/,
      );
      assert.ok(waited > 100_000 && waited <= 120_000, `${waited} ms`);
      assert.ok(progress.some((line) => /waiting until the access policy is in force \(\d+ s\)/.test(line)));
    });
  });

  describe("a pointer", () => {
    it("is shared, and removed by who uses it last", async () => {
      const state = await steps.run("ExchangeServicePrincipal", "create", pointer);
      assert.deepEqual(await steps.run("ExchangeServicePrincipal", "create", pointer), state);
      const assigned = await steps.run("RoleAssignment", "create", role());
      await steps.run("ExchangeServicePrincipal", "delete", pointer, state);
      assert.equal(contoso().exchange.servicePrincipals.size, 1);
      assert.match(progress.at(-1) ?? "", /is left: other role assignments use it/);
      await steps.run("RoleAssignment", "delete", role(), assigned);
      await steps.run("ExchangeServicePrincipal", "delete", pointer, state);
      assert.equal(contoso().exchange.servicePrincipals.size, 0);
    });

    it("that nobody's stack made is used and left", async () => {
      const parameters = { AppId: appId, ObjectId: principalId, DisplayName: "by hand" };
      await steps.context.exchange.invoke("New-ServicePrincipal", parameters);
      const since = sandbox.audit().length;
      const state = await steps.run("ExchangeServicePrincipal", "create", pointer);
      await steps.run("ExchangeServicePrincipal", "delete", pointer, state);
      assert.deepEqual(writes(since), []);
    });
  });

  describe("a management scope", () => {
    const scope = (filter: string, more: object = {}) => ({ name: "vendor", recipients: { filter }, ...more });

    it("is made, changed in one step and removed; one that exists is an error, or taken over and kept", async () => {
      const made = await steps.run("ManagementScope", "create", scope("Department -eq 'Sales'"));
      let since = sandbox.audit().length;
      await steps.run("ManagementScope", "update", scope("(department -eq 'SALES')"), made);
      assert.deepEqual(writes(since), [], "the same filter, written otherwise");
      since = sandbox.audit().length;
      await steps.run("ManagementScope", "update", scope("Department -eq 'IT'"), made);
      assert.deepEqual(writes(since), ["Set-ManagementScope"]);
      await assert.rejects(
        steps.run("ManagementScope", "create", scope("Department -eq 'Legal'")),
        /its filter is Department -eq 'IT' instead of Department -eq 'Legal'/,
      );
      const taken = await steps.run("ManagementScope", "create", scope("Department -eq 'Legal'", { adopt: true }));
      await steps.run("ManagementScope", "delete", scope("Department -eq 'Legal'"), taken);
      assert.equal(contoso().exchange.managementScopes.size, 1);
      await steps.run("ManagementScope", "delete", scope("Department -eq 'Legal'"), made);
      assert.equal(contoso().exchange.managementScopes.size, 0);
    });
  });

  describe("a role assignment", () => {
    beforeEach(() => steps.run("ExchangeServicePrincipal", "create", pointer));

    it("is made, changed and removed", async () => {
      const made = await steps.run("RoleAssignment", "create", role());
      let since = sandbox.audit().length;
      await steps.run("RoleAssignment", "update", role({ scope: { group: plant } }), made);
      assert.deepEqual(writes(since), ["Set-ManagementRoleAssignment"]);
      const [unit] = contoso().administrativeUnits.values();
      since = sandbox.audit().length;
      await steps.run("RoleAssignment", "update", role({ scope: { administrativeUnit: unit?.id } }), made);
      assert.deepEqual(writes(since), ["Remove-ManagementRoleAssignment", "New-ManagementRoleAssignment"]);
      await steps.run("RoleAssignment", "delete", role(), made);
      assert.deepEqual(assignments(), []);
    });

    it("for an administrative unit is seen in force by a mailbox inside and some outside, where its members can be read", async () => {
      const [unit] = contoso().administrativeUnits.values();
      const spec = role({ scope: { administrativeUnit: unit?.id } });
      const probes: unknown[] = [];
      const { exchange, graph } = steps.context;
      steps.context.exchange = {
        invoke: (cmdlet, parameters) => exchange.invoke(cmdlet, parameters),
        batch: (reads) => {
          const tests = reads.filter(({ cmdlet }) => cmdlet.startsWith("Test-"));
          probes.push(...tests.map(({ parameters }) => unit?.members.has(recipientOf(parameters.Resource))));
          return exchange.batch(reads);
        },
      };
      await steps.run("RoleAssignment", "create", spec);
      assert.deepEqual(probes, [true, false, false, false]);
      steps.context.graph = { ...graph, ask: () => Promise.resolve({ status: 403, body: {} }) };
      probes.length = 0;
      await steps.run("RoleAssignment", "create", spec);
      assert.deepEqual(probes, [], "none is named");
    });

    it("has a scope and is of an application's role, always", async () => {
      for (const wrong of [{ scope: {} }, { scope: undefined }, { scope: { group: sales, managementScope: "x" } }]) {
        await assert.rejects(steps.run("RoleAssignment", "create", role(wrong)), /scope/);
      }
      for (const wrong of ["Organization Management", "Mail Recipients", "Application", "application mail.read"]) {
        await assert.rejects(
          steps.run("RoleAssignment", "create", role({ role: wrong })),
          /a role of RBAC for Applications/,
        );
      }
      assert.deepEqual(assignments(), []);
    });

    it("is refused beside a consent, which is taken out when it is added later", async () => {
      await consent();
      await assert.rejects(
        steps.run("RoleAssignment", "create", role()),
        /has Mail\.Read by consent in Entra, which opens every mailbox/,
      );
      assert.deepEqual(assignments(), []);
      contoso().appRoleAssignments.forEach((each, id) => {
        if (each.principalId === principalId) contoso().appRoleAssignments.delete(id);
      });
      const made = await steps.run("RoleAssignment", "create", role());
      await consent();
      await steps.run("RoleAssignment", "update", role(), made);
      assert.ok(![...contoso().appRoleAssignments.values()].some((each) => each.principalId === principalId));
    });

    it("leaves a consent that the scope's own access policy still confines: the mechanism is being changed", async () => {
      const owner = "organization/people-ai/dev/vendor-scope";
      const own = role({ name: assignmentName(owner, appId, "Application Mail.Read", { group: sales }) });
      const isConsented = () =>
        [...contoso().appRoleAssignments.values()].some((each) => each.principalId === principalId);
      const made = await steps.run("RoleAssignment", "create", own);
      const confining = policy({ owner: `${owner}-policy` });
      const identity = await steps.run("ApplicationAccessPolicy", "create", { ...confining, shared: true });
      await consent();
      await steps.run("RoleAssignment", "update", own, made);
      assert.ok(isConsented());
      await assert.rejects(
        steps.run("ApplicationAccessPolicy", "delete", confining, identity),
        /the last one that confines application/,
      );
      // What a policy of nobody's confines opens that one's mailboxes beside the roles.
      for (const each of contoso().exchange.accessPolicies.values()) each.description = "by hand";
      await steps.run("RoleAssignment", "update", own, made);
      assert.ok(!isConsented());
    });

    it("is alone with its role, unless the application is shared, and is kept where it was taken over", async () => {
      await steps.run("RoleAssignment", "create", role({ name: "other" }));
      await assert.rejects(
        steps.run("RoleAssignment", "create", role()),
        /other role assignments that this scope did not make: other \(/,
      );
      await steps.run("RoleAssignment", "create", role({ shared: true }));
      await assert.rejects(
        steps.run("RoleAssignment", "create", role({ shared: true, scope: { group: plant } })),
        /there is a role assignment vendor-mail already/,
      );
      const taken = await steps.run(
        "RoleAssignment",
        "create",
        role({ shared: true, adopt: true, scope: { group: plant } }),
      );
      await steps.run("RoleAssignment", "delete", role(), taken);
      assert.deepEqual(
        assignments()
          .map(({ name }) => name)
          .sort(),
        ["other", "vendor-mail"],
      );
    });

    it("waits for what has not reached every directory server", async () => {
      sandbox.cloud.options.replicationDelay = 60_000;
      steps.context.wait = () => {
        sandbox.cloud.clock.advance(10_000);
        return Promise.resolve();
      };
      const made = await steps.run("RoleAssignment", "create", role());
      await steps.run("RoleAssignment", "delete", role(), made);
      sandbox.cloud.options.replicationDelay = 0;
      assert.deepEqual(assignments(), []);
    });
  });

  it("refuses what is longer than Exchange keeps, before anything is sent", async () => {
    const group = { name: "g", alias: "g", displayName: "G", primarySmtpAddress: "g@contoso.com", managedBy: [] };
    const scope = { recipients: { filter: "Alias -eq 'x'" } };
    const members = (count: number) => Array.from({ length: count }, (_, index) => `m${index}@contoso.com`);
    const long = "x".repeat(65);
    const before = { ...sandbox.requests() };
    for (const [kind, spec, path] of [
      ["MailEnabledSecurityGroup", { ...group, members: [], name: long }, "name"],
      ["MailEnabledSecurityGroup", { ...group, members: [], alias: long }, "alias"],
      ["MailEnabledSecurityGroup", { ...group, members: [], displayName: "x".repeat(257) }, "displayName"],
      ["MailEnabledSecurityGroup", { ...group, members: members(10_001) }, "members"],
      ["ManagementScope", { ...scope, name: long }, "name"],
      ["RoleAssignment", role({ name: long }), "name"],
      ["ApplicationAccessPolicy", policy({ description: "x".repeat(257) }), "description"],
    ] as const) {
      await assert.rejects(steps.run(kind, "create", spec), new RegExp(path), `${kind} ${path}`);
    }
    assert.deepEqual({ ...sandbox.requests() }, before);
  });

  it("refuses to change a group that is synchronised", async () => {
    const group = {
      name: "plant-mailboxes",
      alias: "plant-mailboxes",
      displayName: "Plant Mailboxes",
      primarySmtpAddress: plant,
      managedBy: [],
      members: [lee, adele],
      adopt: true,
    };
    const since = sandbox.audit().length;
    await assert.rejects(steps.run("MailEnabledSecurityGroup", "create", group), /can only be changed there/);
    assert.deepEqual(writes(since), []);
  });
});
