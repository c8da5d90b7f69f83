import { appName, definePolicy, frameworks, NOT_KNOWN } from "@consentra/policy-kit";
import { policiesFor, viewMailboxes } from "./mailbox-view";
import { graphScopingUrl, ledger } from "./room";

/** Consent is created after the scope and removed before it. */
export const consentDependsOnScope = definePolicy(ledger, {
  name: "consent-depends-on-scope",
  displayName: "Consent depends on the mailbox scope",
  description:
    "A grant of a permission that reaches mailboxes depends on the access policy that confines it, so that it comes later and goes earlier.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.leastPrivilege,
  url: graphScopingUrl,
  remediationSteps:
    "Let VendorApp order both, or pass the MailboxScope in `dependsOn` of the AdminConsent or AppRoleAssignment.",
  exceptions: "permission",
  stack: (stack, verdict) => {
    const view = viewMailboxes(stack);
    const grants = view.grants.filter(({ isGrant }) => isGrant);
    if (grants.length === 0 && view.unreadable.length === 0)
      return "no application permission of the stack reaches mailboxes";
    for (const resource of view.unreadable)
      verdict.later(resource, `the permission that "${resource.name}" names is not known in this preview.`);
    for (const { resource, permission, app } of grants) {
      if (app === undefined) continue;
      if (app === NOT_KNOWN) {
        verdict.later(
          resource,
          `which scope "${resource.name}" has to depend on: its application is not known in this preview.`,
        );
        continue;
      }
      const scopes = policiesFor(view, app);
      const candidates = scopes.length > 0 ? scopes : policiesFor(view, NOT_KNOWN);
      if (candidates.length === 0 || candidates.some((each) => stack.comesAfter(resource, each.resource))) continue;
      if (scopes.length === 0) {
        verdict.later(
          resource,
          `which scope "${resource.name}" has to depend on: an access policy is not known in this preview.`,
        );
        continue;
      }
      verdict.violation(
        resource,
        `"${resource.name}" grants ${permission.name} to application ${appName(app)} without depending on its access policy ` +
          `${scopes.map((each) => `"${each.resource.name}"`).join(", ")}: while the stack is created or destroyed the application could reach every mailbox. ` +
          "Pass the MailboxScope in `dependsOn` of the grant.",
        permission.name,
      );
    }
  },
});
