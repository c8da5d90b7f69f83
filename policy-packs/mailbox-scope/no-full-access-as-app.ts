import { definePolicy, frameworks, permissionsOf, types } from "@consentra/policy-kit";
import { graphScopingUrl, ledger } from "./room";

const name = "full_access_as_app";

/** The permission of Exchange Web Services that opens mailboxes completely. */
export const noFullAccessAsApp = definePolicy(ledger, {
  name: "no-full-access-as-app",
  displayName: "No full access by Exchange Web Services",
  description:
    "No application gets full_access_as_app, which opens mailboxes completely, for reading, changing and sending.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.leastPrivilege,
  url: graphScopingUrl,
  remediationSteps:
    "Ask the vendor for an app that uses Microsoft Graph, and grant Mail.Read, Calendars.Read or Contacts.Read.",
  exceptions: "permission",
  resource: (args, verdict) => {
    // The role of the same effect has a scope, which other policies judge.
    const view = args.type === types.command ? undefined : permissionsOf(args);
    if (!view) return "it grants no permission and asks for none";
    if (view.notKnownYet) verdict.later(args, `"${args.name}" names a permission that is not known`);
    if (!view.permissions.some((each) => each.name === name)) return;
    verdict.violation(
      args,
      `"${args.name}" names ${name}: it opens mailboxes completely, for reading, changing and sending, by Exchange Web Services, which Microsoft retires. ` +
        "Ask the vendor for an app that uses Microsoft Graph.",
      name,
    );
  },
});
