import assert from "node:assert/strict";
import { join } from "node:path";
import { createUnconnectedSandbox } from "@consentra/sandbox/tenant";
import fc from "fast-check";
import type { AccessPolicyState } from "../../components/exchange/objects/access-policy";
import type { GroupState } from "../../components/exchange/objects/group";
import { parseManifest, runExchangeStep } from "../histories/rooms";
import { appId, HistoryTenant } from "../histories/tenant";
import { repository } from "../support/repository";

// A room of the package that it does not export: loaded by path, with its types.
const { described, otherOwner, ownerIn, withoutOwner } = require(
  join(repository, "components", "dist", "exchange", "ownership"),
) as typeof import("../../components/exchange/ownership");

const one = "organization/infra/one/people-ai-scope-group";
const two = "organization/infra/two/people-ai-scope-group";

describe("who manages an object in Exchange", () => {
  it("is read back from its description, whatever the description and the names are", () => {
    const name = fc.string({ minLength: 1, maxLength: 80, unit: "binary" }).filter((each) => /[^/]/.test(each));
    const owners = fc.tuple(name, name).map(([project, component]) => `organization/${project}/dev/${component}`);
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), owners, (description, owner) => {
        const text = described(description, owner);
        assert.equal(otherOwner(text, owner), undefined);
        assert.equal(otherOwner(text, two), ownerIn(text));
        assert.notEqual(ownerIn(text), undefined);
        assert.equal(withoutOwner(text), description.trim());
        assert.ok(text.length <= description.length + 125);
      }),
    );
  });

  it("is nobody where nobody is named, and nobody else after a rename", () => {
    assert.equal(described("Vendor", undefined), "Vendor");
    for (const each of ["Vendor", "Vendor [a]", "Vendor [see IT/123]", "", "[x/y/z/"])
      assert.equal(ownerIn(each), undefined);
    assert.equal(otherOwner(described("Vendor", one), two, one), undefined);
    assert.equal(otherOwner(described("Vendor", one), undefined), undefined);
    assert.equal(otherOwner(described("Vendor", one), two), one);
  });

  it("is told apart by what long names end with", () => {
    const long = (end: string) => `organization/${"p".repeat(300)}/dev/${end}`;
    assert.notEqual(otherOwner(described("", long("a")), long("b")), undefined);
    assert.equal(otherOwner(described("", long("a")), long("a")), undefined);
  });
});

describe("two stacks and one group", () => {
  let tenant: HistoryTenant;
  before(async () => {
    tenant = HistoryTenant.over(await createUnconnectedSandbox());
  });
  beforeEach(() => tenant.reset());
  after(() => tenant.sandbox.close());

  const step = async <T>(kind: string, action: "create" | "update" | "delete", spec: object, previous?: unknown) => {
    tenant.revive();
    const { id: tenantId, initialDomain: organization } = tenant.contoso;
    const manifest = parseManifest(JSON.stringify({ consentra: 1, kind, tenantId, organization, spec }));
    return (await runExchangeStep(tenant.context(), manifest, action, () => previous)) as T;
  };
  const group = (owner: string | undefined, more: object = {}) => ({
    name: "app-scope",
    alias: "app-scope",
    displayName: "App scope: Vendor",
    primarySmtpAddress: "app-scope@contoso.com",
    managedBy: [],
    members: ["meganb@contoso.com"],
    ...(owner !== undefined && { owner }),
    ...more,
  });
  const policy = (owner: string | undefined, more: object = {}) => ({
    appId,
    scopeGroup: "sales-mailboxes@contoso.com",
    accessRight: "RestrictAccess",
    description: "Vendor",
    probes: { granted: [], denied: [] },
    ...(owner !== undefined && { owner }),
    ...more,
  });
  const descriptionOfGroup = () =>
    [...tenant.contoso.groups.values()].find(({ mail }) => mail === "app-scope@contoso.com")?.description;
  const descriptionsOfPolicies = () =>
    [...tenant.contoso.exchange.accessPolicies.values()].map(({ description }) => description);
  const writes = () => tenant.sandbox.audit().filter(({ service }) => service !== "login").length;

  it("a group of an earlier version gets its mark, and what somebody wrote stays in front of it", async () => {
    const made = await step<GroupState>("MailEnabledSecurityGroup", "create", group(undefined));
    assert.equal(descriptionOfGroup(), null);
    const marked = await step<GroupState>("MailEnabledSecurityGroup", "update", group(one), made);
    assert.equal(descriptionOfGroup(), `Managed by Consentra [${one}]`);
    for (const each of tenant.contoso.groups.values())
      if (each.mail === "app-scope@contoso.com") each.description = "Ask Adele first";
    const kept = await step<GroupState>("MailEnabledSecurityGroup", "update", group(one), marked);
    assert.equal(descriptionOfGroup(), `Ask Adele first [${one}]`);
    const before = writes();
    // The component was renamed.
    await step("MailEnabledSecurityGroup", "update", group(one), kept);
    assert.equal(writes(), before);
    await step("MailEnabledSecurityGroup", "update", group(two), kept);
    assert.equal(descriptionOfGroup(), `Ask Adele first [${two}]`);
  });

  it("another stack's group is neither taken, nor changed, nor removed, also with `adopt`", async () => {
    const made = await step<GroupState>("MailEnabledSecurityGroup", "create", group(one));
    const before = writes();
    const refusal = new RegExp(`app-scope@contoso\\.com is managed by ${one} already`);
    for (const more of [{}, { adopt: true }])
      await assert.rejects(step("MailEnabledSecurityGroup", "create", group(two, more)), refusal);
    const lost = { ...made, owner: two };
    await assert.rejects(step("MailEnabledSecurityGroup", "update", group(two), lost), refusal);
    await step("MailEnabledSecurityGroup", "delete", group(two), lost);
    assert.equal(writes(), before);
  });

  it("a policy of an earlier version gets its mark, and another stack's is neither taken, nor changed, nor removed", async () => {
    const unmarked = await step<AccessPolicyState>("ApplicationAccessPolicy", "create", policy(undefined));
    const made = await step<AccessPolicyState>("ApplicationAccessPolicy", "update", policy(one), unmarked);
    assert.deepEqual(descriptionsOfPolicies(), [`Vendor [${one}]`]);
    const before = writes();
    await assert.rejects(
      step("ApplicationAccessPolicy", "create", policy(two)),
      new RegExp(`there is an access policy for application ${appId} and group .* already, managed by ${one}`),
    );
    const lost = { ...made, owner: two };
    await assert.rejects(
      step("ApplicationAccessPolicy", "update", policy(two), lost),
      new RegExp(`is scoped by another stack as well: .*${one}`),
    );
    await step("ApplicationAccessPolicy", "delete", policy(two), lost);
    assert.equal(writes(), before);
  });

  it("another stack's policy for another group is refused on create and on update, unless both share the application", async () => {
    const other = await step<GroupState>("MailEnabledSecurityGroup", "create", group(two));
    const shared = { shared: true };
    const beside = policy(two, { ...shared, scopeGroup: other.primarySmtpAddress });
    const made = await step<AccessPolicyState>("ApplicationAccessPolicy", "create", policy(one));
    await step("ApplicationAccessPolicy", "create", beside);
    const before = writes();
    await assert.rejects(
      step("ApplicationAccessPolicy", "update", policy(one, { description: "V" }), made),
      new RegExp(`is scoped by another stack as well: .*${two}.*shared: true`, "s"),
    );
    assert.equal(writes(), before);
    await step("ApplicationAccessPolicy", "update", policy(one, { ...shared, description: "V" }), made);
    assert.deepEqual(descriptionsOfPolicies().sort(), [`V [${one}]`, `Vendor [${two}]`]);
  });
});
