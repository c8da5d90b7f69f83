import type {
  EnforcementLevel,
  PolicyComplianceFramework,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import {
  exceptionFor,
  exceptionsSchema,
  isExpired,
  type ConfigSchema,
  type Exception,
  type ExceptionKind,
} from "./exceptions";
import type { Ledger, Use } from "./ledger";
import { unknownValueError } from "./readable";
import { StackView } from "./stack-view";

/** What is said of a resource. */
export interface Subject {
  name: string;
  urn: string;
}

/** What a policy found, while it judges. */
export interface Verdict {
  /** @param permission the permission that it is about, for exceptions */
  violation(on: Subject, message: string, permission?: string): void;
  /** A value is not known in this preview; the update judges it before the resource is made. */
  later(on: Subject, what: string): void;
  /** A value is not known in this preview, and nothing would judge it before the resource is made: that is a violation. */
  cannotJudge(on: Subject, what: string): void;
}

/** A reason why a policy is not applicable, or nothing. */
export type Applies = string | void;

export interface PolicyDefinition<C extends object> {
  /** Kebab case; unique among all packs. */
  name: string;
  displayName: string;
  description: string;
  level: Extract<EnforcementLevel, "mandatory" | "advisory">;
  severity: Severity;
  framework: PolicyComplianceFramework;
  url: string;
  remediationSteps: string;
  /** What its exceptions are about. */
  exceptions: ExceptionKind;
  tags?: string[];
  /** Its configuration beside exceptions. */
  config?: { [K in keyof C]-?: ConfigSchema };
  /** Judges one resource by its inputs, before it is made. */
  resource?: (args: ResourceValidationArgs, verdict: Verdict, config: Partial<C>) => Applies;
  /** Judges all resources of the stack, at the end of a preview or an update. */
  stack?: (stack: StackView, verdict: Verdict, config: Partial<C>) => Applies;
}

export type Policy = (ResourceValidationPolicy | StackValidationPolicy) & {
  enforcementLevel: EnforcementLevel;
  configSchema: NonNullable<ResourceValidationPolicy["configSchema"]>;
};

const wayOut = "Or except it in the pack's configuration, with reason, approver and last day.";

/** A policy of a pack: with exceptions, and never silent about what it cannot see. */
export function definePolicy<C extends object = object>(ledger: Ledger, definition: PolicyDefinition<C>): Policy {
  const { level, exceptions, config, resource, stack, ...description } = definition;
  const judge = (
    place: string | undefined,
    args: { getConfig<T extends object>(): T; notApplicable(reason?: string): never },
    report: ReportViolation,
    run: (verdict: Verdict, config: Partial<C>) => Applies,
  ): void => {
    const { exceptions: configured = [], ...own } = args.getConfig<{ exceptions?: Exception[] }>();
    const findings = new Findings(definition.name, configured, report);
    const reason = run(findings, own);
    ledger.note(definition.name, place, configured, findings.uses, findings.undecided);
    if (typeof reason === "string") args.notApplicable(reason);
    findings.throwWhatIsDecidedLater();
  };
  return {
    ...description,
    enforcementLevel: level,
    configSchema: { properties: { ...config, exceptions: exceptionsSchema(exceptions) } },
    ...(resource && {
      validateResource: (args, report) => judge(args.urn, args, report, (verdict, own) => resource(args, verdict, own)),
    }),
    ...(stack && {
      validateStack: (args, report) =>
        judge(undefined, args, report, (verdict, own) => stack(new StackView(args.resources), verdict, own)),
    }),
  };
}

class Findings implements Verdict {
  readonly uses: Use[] = [];
  undecided = false;
  readonly #later: string[] = [];

  constructor(
    private readonly policy: string,
    private readonly exceptions: readonly Exception[],
    private readonly report: ReportViolation,
  ) {}

  violation(on: Subject, message: string, permission?: string): void {
    this.#report(on, message, permission, ` ${wayOut}`);
  }

  #report(on: Subject, message: string, permission: string | undefined, way: string): void {
    const exception = exceptionFor(this.exceptions, { permission, name: on.name, urn: on.urn });
    if (!exception) {
      this.report(`${message}${way}`, on.urn);
    } else if (isExpired(exception)) {
      this.report(`${message} Its exception by ${exception.approver} expired on ${exception.expires}.`, on.urn);
    }
    if (exception) this.uses.push({ policy: this.policy, exception, name: on.name, urn: on.urn });
  }

  later(_on: Subject, what: string): void {
    this.undecided = true;
    this.#later.push(`cannot judge yet: ${what}`);
  }

  cannotJudge(on: Subject, what: string): void {
    this.undecided = true;
    this.#report(on, `cannot judge yet: ${what}`, undefined, "");
  }

  throwWhatIsDecidedLater(): void {
    if (this.#later.length > 0) throw unknownValueError(this.#later.join("\n"));
  }
}
