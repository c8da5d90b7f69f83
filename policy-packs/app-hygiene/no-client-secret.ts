import { definePolicy, frameworks, NOT_KNOWN, objectOf, types } from "@consentra/policy-kit";
import { ledger, registrationUrl } from "./room";

/** A secret is whoever's who reads it; a certificate's key and a platform's token stay where they are. */
export const noClientSecret = definePolicy(ledger, {
  name: "no-client-secret",
  displayName: "A certificate or federation instead of a secret",
  description: "An application proves who it is by a certificate or by federation, not by a client secret.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.applicationCredentials,
  url: registrationUrl,
  remediationSteps:
    "Use AppCredential with `federated` or `certificates`; where the vendor takes secrets only, except it for a time.",
  exceptions: "application",
  resource: (args, verdict) => {
    if (args.type === types.applicationPassword || args.type === types.servicePrincipalPassword) return refuse();
    if (args.type !== types.application) return "it is no credential";
    const password = objectOf(args.props, "password");
    if (password === NOT_KNOWN) verdict.later(args, `whether "${args.name}" has a client secret is not known`);
    else if (password) refuse();

    function refuse(): void {
      verdict.violation(
        args,
        `"${args.name}" is a client secret, which signs in for whoever reads it. Use a certificate or federation (AppCredential: \`certificates\`, \`federated\`).`,
      );
    }
  },
});
