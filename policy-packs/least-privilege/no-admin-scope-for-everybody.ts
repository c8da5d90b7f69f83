import { definePolicy, frameworks, NOT_KNOWN, permissionsOf, textOf, types } from "@consentra/policy-kit";
import { consentUrl, ledger } from "./room";

/** A delegated permission that only an administrator can consent to is not granted on behalf of all users. */
export const noAdminScopeForEverybody = definePolicy(ledger, {
  name: "no-admin-scope-for-everybody",
  displayName: "No delegated grant for all users of what needs an administrator",
  description:
    "A delegated permission that needs an administrator's consent is granted for single users, not on behalf of everybody.",
  level: "mandatory",
  severity: "high",
  framework: frameworks.adminConsent,
  url: consentUrl,
  remediationSteps:
    "Grant it for the users who need it (VendorApp: `consentUsers`), or use a permission that users may consent to.",
  exceptions: "permission",
  resource: (args, verdict) => {
    if (args.type !== types.delegatedGrant) return "it is no delegated grant";
    const user = textOf(args.props, "userObjectId");
    if (typeof user === "string") return "it is for one user";
    const view = permissionsOf(args);
    const adminOnly = (view?.permissions ?? []).filter(({ adminConsent }) => adminConsent);
    if (view?.notKnownYet || (user === NOT_KNOWN && adminOnly.length > 0))
      verdict.later(args, `"${args.name}" grants delegated permissions, and for whom or which is not known`);
    if (user === NOT_KNOWN) return;
    for (const name of new Set(adminOnly.map((each) => each.name))) {
      verdict.violation(
        args,
        `"${args.name}" grants the delegated permission ${name} on behalf of all users, and only an administrator can consent to it: ` +
          "whoever signs in lets the app use it. Grant it for the users who need it (VendorApp: `consentUsers`).",
        name,
      );
    }
  },
});
