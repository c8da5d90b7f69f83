import assert from "node:assert/strict";
import type { GroupState } from "../../components/exchange/objects/group";
import { filter, group, one, policy, role, sales, ScopeSteps, two } from "../support/scope-steps";

describe("a group on which scopes of two stacks stand", () => {
  let steps: ScopeSteps;
  before(async () => {
    steps = await ScopeSteps.create();
  });
  beforeEach(() => steps.begin());
  after(() => steps.tenant.sandbox.close());

  for (const [kind, recipients] of [
    ["lets its members in", undefined],
    ["leaves its members out", { notMemberOf: "app-scope@contoso.com" }],
  ] as const) {
    it(`a group stays while another stack's role ${kind}; an exception that its own scope left goes before it`, async () => {
      const made = await steps.step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
      const assign = async (owner: string) => {
        if (recipients) await steps.step("ManagementScope", "create", filter(owner, recipients));
        const scope = recipients
          ? { managementScope: filter(owner, recipients).name }
          : { group: made.primarySmtpAddress };
        const assigned = role(owner, scope, { shared: true });
        await steps.step("RoleAssignment", "create", assigned);
        return assigned;
      };
      const own = await assign(one);
      const others = await assign(two);
      const remove = () => steps.step("MailEnabledSecurityGroup", "delete", group(one), made);
      await assert.rejects(
        remove(),
        new RegExp(`the group is not removed, because roles stand on it that this scope did not make: ${others.name} `),
      );
      await steps.step("RoleAssignment", "delete", others, others);
      if (recipients) {
        const left = filter(two, recipients);
        await assert.rejects(remove(), new RegExp(`${left.name} \\(a management scope that has no role yet\\)`));
        await steps.step("ManagementScope", "delete", left, left);
      }
      await remove();
      assert.deepEqual(steps.roles, recipients ? [] : [own.name]);
      assert.equal(steps.groupDescription, undefined);
    });
  }

  it("a group says that it is being removed before the last look at what stands on it, and no more when it stays", async () => {
    const made = await steps.step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const remove = () => steps.step("MailEnabledSecurityGroup", "delete", group(one), made);
    const beside = policy(two, { scopeGroup: made.primarySmtpAddress });
    const stands = await steps.step("ApplicationAccessPolicy", "create", beside);
    const said: unknown[] = [];
    const stop = steps.tenant.onAudit(({ operation }) => said.push([operation, steps.groupDescription]));
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
    await steps.step("ApplicationAccessPolicy", "delete", beside, stands);
    // Who keeps a group after all takes back what an interrupted removal said.
    steps.describeGroup(leaving);
    await steps.step("MailEnabledSecurityGroup", "update", group(one), made);
    assert.equal(steps.groupDescription, staying);
    steps.describeGroup(leaving);
    await remove();
    assert.equal(steps.groupDescription, undefined);
  });

  it("whoever comes to stand on a group that is being removed gives way", async () => {
    const made = await steps.step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const scopeGroup = made.primarySmtpAddress;
    const own = policy(two);
    const stands = await steps.step("ApplicationAccessPolicy", "create", own);
    steps.describeGroup(`On its way out: Managed by Consentra [${one}-group]`);
    const words = new RegExp(`the group ${scopeGroup} is being removed by ${one}-group: use another one`);
    const moved = { ...own, scopeGroup };
    await assert.rejects(steps.step("ApplicationAccessPolicy", "update", moved, stands), words);
    assert.deepEqual(steps.policies, [`Vendor [${two}-policy]`]);
    await steps.step("ApplicationAccessPolicy", "delete", own, stands);
    await assert.rejects(steps.step("ApplicationAccessPolicy", "create", moved), words);
    assert.deepEqual(steps.policies, []);

    await assert.rejects(steps.step("RoleAssignment", "create", role(two, { group: scopeGroup })), words);
    assert.deepEqual(steps.roles, []);
    const scope = filter(two, { notMemberOf: scopeGroup });
    await assert.rejects(steps.step("ManagementScope", "create", scope), words);
    assert.deepEqual(steps.filters, []);
  });

  it("an exception that moves to another group leaves both out until that one is known to stay", async () => {
    const made = await steps.step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const before = filter(two, { notMemberOf: sales });
    const now = filter(two, { notMemberOf: made.primarySmtpAddress });
    const state = await steps.step("ManagementScope", "create", before);
    const [first = ""] = steps.filters;
    const seen: string[] = [];
    const stop = steps.tenant.onAudit(() => seen.push(...steps.filters));
    steps.describeGroup(`On its way out: Managed by Consentra [${one}-group]`);
    await assert.rejects(steps.step("ManagementScope", "update", now, state), /is being removed by/);
    steps.describeGroup(`Managed by Consentra [${one}-group]`);
    await steps.step("ManagementScope", "update", now, state).finally(stop);
    const [last = ""] = steps.filters;
    assert.notEqual(last, first);
    const [both = "", ...rest] = seen;
    assert.ok(both.includes(" -and ") && both.includes("Sales") && both.includes("app-scope"), both);
    assert.deepEqual(rest, [first, both, last]);
  });
});
