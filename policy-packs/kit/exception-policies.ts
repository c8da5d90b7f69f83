import type { ReportViolation } from "@pulumi/policy";
import type { Policy } from "./define";
import { isExpired, isForStack, type Exception } from "./exceptions";
import type { Ledger, Use } from "./ledger";
import { unknownValueError } from "./readable";
import { frameworks } from "./references";

const url = "https://learn.microsoft.com/security/benchmark/azure/mcsb-governance-strategy";
const configSchema = { properties: {} };

/** Exceptions that ended, or that nothing needs, are refused: the list says what is so today. To be the last but one policy of a pack. */
export function exceptionsAreCurrent(ledger: Ledger): Policy {
  return {
    name: "exceptions-are-current",
    displayName: "Exceptions count and are needed",
    description: "An exception in the pack's configuration has not expired, and something of the stack needs it.",
    enforcementLevel: "mandatory",
    severity: "medium",
    framework: frameworks.governance,
    url,
    remediationSteps:
      "Remove the exception, or have it approved again with a new last day; where one configuration serves several stacks, name those in `stacks`.",
    configSchema,
    validateStack: (args, report) => {
      if (ledger.configured().size === 0) return args.notApplicable("no exception is configured");
      const urn = args.resources[0]?.urn ?? "";
      const later = [...ledger.configured()].flatMap(([policy, exceptions]) =>
        exceptions.filter((each) => isForStack(each, urn)).flatMap((each) => judge(ledger, policy, each, report)),
      );
      if (later.length > 0) throw unknownValueError(later.join("\n"));
    },
  };
}

/** @returns what cannot be judged yet */
function judge(ledger: Ledger, policy: string, exception: Exception, report: ReportViolation): string[] {
  const { approver, expires } = exception;
  const what = `the exception of ${policy} for ${aboutOf(exception)}, approved by ${approver},`;
  if (isExpired(exception)) {
    report(`${what} expired on ${expires}. Remove it, or have it approved again.`);
  } else if (!ledger.usesOf(policy).some((use) => use.exception === exception || isSame(use.exception, exception))) {
    if (ledger.isUndecided(policy)) return [`cannot judge yet: whether ${what} is needed`];
    report(
      `${what} is needed by nothing in this stack. Remove it; where it is for another stack, name that in \`stacks\`.`,
    );
  }
  return [];
}

function isSame(one: Exception, other: Exception): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Shows each exception that let something pass, in every preview and update. To be the last policy of a pack. */
export function exceptionInUse(ledger: Ledger): Policy {
  return {
    name: "exception-in-use",
    displayName: "Exceptions that are in use",
    description: "Names each thing that passes only by an exception, with who approved it, why and until when.",
    enforcementLevel: "advisory",
    severity: "low",
    framework: frameworks.governance,
    url,
    remediationSteps: "None is needed; ask before its last day whether the exception is still right.",
    configSchema,
    validateResource: (args, report) => tell(ledger.uses(args.urn), report),
    // What was told of the resource itself is not told again.
    validateStack: (_args, report) =>
      tell(
        ledger.uses().filter((use) => !ledger.uses(use.urn).some(({ policy }) => policy === use.policy)),
        report,
      ),
  };
}

function tell(uses: readonly Use[], report: ReportViolation): void {
  for (const { policy, exception, name, urn } of uses) {
    if (isExpired(exception)) continue;
    report(
      `"${name}" passes ${policy} for ${aboutOf(exception)} by an exception: ${exception.reason}. ` +
        `Approved by ${exception.approver} until ${exception.expires}.`,
      urn,
    );
  }
}

function aboutOf({ permission, app }: Exception): string {
  return permission === undefined ? app : `${permission} of ${app}`;
}
