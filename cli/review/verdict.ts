import { atLeast, type Application, type Review, type RiskLevel, type Violation } from "./model";

/** The advisory policy that names exceptions in use: they were decided, so they stop nothing. */
export const exceptionPolicy = "exception-in-use";

/**
 * What stops a change: mandatory violations always; with a threshold also advisory ones of that severity, and what adds a permission of
 * that risk, or raises one to it, without an exception.
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

function tooRisky({ vendor, permissions }: Application, threshold: RiskLevel): string[] {
  return permissions
    .filter(
      ({ change, risk, exception }) =>
        (change === "added" || change === "changed") && !exception && atLeast(risk, threshold),
    )
    .map(
      ({ name, risk, kind, given }) =>
        `${vendor} ${given === "asked" ? "asks for" : "gets"} the ${kind} permission ${name}, whose risk is ${risk}.`,
    );
}
