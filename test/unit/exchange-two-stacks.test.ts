import assert from "node:assert/strict";
import { join } from "node:path";
import { createUnconnectedSandbox } from "@consentra/sandbox/tenant";
import type { GroupState } from "../../components/exchange/objects/group";
import { parseManifest, readDrift, runExchangeStep } from "../histories/rooms";
import { appId, HistoryTenant } from "../histories/tenant";
import { repository } from "../support/repository";

// A room of the package that it does not export: loaded by path, with its types.
const { assignmentName, managementScopeName } = require(
  join(repository, "components", "dist", "exchange", "scope-names"),
) as typeof import("../../components/exchange/scope-names");

const one = "organization/infra/one/people-ai-scope";
const two = "organization/infra/two/people-ai-scope";
const sales = "sales-mailboxes@contoso.com";
const none = { granted: [], denied: [] };
const shared = { shared: true };

describe("mailbox scopes of two stacks for one application, or on one group", () => {
  let tenant: HistoryTenant;
  let principal: string;
  before(async () => {
    tenant = HistoryTenant.over(await createUnconnectedSandbox());
  });
  beforeEach(async () => {
    tenant.reset();
    const { body } = await tenant.context().graph.ask("POST", "/servicePrincipals", { appId });
    principal = String(body.id);
    await step("ExchangeServicePrincipal", "create", { appId, displayName: "Vendor" });
  });
  after(() => tenant.sandbox.close());

  const manifestOf = (kind: string, spec: object) => {
    const { id: tenantId, initialDomain: organization } = tenant.contoso;
    return parseManifest(JSON.stringify({ consentra: 1, kind, tenantId, organization, spec }));
  };
  const step = async <T>(kind: string, action: "create" | "update" | "delete", spec: object, previous?: unknown) => {
    tenant.revive();
    return (await runExchangeStep(tenant.context(), manifestOf(kind, spec), action, () => previous)) as T;
  };
  const group = (owner: string) => ({
    name: "app-scope",
    alias: "app-scope",
    displayName: "App scope: Vendor",
    primarySmtpAddress: "app-scope@contoso.com",
    managedBy: [],
    members: ["meganb@contoso.com"],
    owner: `${owner}-group`,
  });
  const policy = (owner: string, more: object = {}) => ({
    appId,
    scopeGroup: sales,
    accessRight: "RestrictAccess",
    description: "Vendor",
    probes: none,
    owner: `${owner}-policy`,
    ...more,
  });
  const role = (owner: string, scope: object, more: object = {}) => ({
    name: assignmentName(owner, appId, "Application Mail.Read", scope),
    appId,
    role: "Application Mail.Read",
    scope,
    siblings: [],
    probes: none,
    ...more,
  });
  const filter = (owner: string, recipients: object) => ({ name: managementScopeName(owner, appId), recipients });
  const consent = async () => {
    const { contoso } = tenant;
    const graph = [...contoso.servicePrincipals.values()].find(
      (each) => each.appId === "00000003-0000-0000-c000-000000000000",
    );
    const path = `/servicePrincipals/${graph?.id}/appRoleAssignedTo`;
    const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
    const body = { appRoleId: mailRead, principalId: principal, resourceId: graph?.id };
    assert.equal((await tenant.context().graph.ask("POST", path, body)).status, 201);
  };
  const consents = () =>
    [...tenant.contoso.appRoleAssignments.values()].filter(({ principalId }) => principalId === principal).length;
  const roles = () =>
    [...tenant.contoso.exchange.roleAssignments.values()]
      .filter(({ assignee }) => assignee.kind === "servicePrincipal")
      .map(({ name }) => name);
  const filters = () =>
    [...tenant.contoso.exchange.managementScopes.values()].map(({ recipientFilter }) => recipientFilter);
  const setDescription = (description: string) => {
    for (const each of tenant.contoso.groups.values())
      if (each.mail === "app-scope@contoso.com") each.description = description;
  };
  const policies = () => [...tenant.contoso.exchange.accessPolicies.values()].map(({ description }) => description);
  const writes = () => tenant.sandbox.audit().filter(({ service }) => service !== "login").length;
  const otherPolicy = new RegExp(
    `is scoped by another stack as well: RestrictAccess for .*${one}-policy.*shared: true`,
    "s",
  );

  it("roles by two management scopes of one filter both stand, and neither is told of the other", async () => {
    const recipients = { filter: "Department -eq 'Sales'" };
    for (const owner of [one, two]) {
      await step("ManagementScope", "create", filter(owner, recipients));
      await step("RoleAssignment", "create", role(owner, { managementScope: filter(owner, recipients).name }));
    }
    const driftOf = async (scope: object) => {
      const { graph, exchange } = tenant.context();
      const manifests = {
        scope: manifestOf("ManagementScope", filter(one, recipients)),
        role: manifestOf("RoleAssignment", role(one, scope)),
      };
      return (await readDrift({ manifests }, graph, exchange)).found;
    };
    assert.deepEqual(await driftOf({ managementScope: filter(one, recipients).name }), {});
    const wider = filter(two, { filter: "Department -eq 'Finance'" });
    await step("ManagementScope", "update", wider, { name: wider.name });
    const { role: found } = await driftOf({ managementScope: filter(one, recipients).name });
    assert.match(found?.words ?? "", /^another assignment gives the same role: people-ai-Mail\.Read-/);
  });

  it("a role is refused beside another stack's access policy, unless both share the application; its own policy is on its way out", async () => {
    await step("ApplicationAccessPolicy", "create", policy(one, shared));
    const others = role(two, { group: sales });
    const before = writes();
    await assert.rejects(step("RoleAssignment", "create", others), otherPolicy);
    assert.equal(writes(), before);
    const own = role(one, { group: sales });
    await step("RoleAssignment", "create", own);
    assert.deepEqual(roles(), [own.name]);
    await step("RoleAssignment", "delete", own, own);
    await step("RoleAssignment", "create", { ...others, ...shared });
    assert.deepEqual(roles(), [others.name]);
    await assert.rejects(step("RoleAssignment", "update", others, others), otherPolicy);
  });

  it("a role that was assigned while another stack made its access policy is taken back", async () => {
    await step("ApplicationAccessPolicy", "create", policy(one, shared));
    const { accessPolicies } = tenant.contoso.exchange;
    const made = [...accessPolicies];
    accessPolicies.clear();
    // Comes when the step has looked already.
    const stop = tenant.onAudit(({ operation }) => {
      if (operation === "New-ManagementRoleAssignment") for (const [id, each] of made) accessPolicies.set(id, each);
    });
    const others = role(two, { group: sales });
    await assert.rejects(step("RoleAssignment", "create", others), otherPolicy).finally(stop);
    assert.deepEqual([roles(), policies()], [[], [`Vendor [${one}-policy]`]]);
  });

  it("a new access policy is taken back where another stack assigned roles, and kept where something would open without it", async () => {
    await step("RoleAssignment", "create", role(one, { group: sales }));
    const { primarySmtpAddress: scopeGroup } = await step<GroupState>("MailEnabledSecurityGroup", "create", group(two));
    const beside = policy(two, { scopeGroup });
    const words = /has other role assignments that this scope did not make: people-ai-Mail\.Read-/;
    await assert.rejects(step("ApplicationAccessPolicy", "create", beside), words);
    assert.deepEqual(policies(), []);
    await consent();
    await assert.rejects(step("ApplicationAccessPolicy", "create", beside), words);
    assert.deepEqual(policies(), [`Vendor [${two}-policy]`]);
  });

  it("the consent that another stack's access policy filters is left when both share the application", async () => {
    await step("ApplicationAccessPolicy", "create", policy(one, shared));
    await consent();
    const others = role(two, { group: sales }, shared);
    await step("RoleAssignment", "create", others);
    await step("RoleAssignment", "update", others, others);
    const { graph, exchange } = tenant.context();
    const manifests = { role: manifestOf("RoleAssignment", others) };
    assert.deepEqual((await readDrift({ manifests }, graph, exchange)).found, {});
    assert.equal(consents(), 1);
    // Of a policy that nobody's scope made, nobody's consent is known to need it.
    tenant.contoso.exchange.accessPolicies.forEach((each) => (each.description = "by hand"));
    await step("RoleAssignment", "update", others, others);
    assert.equal(consents(), 0);
  });

  for (const [kind, recipients] of [
    ["lets its members in", undefined],
    ["leaves its members out", { notMemberOf: "app-scope@contoso.com" }],
  ] as const) {
    it(`a group stays while another stack's role ${kind}; an exception that its own scope left goes before it`, async () => {
      const made = await step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
      const assign = async (owner: string) => {
        if (recipients) await step("ManagementScope", "create", filter(owner, recipients));
        const scope = recipients
          ? { managementScope: filter(owner, recipients).name }
          : { group: made.primarySmtpAddress };
        const assigned = role(owner, scope, shared);
        await step("RoleAssignment", "create", assigned);
        return assigned;
      };
      const own = await assign(one);
      const others = await assign(two);
      const remove = () => step("MailEnabledSecurityGroup", "delete", group(one), made);
      await assert.rejects(
        remove(),
        new RegExp(`the group is not removed, because roles stand on it that this scope did not make: ${others.name} `),
      );
      await step("RoleAssignment", "delete", others, others);
      if (recipients) {
        const left = filter(two, recipients);
        await assert.rejects(remove(), new RegExp(`${left.name} \\(a management scope that has no role yet\\)`));
        await step("ManagementScope", "delete", left, left);
      }
      await remove();
      assert.deepEqual(roles(), recipients ? [] : [own.name]);
      assert.ok(![...tenant.contoso.groups.values()].some(({ mail }) => mail === made.primarySmtpAddress));
    });
  }

  it("a group says that it is being removed before the last look at what stands on it, and no more when it stays", async () => {
    const made = await step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const remove = () => step("MailEnabledSecurityGroup", "delete", group(one), made);
    const description = () =>
      [...tenant.contoso.groups.values()].find(({ mail }) => mail === made.primarySmtpAddress)?.description;
    const beside = policy(two, { scopeGroup: made.primarySmtpAddress });
    const stands = await step("ApplicationAccessPolicy", "create", beside);
    const said: unknown[] = [];
    const stop = tenant.onAudit(({ operation }) => said.push([operation, description()]));
    await assert
      .rejects(remove(), /the group is not removed, because another stack's scope stands on it/)
      .finally(stop);
    const [leaving, staying] = [
      `On its way out: Managed by Consentra [${one}-group]`,
      `Managed by Consentra [${one}-group]`,
    ];
    assert.deepEqual(
      said.filter((each) => String(each).startsWith("Set-")),
      [
        ["Set-DistributionGroup", leaving],
        ["Set-DistributionGroup", staying],
      ],
    );
    await step("ApplicationAccessPolicy", "delete", beside, stands);
    // Who keeps a group after all takes back what an interrupted removal said.
    setDescription(leaving);
    await step("MailEnabledSecurityGroup", "update", group(one), made);
    assert.equal(description(), staying);
    setDescription(leaving);
    await remove();
    assert.equal(description(), undefined);
  });

  it("whoever comes to stand on a group that is being removed gives way", async () => {
    const made = await step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const scopeGroup = made.primarySmtpAddress;
    const own = policy(two);
    const stands = await step("ApplicationAccessPolicy", "create", own);
    setDescription(`On its way out: Managed by Consentra [${one}-group]`);
    const words = new RegExp(`the group ${scopeGroup} is being removed by ${one}-group: use another one`);
    const moved = { ...own, scopeGroup };
    await assert.rejects(step("ApplicationAccessPolicy", "update", moved, stands), words);
    assert.deepEqual(policies(), [`Vendor [${two}-policy]`]);
    await step("ApplicationAccessPolicy", "delete", own, stands);
    await assert.rejects(step("ApplicationAccessPolicy", "create", moved), words);
    assert.deepEqual(policies(), []);

    await assert.rejects(step("RoleAssignment", "create", role(two, { group: scopeGroup })), words);
    assert.deepEqual(roles(), []);
    const scope = filter(two, { notMemberOf: scopeGroup });
    await assert.rejects(step("ManagementScope", "create", scope), words);
    assert.deepEqual(filters(), []);
  });

  it("an exception that moves to another group leaves both out until that one is known to stay", async () => {
    const made = await step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const before = filter(two, { notMemberOf: sales });
    const now = filter(two, { notMemberOf: made.primarySmtpAddress });
    const state = await step("ManagementScope", "create", before);
    const [first = ""] = filters();
    const seen: string[] = [];
    const stop = tenant.onAudit(() => seen.push(...filters()));
    setDescription(`On its way out: Managed by Consentra [${one}-group]`);
    await assert.rejects(step("ManagementScope", "update", now, state), /is being removed by/);
    setDescription(`Managed by Consentra [${one}-group]`);
    await step("ManagementScope", "update", now, state).finally(stop);
    const [last = ""] = filters();
    assert.notEqual(last, first);
    const [both = "", ...rest] = seen;
    assert.ok(both.includes(" -and ") && both.includes("Sales") && both.includes("app-scope"), both);
    assert.deepEqual(rest, [first, both, last]);
  });

  it("the policy that stands guard for another stack's is left, and the last one that restricts names who else scopes the application", async () => {
    const { primarySmtpAddress: scopeGroup } = await step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const leaving = policy(one, { ...shared, scopeGroup });
    const made = await step("ApplicationAccessPolicy", "create", leaving);
    const turning = policy(two, shared);
    const before = await step("ApplicationAccessPolicy", "create", turning);
    await consent();
    // Ends in the moment in which the guard alone stands for the second.
    const stop = tenant.onAudit(({ operation }) => {
      if (operation === "Remove-ApplicationAccessPolicy") tenant.crashed = true;
    });
    await assert
      .rejects(step("ApplicationAccessPolicy", "update", { ...turning, accessRight: "DenyAccess" }, before))
      .finally(stop);
    const guard = `Stands guard while a policy is replaced (Consentra) [${two}-policy]`;
    assert.deepEqual(policies().sort(), [guard, `Vendor [${one}-policy]`]);
    await step("ApplicationAccessPolicy", "delete", leaving, made);
    assert.deepEqual(policies(), [guard]);

    const again = await step("ApplicationAccessPolicy", "create", leaving);
    await step("ApplicationAccessPolicy", "update", { ...turning, accessRight: "DenyAccess" }, before);
    assert.deepEqual(policies().sort(), [`Vendor [${one}-policy]`, `Vendor [${two}-policy]`]);
    await assert.rejects(
      step("ApplicationAccessPolicy", "delete", leaving, again),
      new RegExp(
        `could reach every mailbox but those of DenyAccess for .*${two}-policy.*Take the consent away first`,
        "s",
      ),
    );
  });
});
