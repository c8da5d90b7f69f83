import { definePolicy, frameworks, NOT_KNOWN, textOf, types } from "@consentra/policy-kit";
import { audienceUrl, ledger } from "./room";

const thisTenant = "AzureADMyOrg";

/** A multi-tenant registration can be let into any tenant, and its owner answers for all of them. */
export const audienceIsThisTenant = definePolicy(ledger, {
  name: "audience-is-this-tenant",
  displayName: "Registrations are for this tenant",
  description: "An application that is registered here is for accounts of this tenant.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.applicationIdentities,
  url: audienceUrl,
  remediationSteps: 'Set `signInAudience: AzureADMyOrg` (AppRegistration: `audience: "singleTenant"`).',
  exceptions: "application",
  resource: (args, verdict) => {
    if (args.type !== types.application && args.type !== types.applicationRegistration) return "it is no registration";
    const audience = textOf(args.props, "signInAudience");
    if (audience === NOT_KNOWN) verdict.later(args, `for whom "${args.name}" is, is not known`);
    else if (audience !== undefined && audience !== thisTenant)
      verdict.violation(
        args,
        `"${args.name}" is for ${audience}: accounts of other tenants can use it. Set \`signInAudience: ${thisTenant}\`.`,
      );
  },
});
