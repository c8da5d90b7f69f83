import assert from "node:assert/strict";
import { join } from "node:path";
import { unknownCheckingProxy, type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";
import { findPermission } from "consentra/graph";
import { repository } from "../support/repository";

const pack = require(
  join(repository, "policy-packs", "least-privilege", "dist", "policies.js"),
) as typeof import("../../policy-packs/least-privilege/policies");
const { exceptionFor } = require(
  join(repository, "policy-packs", "least-privilege", "dist", "exceptions.js"),
) as typeof import("../../policy-packs/least-privilege/exceptions");

const asPreviewSees = unknownCheckingProxy as unknown as (props: Record<string, unknown>) => Record<string, unknown>;
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const assignment = "azuread:index/appRoleAssignment:AppRoleAssignment";

const idOf = (name: string, kind: "application" | "delegated" = "application") => {
  const found = findPermission("Microsoft Graph", kind, name);
  assert.ok(found, name);
  return found.id;
};

/** What a policy says of a resource, or that it is not applicable. */
function judge(
  policy: ResourceValidationPolicy,
  type: string,
  props: Record<string, unknown>,
  config: object = {},
  name = "app-consent",
): string[] {
  const said: string[] = [];
  class NotApplicable extends Error {}
  const args = {
    type,
    name,
    props: asPreviewSees(props),
    getConfig: () => config,
    notApplicable: (reason?: string) => {
      throw new NotApplicable(reason);
    },
  } as unknown as ResourceValidationArgs;
  assert.ok(typeof policy.validateResource === "function");
  try {
    void policy.validateResource(args, (message) => said.push(message));
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    return [`not applicable: ${error.message}`];
  }
  return said;
}

const grants = (policy: ResourceValidationPolicy, name: string, config?: object) =>
  judge(policy, assignment, { appRoleId: idOf(name) }, config);

describe("the policy pack least-privilege", () => {
  const cases: [ResourceValidationPolicy, bad: string, good: string, RegExp][] = [
    [pack.noControlOfTheTenant, "RoleManagement.ReadWrite.Directory", "User.Read.All", /can take over the tenant/],
    [pack.noTenantWideWrite, "Files.ReadWrite.All", "Sites.Selected", /changes everything of that kind/],
    [
      pack.narrowerPermissionSuffices,
      "Directory.Read.All",
      "User.Read.All",
      /To synchronise users User\.Read\.All is enough/,
    ],
  ];
  for (const [policy, bad, good, message] of cases) {
    describe(policy.name, () => {
      it("passes what is fine and refuses what is not, with the reason and the ways out", () => {
        assert.deepEqual(grants(policy, good), []);
        const [said = "", ...others] = grants(policy, bad);
        assert.deepEqual(others, []);
        assert.ok(said.startsWith(`"app-consent" names the application permission ${bad}: `), said);
        assert.match(said, message);
        assert.match(said, /Or except it in the pack's configuration, with reason, approver and last day\.$/);
      });

      it("finds it in every way to grant or to ask, and in any letter case", () => {
        const id = idOf(bad).toUpperCase();
        for (const [type, props] of [
          [assignment, { appRoleId: id }],
          ["azuread:index/applicationApiAccess:ApplicationApiAccess", { roleIds: [id], scopeIds: [] }],
          [
            "azuread:index/application:Application",
            { requiredResourceAccesses: [{ resourceAppId: "x", resourceAccesses: [{ id, type: "Role" }] }] },
          ],
        ] as const) {
          assert.equal(judge(policy, type, props).length, 1, type);
        }
      });

      it("says that it cannot judge what a preview does not know, and what it is not for", () => {
        assert.deepEqual(judge(policy, assignment, { appRoleId: unknown }), [
          'cannot judge yet: "app-consent" names a permission that is not known',
        ]);
        assert.deepEqual(judge(policy, "azuread:index/group:Group", {}), [
          "not applicable: it grants no permission and asks for none",
        ]);
        assert.deepEqual(judge(policy, assignment, { appRoleId: "00000000-0000-0000-0000-000000000000" }), []);
      });

      it("takes an exception for its permission and app, until its last day", () => {
        const exception = {
          permission: bad,
          app: "app",
          reason: "the vendor has no other way",
          approver: "hanak@contoso.com",
          expires: "2999-12-31",
        };
        const by = (changes: object) => grants(policy, bad, { exceptions: [{ ...exception, ...changes }] });
        assert.deepEqual(by({}), []);
        assert.equal(by({ app: "ap" }).length, 1);
        assert.equal(by({ permission: good }).length, 1);
        assert.match(
          by({ expires: "2020-01-01" })[0] ?? "",
          /Its exception by hanak@contoso\.com expired on 2020-01-01\.$/,
        );
      });
    });
  }

  it("judges delegated permissions by their own kind", () => {
    const type = "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
    assert.deepEqual(judge(pack.narrowerPermissionSuffices, type, { claimValues: ["Directory.Read.All"] }), []);
    assert.deepEqual(judge(pack.permissionIsKnown, type, { claimValues: ["User.Read", "User.Reed"] }), [
      '"app-consent" names the permission User.Reed, which the table of permissions does not hold',
    ]);
  });

  it("says what it does not know", () => {
    const id = "11111111-2222-4333-8444-555555555555";
    assert.deepEqual(judge(pack.permissionIsKnown, assignment, { appRoleId: id }), [
      `"app-consent" names the permission ${id}, which the table of permissions does not hold`,
    ]);
    assert.deepEqual(grants(pack.permissionIsKnown, "User.Read.All"), []);
  });

  it("counts the last day of an exception", () => {
    const exception = {
      permission: "P.Read",
      app: "a",
      reason: "because it is so",
      approver: "x",
      expires: "2026-11-24",
    };
    const args = { getConfig: () => ({ exceptions: [exception] }) as never };
    assert.equal(exceptionFor(args, "P.Read", "a-b", "2026-11-24")?.expired, false);
    assert.equal(exceptionFor(args, "P.Read", "a-b", "2026-11-25")?.expired, true);
    assert.equal(exceptionFor(args, "P.Read", "ab", "2026-11-24"), undefined);
  });
});
