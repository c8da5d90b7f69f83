import { definePolicy, flagOf, frameworks, NOT_KNOWN, types } from "@consentra/policy-kit";
import { isMicrosofts } from "./microsoft";
import { assignmentUrl, ledger } from "./room";

/** Without it everybody in the tenant can sign in to the app, and consent where users may. */
export const assignmentIsRequired = definePolicy(ledger, {
  name: "assignment-is-required",
  displayName: "Only who is assigned may sign in",
  description: "An enterprise application lets in only users and groups that are assigned to it.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.accessReview,
  url: assignmentUrl,
  remediationSteps: "Set `appRoleAssignmentRequired: true` (EnterpriseApp does), and assign who is to sign in.",
  exceptions: "application",
  resource: (args, verdict) => {
    if (args.type !== types.servicePrincipal || isMicrosofts(args.props)) return "it is no enterprise application";
    const required = flagOf(args.props, "appRoleAssignmentRequired");
    if (required === NOT_KNOWN) verdict.later(args, `whether "${args.name}" requires assignment is not known`);
    else if (!required)
      verdict.violation(
        args,
        `"${args.name}" lets everybody in the tenant sign in. Set \`appRoleAssignmentRequired: true\`, and assign who is to use it.`,
      );
  },
});
