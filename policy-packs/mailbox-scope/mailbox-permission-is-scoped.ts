import type { StackValidationPolicy } from "@pulumi/policy";
import { isFilteredByAccessPolicy } from "consentra/graph";
import { NOT_KNOWN } from "./readable";
import { framework, graphScopingUrl } from "./references";
import { nameOf, policiesFor, viewStack, type MailboxGrantView, type StackView } from "./stack-view";

/** An application permission that reaches mailboxes is granted only to an app that an access policy of the same stack confines. */
export const mailboxPermissionIsScoped: StackValidationPolicy = {
  name: "mailbox-permission-is-scoped",
  displayName: "A permission that reaches mailboxes is scoped for its application",
  description:
    "An application permission that reaches mailboxes needs an application access policy for that very application.",
  enforcementLevel: "mandatory",
  severity: "critical",
  framework,
  url: graphScopingUrl,
  remediationSteps:
    "Give the application a MailboxScope (VendorApp: `mailboxScope`) with the mailboxes it needs, or take the permission away.",
  validateStack: (args, reportViolation) => {
    const view = viewStack(args.resources);
    if (view.grants.length === 0) args.notApplicable("no application permission of the stack reaches mailboxes");
    for (const grant of view.grants) {
      const fault = judge(grant, view);
      if (fault) reportViolation(fault, grant.resource.urn);
    }
  },
};

function judge({ resource, permission, clientId }: MailboxGrantView, view: StackView): string | undefined {
  const what = `${nameOf(resource)} grants ${permission.name}`;
  if (clientId === NOT_KNOWN) return undefined;
  if (clientId === undefined) {
    return (
      `${what} to a service principal that is not in this stack, so no scope can be matched to it: it may read every mailbox. ` +
      "Refer to the service principal by a resource of this stack (EnterpriseApp, or azuread.ServicePrincipal), and give it a MailboxScope."
    );
  }
  const own = policiesFor(view, clientId);
  if (own.length > 0) {
    if (isFilteredByAccessPolicy(permission)) return undefined;
    return (
      `${what} to application ${clientId}, but an access policy does not filter ${permission.name}: it reaches every mailbox beside the scope. ` +
      "Use a permission that access policies filter, such as Mail.Read, Calendars.Read or Contacts.Read."
    );
  }
  if (view.policies.some(({ spec }) => spec === NOT_KNOWN)) return undefined;
  const others = view.policies.flatMap(({ spec }) => (spec === NOT_KNOWN ? [] : [spec.appId]));
  const found =
    others.length > 0
      ? `the access policies of the stack are for ${others.join(", ")}`
      : "the stack has no access policy";
  return (
    `${what} to application ${clientId}, and ${found}: the application could reach every mailbox of the organisation. ` +
    "Give it a MailboxScope (VendorApp: `mailboxScope`) with the mailboxes it needs."
  );
}
