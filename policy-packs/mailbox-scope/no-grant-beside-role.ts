import { appName, definePolicy, frameworks, NOT_KNOWN, permissionOfRole } from "@consentra/policy-kit";
import { rolesFor, viewMailboxes } from "./mailbox-view";
import { ledger, rbacUrl } from "./room";

/** RBAC for Applications grants by itself; the same permission consented to in Entra has no scope at all. */
export const noGrantBesideRole = definePolicy(ledger, {
  name: "no-grant-beside-role",
  displayName: "No consent beside a scoped role",
  description:
    "A permission that a scoped role gives is not consented to in Entra as well, because consent knows no scope of RBAC.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.leastPrivilege,
  url: rbacUrl,
  remediationSteps: "Take the Entra grant away: the role grants the permission inside its scope.",
  exceptions: "permission",
  stack: (stack, verdict) => {
    const view = viewMailboxes(stack);
    const roles = view.scopes.filter(({ object }) => object.kind === "RoleAssignment");
    if (roles.length === 0) return "the stack assigns no role of RBAC for Applications";
    for (const resource of view.unreadable)
      verdict.later(
        resource,
        `whether "${resource.name}" grants what a role gives; its permission is not known in this preview.`,
      );
    for (const { resource, permission, app, isGrant } of view.grants) {
      if (!isGrant || app === undefined) continue;
      const same = app === NOT_KNOWN ? roles : [...rolesFor(view, app, permission), ...rolesFor(view, NOT_KNOWN)];
      const known = app === NOT_KNOWN ? undefined : same.find((each) => !each.isAssumed);
      if (known && known.object.spec !== NOT_KNOWN && "role" in known.object.spec) {
        const role = known.object.spec.role;
        const given = permissionOfRole(role)?.name ?? permission.name;
        verdict.violation(
          resource,
          `"${resource.name}" grants ${permission.name} to application ${appName(app as string)} in Entra, beside the role ${role} of "${known.resource.name}", which gives ${given} inside a scope: ` +
            "the grant has no scope, so the application reaches every mailbox. Take the grant away.",
          permission.name,
        );
      } else if (same.length > 0) {
        verdict.later(
          resource,
          `whether ${same.map((each) => `"${each.resource.name}"`).join(", ")} gives ${permission.name}, which "${resource.name}" grants in Entra, is not known in this preview.`,
        );
      }
    }
  },
});
