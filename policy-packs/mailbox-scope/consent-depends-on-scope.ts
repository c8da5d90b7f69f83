import type { StackValidationPolicy } from "@pulumi/policy";
import { NOT_KNOWN } from "./readable";
import { framework, graphScopingUrl } from "./references";
import { dependsOn, nameOf, policiesFor, viewStack } from "./stack-view";

/** Consent is created after the scope and removed before it. */
export const consentDependsOnScope: StackValidationPolicy = {
  name: "consent-depends-on-scope",
  displayName: "Consent depends on the mailbox scope",
  description:
    "A grant of a permission that reaches mailboxes depends on the access policy that confines it, so that it comes later and goes earlier.",
  enforcementLevel: "mandatory",
  severity: "high",
  framework,
  url: graphScopingUrl,
  remediationSteps:
    "Let VendorApp order both, or pass the MailboxScope in `dependsOn` of the AdminConsent or AppRoleAssignment.",
  validateStack: (args, reportViolation) => {
    const view = viewStack(args.resources);
    if (view.grants.length === 0) args.notApplicable("no application permission of the stack reaches mailboxes");
    for (const { resource, permission, clientId } of view.grants) {
      if (clientId === undefined || clientId === NOT_KNOWN) continue;
      const scopes = policiesFor(view, clientId);
      if (scopes.length === 0 || scopes.some((scope) => dependsOn(resource, scope.resource))) continue;
      reportViolation(
        `${nameOf(resource)} grants ${permission.name} to application ${clientId} without depending on its access policy ` +
          `${scopes.map((scope) => nameOf(scope.resource)).join(", ")}: while the stack is created or destroyed the application could reach every mailbox. ` +
          "Pass the MailboxScope in `dependsOn` of the grant.",
        resource.urn,
      );
    }
  },
};
