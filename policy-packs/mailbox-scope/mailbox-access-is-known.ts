import { appName, definePolicy, frameworks, NOT_KNOWN, types } from "@consentra/policy-kit";
import { everyoneScopesOf } from "./everyone-scopes";
import { isDecidedBefore, policiesFor, rolesFor, viewMailboxes } from "./mailbox-view";
import { graphScopingUrl, ledger } from "./room";

/** What a preview cannot see of a grant is refused, unless the update judges it once more before the grant is made. */
export const mailboxAccessIsKnown = definePolicy(ledger, {
  name: "mailbox-access-is-known",
  displayName: "A preview can judge who reaches mailboxes",
  description:
    "Grants and scopes have values that a preview knows, because the stack as a whole is judged again only when everything is made.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.leastPrivilege,
  url: graphScopingUrl,
  remediationSteps:
    "Write permissions as literals, refer to service principals by resources of the stack, and put an application, its scope and its consent into one VendorApp.",
  exceptions: "application",
  stack: (stack, verdict) => {
    const view = viewMailboxes(stack);
    const everyone = everyoneScopesOf(stack);
    for (const resource of view.unreadable.filter(({ type }) => type === types.appRoleAssignment))
      verdict.cannotJudge(
        resource,
        `the permission that "${resource.name}" grants is not known in this preview. Use the permission's ID as a literal.`,
      );
    for (const grant of view.grants.filter(({ isGrant }) => isGrant)) {
      const { resource, permission, app } = grant;
      if (app === undefined || (app !== NOT_KNOWN && everyone.has(app))) continue;
      if (app === NOT_KNOWN) {
        verdict.cannotJudge(
          resource,
          `"${resource.name}" grants ${permission.name}, but the application behind it is not known in this preview. ` +
            "Refer to the service principal by a resource of this stack.",
        );
        continue;
      }
      const policies = policiesFor(view, app);
      const hidden = [
        ...(policies.every(({ isAssumed }) => isAssumed) && !isDecidedBefore(grant, stack)
          ? [...policies, ...policiesFor(view, NOT_KNOWN)]
          : []),
        ...rolesFor(view, app).filter(({ isAssumed }) => isAssumed),
        ...rolesFor(view, NOT_KNOWN),
      ];
      for (const each of hidden)
        verdict.cannotJudge(
          each.resource,
          `what "${each.resource.name}" says about application ${appName(app)}, which gets ${permission.name}, is not known in this preview. ` +
            "Put the application, its scope and its consent into one VendorApp, or register the application in an update of its own.",
        );
    }
  },
});
