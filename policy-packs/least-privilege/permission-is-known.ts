import { definePolicy, frameworks, permissionsOf } from "@consentra/policy-kit";
import { ledger, permissionsUrl } from "./room";

interface Config {
  /** IDs of permissions and roles that the tenant's own reviewers judged, each with what it lets an app or a user do. */
  known: Record<string, string>;
}

/** What is not in the table of permissions was judged by nobody. */
export const permissionIsKnown = definePolicy<Config>(ledger, {
  name: "permission-is-known",
  displayName: "Each permission can be judged",
  description:
    "A permission that the table of permissions does not hold is judged by nobody, so it is not let through.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.applicationRisk,
  url: permissionsUrl,
  remediationSteps:
    "Look the permission up in Microsoft's permissions reference and judge it; then write its ID and what it does into the pack's configuration, under `known`.",
  exceptions: "permission",
  config: {
    known: {
      type: "object",
      description:
        "IDs (or, for delegated permissions, names) that were judged by hand, each with what it lets an app do.",
      additionalProperties: { type: "string", minLength: 10 },
      default: {},
    },
  },
  resource: (args, verdict, { known = {} }) => {
    const view = permissionsOf(args);
    if (!view) return "it grants no permission and asks for none";
    if (view.notKnownYet) verdict.later(args, `"${args.name}" names a permission that is not known`);
    const judged = new Set(Object.keys(known).map((each) => each.toLowerCase()));
    for (const each of view.unknown) {
      if (judged.has(each.toLowerCase())) continue;
      verdict.violation(
        args,
        `"${args.name}" names the permission ${each}, which the table of permissions does not hold: nobody judged it. ` +
          "Look it up in Microsoft's permissions reference, and write it into the pack's configuration under `known` if it is fine.",
        each,
      );
    }
  },
});
