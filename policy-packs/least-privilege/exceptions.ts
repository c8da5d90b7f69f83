import type { PolicyConfigSchema } from "@pulumi/policy";

/** A permission that an application may have all the same: decided in the pack's configuration, never by the stack. */
export interface Exception {
  /** Name of the permission. */
  permission: string;
  /** Name of the vendor app or component: the resource's name is this, or begins with it and a hyphen. */
  app: string;
  reason: string;
  approver: string;
  /** The last day that it counts, e.g. `2027-03-31`. */
  expires: string;
}

const text = (minLength: number) => ({ type: "string", minLength }) as const;

export const exceptionsSchema: PolicyConfigSchema = {
  properties: {
    exceptions: {
      type: "array",
      description: "Permissions that an application may have all the same, each with reason, approver and last day.",
      items: {
        type: "object",
        properties: {
          permission: text(3),
          app: text(1),
          reason: text(10),
          approver: text(3),
          expires: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        },
        required: ["permission", "app", "reason", "approver", "expires"],
        additionalProperties: false,
      },
      default: [],
    },
  },
};

/**
 * Whether a finding is excepted, and how that is told.
 *
 * @param today ISO 8601 date
 * @returns undefined without an exception; `expired` where it does not count any more
 */
export function exceptionFor(
  args: { getConfig<T extends object>(): T },
  permission: string,
  resourceName: string,
  today = new Date().toISOString().slice(0, 10),
): { exception: Exception; expired: boolean } | undefined {
  const { exceptions = [] } = args.getConfig<{ exceptions?: Exception[] }>();
  const found = exceptions.filter(
    (each) => each.permission === permission && (resourceName === each.app || resourceName.startsWith(`${each.app}-`)),
  );
  const exception = found.find((each) => each.expires >= today) ?? found[0];
  return exception && { exception, expired: exception.expires < today };
}
