import type { StackValidationPolicy } from "@pulumi/policy";
import { NOT_KNOWN } from "./readable";
import { framework, graphScopingUrl } from "./references";
import { nameOf, policiesFor, viewStack } from "./stack-view";

/** Says what the other policies cannot see in a preview, so that nothing passes in silence; they decide when the values are known. */
export const mailboxAccessIsKnown: StackValidationPolicy = {
  name: "mailbox-access-is-known",
  displayName: "What a preview cannot judge yet",
  description:
    "Names grants and scopes whose values a preview does not know; the mandatory policies decide on them during the update.",
  enforcementLevel: "advisory",
  severity: "medium",
  framework,
  url: graphScopingUrl,
  remediationSteps: "Run `pulumi up` with the same pack: the policies are judged again with the real values.",
  validateStack: (args, reportViolation) => {
    const view = viewStack(args.resources);
    for (const resource of view.unreadable) {
      reportViolation(
        `cannot judge yet: the permission that ${nameOf(resource)} grants is not known in this preview. Use the permission's ID as a literal.`,
        resource.urn,
      );
    }
    for (const { resource, permission, clientId } of view.grants) {
      if (clientId === NOT_KNOWN) {
        reportViolation(
          `cannot judge yet: ${nameOf(resource)} grants ${permission.name}, but the application behind it is not known in this preview.`,
          resource.urn,
        );
      } else if (clientId !== undefined && policiesFor(view, clientId).length === 0) {
        for (const policy of view.policies.filter(({ spec }) => spec === NOT_KNOWN)) {
          reportViolation(
            `cannot judge yet: whether the access policy ${nameOf(policy.resource)} confines application ${clientId}, which gets ${permission.name}, is not known in this preview.`,
            policy.resource.urn,
          );
        }
      }
    }
  },
};
