import type { PolicyConfigSchema } from "@pulumi/policy";

/** JSON schema of one value in a policy's configuration. */
export type ConfigSchema = PolicyConfigSchema["properties"][string];

/** What an application may have or be all the same: decided in the pack's configuration, never by the stack. */
export interface Exception {
  /** Name of the permission; for policies that judge permissions, and only for those. */
  permission?: string;
  /** Name of the vendor app or component: the resource's name is this, or begins with it and a hyphen. */
  app: string;
  reason: string;
  approver: string;
  /** The last day that it counts, e.g. `2027-03-31`. */
  expires: string;
  /** Names of the stacks that it is for, where one configuration serves several. @default - every stack */
  stacks?: string[];
}

/** What an exception of a policy is about. */
export type ExceptionKind = "permission" | "application";

const text = (minLength: number): ConfigSchema => ({ type: "string", minLength });

export function exceptionsSchema(kind: ExceptionKind): ConfigSchema {
  const ofPermission: Record<string, ConfigSchema> = kind === "permission" ? { permission: text(3) } : {};
  return {
    type: "array",
    description: "What applications may have all the same, each with reason, approver and last day.",
    items: {
      type: "object",
      properties: {
        ...ofPermission,
        app: text(1),
        reason: text(10),
        approver: text(3),
        expires: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        stacks: { type: "array", items: text(1), minItems: 1 },
      },
      required: [...Object.keys(ofPermission), "app", "reason", "approver", "expires"],
      additionalProperties: false,
    },
    default: [],
  };
}

/** Whether a resource belongs to an app, by its name in the program. */
export function belongsTo(resourceName: string, app: string): boolean {
  return resourceName === app || resourceName.startsWith(`${app}-`);
}

/** ISO 8601 date, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function isExpired(exception: Exception, day = today()): boolean {
  return exception.expires < day;
}

/** Whether an exception is meant for the stack that a resource is in. */
export function isForStack({ stacks }: Exception, urn: string): boolean {
  return stacks === undefined || stacks.includes(stackOf(urn));
}

/** The exception that covers a finding; one that still counts before one that expired. */
export function exceptionFor(
  exceptions: readonly Exception[],
  finding: { permission?: string; name: string; urn: string },
  day = today(),
): Exception | undefined {
  const found = exceptions.filter(
    (each) =>
      each.permission === finding.permission && belongsTo(finding.name, each.app) && isForStack(each, finding.urn),
  );
  return found.find((each) => !isExpired(each, day)) ?? found[0];
}

/** Name of the stack, from a URN (`urn:pulumi:<stack>::<project>::<type>::<name>`). */
export function stackOf(urn: string): string {
  return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}
