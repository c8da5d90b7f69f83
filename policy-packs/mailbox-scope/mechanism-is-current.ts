import { definePolicy, exchangeObjectOf, frameworks } from "@consentra/policy-kit";
import { ledger, rbacUrl } from "./room";

/** Microsoft replaced application access policies by RBAC for Applications. */
export const mechanismIsCurrent = definePolicy(ledger, {
  name: "mechanism-is-current",
  displayName: "Mailboxes are scoped by the current mechanism",
  description: "Application access policies are the legacy mechanism; Microsoft recommends RBAC for Applications.",
  level: "advisory",
  severity: "low",
  framework: frameworks.leastPrivilege,
  url: rbacUrl,
  remediationSteps:
    'Set `mechanism: "rbac"` in the mailbox scope and run `pulumi up`: the role is made and the consent is taken back in an order that opens no other mailbox.',
  exceptions: "application",
  resource: (args, verdict) => {
    if (exchangeObjectOf(args)?.kind !== "ApplicationAccessPolicy") return "it is no application access policy";
    verdict.violation(
      args,
      `"${args.name}" is an application access policy, which Microsoft replaced by RBAC for Applications. ` +
        'Set `mechanism: "rbac"` in the mailbox scope; where the vendor supports access policies only, except it.',
    );
  },
});
