import type { ResourceValidationArgs } from "@pulumi/policy";
import {
  appName,
  definePolicy,
  frameworks,
  NOT_KNOWN,
  permissionById,
  textOf,
  types,
  type AppKey,
  type Verdict,
} from "@consentra/policy-kit";
import { isFilteredByAccessPolicy, reachesMailboxes } from "consentra/graph";
import { everyoneScopesOf } from "./everyone-scopes";
import { policiesFor, rolesFor, viewMailboxes, type MailboxGrantView, type MailboxView } from "./mailbox-view";
import { graphScopingUrl, ledger, seen } from "./room";

const give = "Give it a MailboxScope (VendorApp: `mailboxScope`) with the mailboxes it needs.";

/** An application permission that reaches mailboxes is granted, or asked for, only where an access policy of the same stack confines the app. */
export const mailboxPermissionIsScoped = definePolicy(ledger, {
  name: "mailbox-permission-is-scoped",
  displayName: "A permission that reaches mailboxes is scoped for its application",
  description:
    "An application permission that reaches mailboxes needs an application access policy for that very application.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.leastPrivilege,
  url: graphScopingUrl,
  remediationSteps:
    "Give the application a MailboxScope (VendorApp: `mailboxScope`) with the mailboxes it needs, or take the permission away.",
  exceptions: "permission",
  resource: (args, verdict) => {
    seen.note(args);
    if (args.type === types.appRoleAssignment) judgeBeforeItIsMade(args, verdict);
  },
  stack: (stack, verdict) => {
    const view = viewMailboxes(stack);
    if (view.grants.length === 0 && view.unreadable.length === 0)
      return "no application permission of the stack reaches mailboxes";
    for (const resource of view.unreadable)
      verdict.later(resource, `the permission that "${resource.name}" names is not known in this preview.`);
    const everyone = everyoneScopesOf(stack);
    for (const grant of view.grants) {
      if (grant.app !== NOT_KNOWN && grant.app !== undefined && everyone.has(grant.app)) continue;
      judge(grant, view, verdict);
    }
  },
});

/** With the values of the update. In a preview that knows them the stack as a whole says more. */
function judgeBeforeItIsMade(args: ResourceValidationArgs, verdict: Verdict): void {
  const roleId = textOf(args.props, "appRoleId");
  const principal = textOf(args.props, "principalObjectId");
  if (typeof roleId !== "string" || typeof principal !== "string") return;
  const permission = permissionById("application", roleId.toLowerCase());
  if (!permission || !reachesMailboxes(permission)) return;
  const clientId = seen.onlyClientIdAround(args.urn);
  if (typeof clientId !== "string" || seen.isEveryoneAround(args.urn)) return;
  if (seen.hasPolicyFor(clientId) !== false) return;
  verdict.violation(
    args,
    `"${args.name}" grants ${permission.name} to application ${clientId}, and no access policy for it was made before: ` +
      `the application could reach every mailbox of the organisation. ${give}`,
    permission.name,
  );
}

function judge(grant: MailboxGrantView, view: MailboxView, verdict: Verdict): void {
  const { resource, permission, app, isGrant } = grant;
  const what = `"${resource.name}" ${isGrant ? "grants" : "asks for"} ${permission.name}`;
  const refuse = (message: string) => verdict.violation(resource, message, permission.name);
  if (app === NOT_KNOWN) {
    verdict.later(resource, `${what}, but the application behind it is not known in this preview.`);
  } else if (app === undefined) {
    refuse(
      isGrant
        ? `${what} to a service principal that is not in this stack, so no scope can be matched to it: it may read every mailbox. ` +
            "Refer to the service principal by a resource of this stack (EnterpriseApp, or azuread.ServicePrincipal), and give it a MailboxScope."
        : `${what} for an application that is not in this stack, so no scope can be matched to it. ` +
            "Ask for it where the application is registered, and give that a MailboxScope.",
    );
  } else {
    judgeScopes(grant, app, what, view, verdict, refuse);
  }
}

function judgeScopes(
  { resource, permission, isGrant }: MailboxGrantView,
  app: AppKey,
  what: string,
  view: MailboxView,
  verdict: Verdict,
  refuse: (message: string) => void,
): void {
  const own = policiesFor(view, app);
  const whom = `${isGrant ? "to" : "for"} application ${appName(app)}`;
  if (own.length > 0) {
    if (!isFilteredByAccessPolicy(permission))
      refuse(
        `${what} ${whom}, but an access policy does not filter ${permission.name}: it reaches every mailbox beside the scope. ` +
          "Use a permission that access policies filter, such as Mail.Read, Calendars.Read or Contacts.Read.",
      );
    else if (own.every(({ isAssumed }) => isAssumed))
      verdict.later(
        resource,
        `whether the access policy ${names(own)} confines application ${appName(app)}, which ${isGrant ? "gets" : "asks for"} ${permission.name}: its client ID is not known in this preview.`,
      );
    return;
  }
  const notKnown = policiesFor(view, NOT_KNOWN);
  if (notKnown.length > 0) {
    verdict.later(
      resource,
      `whether the access policy ${names(notKnown)} confines application ${appName(app)}, which ${isGrant ? "gets" : "asks for"} ${permission.name}, is not known in this preview.`,
    );
    return;
  }
  const danger = isGrant
    ? "the application could reach every mailbox of the organisation"
    : "an administrator's consent would open every mailbox of the organisation";
  refuse(`${what} ${whom}, and ${foundInstead(view, app)}: ${danger}. ${give}`);
}

function foundInstead(view: MailboxView, app: AppKey): string {
  if (rolesFor(view, app).length > 0) return "its roles of RBAC for Applications do not filter what is consented to";
  const others = new Set(
    view.scopes.flatMap((each) =>
      each.object.kind === "ApplicationAccessPolicy" && each.app !== NOT_KNOWN ? [appName(each.app)] : [],
    ),
  );
  return others.size > 0
    ? `the access policies of the stack are for ${[...others].join(", ")}`
    : "the stack has no access policy";
}

function names(scopes: readonly { resource: { name: string } }[]): string {
  return scopes.map((each) => `"${each.resource.name}"`).join(", ");
}
