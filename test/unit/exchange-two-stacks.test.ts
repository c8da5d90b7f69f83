import assert from "node:assert/strict";
import type { GroupState } from "../../components/exchange/objects/group";
import { filter, group, one, policy, role, sales, ScopeSteps, two } from "../support/scope-steps";

const shared = { shared: true };
const otherPolicy = new RegExp(
  `is scoped by another stack as well: RestrictAccess for .*${one}-policy.*shared: true`,
  "s",
);

describe("mailbox scopes of two stacks for one application", () => {
  let steps: ScopeSteps;
  before(async () => {
    steps = await ScopeSteps.create();
  });
  beforeEach(() => steps.begin());
  after(() => steps.tenant.sandbox.close());

  it("roles by two management scopes of one filter both stand, and neither is told of the other", async () => {
    const recipients = { filter: "Department -eq 'Sales'" };
    for (const owner of [one, two]) {
      await steps.step("ManagementScope", "create", filter(owner, recipients));
      await steps.step("RoleAssignment", "create", role(owner, { managementScope: filter(owner, recipients).name }));
    }
    const scope = filter(one, recipients);
    const drift = async () =>
      (await steps.drift({ ManagementScope: scope, RoleAssignment: role(one, { managementScope: scope.name }) })).found;
    assert.deepEqual(await drift(), {});
    const wider = filter(two, { filter: "Department -eq 'Finance'" });
    await steps.step("ManagementScope", "update", wider, { name: wider.name });
    const { RoleAssignment: found } = await drift();
    assert.match(found?.words ?? "", /^another assignment gives the same role: people-ai-Mail\.Read-/);
  });

  it("a role is refused beside another stack's access policy, unless both share the application; its own policy is on its way out", async () => {
    await steps.step("ApplicationAccessPolicy", "create", policy(one, shared));
    const others = role(two, { group: sales });
    const before = steps.writes;
    await assert.rejects(steps.step("RoleAssignment", "create", others), otherPolicy);
    assert.equal(steps.writes, before);
    const own = role(one, { group: sales });
    await steps.step("RoleAssignment", "create", own);
    assert.deepEqual(steps.roles, [own.name]);
    await steps.step("RoleAssignment", "delete", own, own);
    await steps.step("RoleAssignment", "create", { ...others, ...shared });
    assert.deepEqual(steps.roles, [others.name]);
    await assert.rejects(steps.step("RoleAssignment", "update", others, others), otherPolicy);
  });

  it("a role that was assigned while another stack made its access policy is taken back", async () => {
    await steps.step("ApplicationAccessPolicy", "create", policy(one, shared));
    const { accessPolicies } = steps.tenant.contoso.exchange;
    const made = [...accessPolicies];
    accessPolicies.clear();
    // Comes when the step has looked already.
    const stop = steps.tenant.onAudit(({ operation }) => {
      if (operation === "New-ManagementRoleAssignment") for (const [id, each] of made) accessPolicies.set(id, each);
    });
    const others = role(two, { group: sales });
    await assert.rejects(steps.step("RoleAssignment", "create", others), otherPolicy).finally(stop);
    assert.deepEqual([steps.roles, steps.policies], [[], [`Vendor [${one}-policy]`]]);
  });

  it("a new access policy is taken back where another stack assigned roles, and kept where something would open without it", async () => {
    await steps.step("RoleAssignment", "create", role(one, { group: sales }));
    const { primarySmtpAddress: scopeGroup } = await steps.step<GroupState>(
      "MailEnabledSecurityGroup",
      "create",
      group(two),
    );
    const beside = policy(two, { scopeGroup });
    const words = /has other role assignments that this scope did not make: people-ai-Mail\.Read-/;
    await assert.rejects(steps.step("ApplicationAccessPolicy", "create", beside), words);
    assert.deepEqual(steps.policies, []);
    await steps.consent();
    await assert.rejects(steps.step("ApplicationAccessPolicy", "create", beside), words);
    assert.deepEqual(steps.policies, [`Vendor [${two}-policy]`]);
  });

  it("the consent that another stack's access policy filters is left when both share the application", async () => {
    await steps.step("ApplicationAccessPolicy", "create", policy(one, shared));
    await steps.consent();
    const others = role(two, { group: sales }, shared);
    await steps.step("RoleAssignment", "create", others);
    await steps.step("RoleAssignment", "update", others, others);
    assert.deepEqual((await steps.drift({ RoleAssignment: others })).found, {});
    assert.equal(steps.consents, 1);
    // Of a policy that nobody's scope made, nobody's consent is known to need it.
    steps.tenant.contoso.exchange.accessPolicies.forEach((each) => (each.description = "by hand"));
    await steps.step("RoleAssignment", "update", others, others);
    assert.equal(steps.consents, 0);
  });

  it("the policy that stands guard for another stack's is left, and the last one that restricts names who else scopes the application", async () => {
    const { primarySmtpAddress: scopeGroup } = await steps.step<GroupState>(
      "MailEnabledSecurityGroup",
      "create",
      group(one),
    );
    const leaving = policy(one, { ...shared, scopeGroup });
    const made = await steps.step("ApplicationAccessPolicy", "create", leaving);
    const turning = policy(two, shared);
    const before = await steps.step("ApplicationAccessPolicy", "create", turning);
    await steps.consent();
    // Ends in the moment in which the guard alone stands for the second.
    const stop = steps.tenant.onAudit(({ operation }) => {
      if (operation === "Remove-ApplicationAccessPolicy") steps.tenant.crashed = true;
    });
    await assert
      .rejects(steps.step("ApplicationAccessPolicy", "update", { ...turning, accessRight: "DenyAccess" }, before))
      .finally(stop);
    const guard = `Stands guard while a policy is replaced (Consentra) [${two}-policy]`;
    assert.deepEqual(steps.policies, [guard, `Vendor [${one}-policy]`]);
    await steps.step("ApplicationAccessPolicy", "delete", leaving, made);
    assert.deepEqual(steps.policies, [guard]);

    const again = await steps.step("ApplicationAccessPolicy", "create", leaving);
    await steps.step("ApplicationAccessPolicy", "update", { ...turning, accessRight: "DenyAccess" }, before);
    assert.deepEqual(steps.policies, [`Vendor [${one}-policy]`, `Vendor [${two}-policy]`]);
    await assert.rejects(
      steps.step("ApplicationAccessPolicy", "delete", leaving, again),
      new RegExp(
        `could reach every mailbox but those of DenyAccess for .*${two}-policy.*Take the consent away first`,
        "s",
      ),
    );
  });
});
