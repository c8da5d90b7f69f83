import { definePolicy, frameworks, NOT_KNOWN, textOf, types } from "@consentra/policy-kit";
import { isMicrosofts } from "./microsoft";
import { ledger, principalsUrl } from "./room";

/** Destroying a stack deletes the service principals that it manages, those with `useExisting` too. */
export const microsoftsPrincipalsAreNotManaged = definePolicy(ledger, {
  name: "microsofts-principals-are-not-managed",
  displayName: "Microsoft's own principals are not managed",
  description:
    "A service principal of Microsoft, such as Microsoft Graph, is looked up and never made or adopted by a stack.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.applicationIdentities,
  url: principalsUrl,
  remediationSteps:
    "Look it up with `azuread.getServicePrincipalOutput`; take it out of the state with `pulumi state delete`, never with destroy.",
  exceptions: "application",
  resource: (args, verdict) => {
    if (args.type !== types.servicePrincipal) return "it is no service principal";
    const clientId = textOf(args.props, "clientId");
    if (clientId === NOT_KNOWN) verdict.later(args, `whose service principal "${args.name}" is, is not known`);
    else if (isMicrosofts(args.props))
      verdict.violation(
        args,
        `"${args.name}" manages the service principal of ${clientId ?? "an application"}, which is Microsoft's own: destroying the stack deletes it for the whole tenant, also with \`useExisting\`. ` +
          "Look it up with `azuread.getServicePrincipalOutput`.",
      );
  },
});
