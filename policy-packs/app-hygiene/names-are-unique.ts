import { definePolicy, flagOf, frameworks, NOT_KNOWN, types } from "@consentra/policy-kit";
import { ledger, registrationUrl } from "./room";

/** Two applications of one name are taken for each other by administrators and by look-ups. */
export const namesAreUnique = definePolicy(ledger, {
  name: "names-are-unique",
  displayName: "No second application of the same name",
  description: "A registration is refused where another one of its name exists.",
  level: "mandatory",
  severity: "low",
  framework: frameworks.applicationIdentities,
  url: registrationUrl,
  remediationSteps: "Set `preventDuplicateNames: true` (AppRegistration does).",
  exceptions: "application",
  resource: (args, verdict) => {
    if (args.type !== types.application) return "it is no registration";
    const isPrevented = flagOf(args.props, "preventDuplicateNames");
    if (isPrevented === NOT_KNOWN) verdict.later(args, `whether "${args.name}" may have another's name is not known`);
    else if (!isPrevented)
      verdict.violation(
        args,
        `"${args.name}" may take the name of another application, and administrators mistake one for the other. Set \`preventDuplicateNames: true\`.`,
      );
  },
});
