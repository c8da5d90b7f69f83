import { definePolicy, frameworks, NOT_KNOWN, readable, types } from "@consentra/policy-kit";
import { leastPrivilegeUrl, ledger } from "./room";

const shortest = 10;

/** Access to every mailbox is somebody's written decision. */
export const everyoneScopeHasReason = definePolicy(ledger, {
  name: "everyone-scope-has-reason",
  displayName: "A scope of every mailbox says why",
  description: "A mailbox scope of everybody is written down with the reason why it has to be so.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.leastPrivilege,
  url: leastPrivilegeUrl,
  remediationSteps: "Name the mailboxes, or write down in `everyone.reason` why every mailbox has to be reached.",
  exceptions: "application",
  resource: (args, verdict) => {
    if (args.type !== types.mailboxScope) return "it is no mailbox scope";
    const everyone = readable(() => args.props.everyone as unknown);
    if (everyone === NOT_KNOWN) return verdict.later(args, `the reason of "${args.name}" is not known`);
    if (everyone === undefined || everyone === null) return "the scope names mailboxes";
    const reason = typeof everyone === "string" ? everyone : "";
    if (reason.trim().length >= shortest) return;
    verdict.violation(
      args,
      `"${args.name}" is a scope of every mailbox, and its reason is ${JSON.stringify(reason)}, expected at least ${shortest} characters. ` +
        "Name the mailboxes with `allow`, or write down why every mailbox has to be reached.",
    );
  },
});
