import { atLeast, type Application, type Review, type RiskLevel, type Violation } from "./model";

/** The advisory policy that names exceptions in use: they were decided, so they stop nothing. */
export const exceptionPolicy = "exception-in-use";

/**
 * What stops a change: mandatory violations always; with a threshold also advisory ones of that severity, and what adds a permission of
 * that risk, raises one to it, or opens further mailboxes to one, without an exception.
 */
export function verdictOf(
  violations: readonly Violation[],
  applications: readonly Application[],
  threshold: RiskLevel | undefined,
): Review["verdict"] {
  const reasons = [
    ...violations
      .filter(
        ({ level, severity, policy }) =>
          level === "mandatory" ||
          (threshold !== undefined && policy !== exceptionPolicy && atLeast(severity, threshold)),
      )
      .map(({ level, severity, policy, resource, application }) => {
        const of = application === undefined ? "" : ` of ${application}`;
        return `${level === "mandatory" ? "The mandatory policy" : `The advisory policy (${severity})`} ${policy} is violated by ${resource ?? "the stack"}${of}.`;
      }),
    ...(threshold === undefined ? [] : applications.flatMap((each) => tooRisky(each, threshold))),
  ];
  return { blocked: reasons.length > 0, reasons, ...(threshold !== undefined && { threshold }) };
}

function tooRisky({ vendor, permissions, scopes, change: appChange }: Application, threshold: RiskLevel): string[] {
  const risky = permissions.filter(
    ({ change, risk, exception }) => change !== "removed" && !exception && atLeast(risk, threshold),
  );
  const wider = appChange === "changed" && scopes.some(({ widens }) => widens);
  return risky.flatMap(({ name, risk, kind, given, change, reachesMailboxes }) => {
    if (change !== "kept")
      return [
        `${vendor} ${given === "asked" ? "asks for" : "gets"} the ${kind} permission ${name}, whose risk is ${risk}.`,
      ];
    return wider && reachesMailboxes
      ? [`${vendor} reaches further mailboxes with ${name}, whose risk is ${risk}.`]
      : [];
  });
}
