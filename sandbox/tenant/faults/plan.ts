import { z } from "zod";

/**
 * What goes wrong in the simulated tenant, and when: part of tests and of trying out, never of the real service. The same plan, seed and
 * order of requests give the same faults.
 */

const phase = z.enum(["before", "after"]);
const guid = z.guid();

/** Which requests a rule is about: all that is given has to match. Parts of a batch are requests of their own. */
const requestPattern = z
  .strictObject({
    service: z.enum(["graph", "exchange", "login", "azure"]).optional(),
    method: z.enum(["GET", "POST", "PATCH", "PUT", "DELETE"]).optional(),
    /** Without the query, and for Graph without the version; `*` is anything within a segment, `**` anything. */
    path: z.string().startsWith("/").optional(),
    /** A cmdlet of Exchange, in any letter case; `*` is anything. */
    cmdlet: z.string().min(1).optional(),
    /** What the request would do; the cmdlet decides in Exchange, where everything is a POST. */
    does: z.enum(["read", "write"]).optional(),
    /** Client ID of the app whose token came with the request. */
    app: guid.optional(),
  })
  .refine(
    ({ cmdlet, service }) => cmdlet === undefined || service === undefined || service === "exchange",
    "only Exchange has cmdlets",
  );
export type RequestPattern = z.infer<typeof requestPattern>;

const fault = z.discriminatedUnion("kind", [
  /** 429, before anything is done. */
  z.strictObject({
    kind: z.literal("throttle"),
    /** Seconds of `Retry-After`. @default - the header is not sent */
    retryAfter: z.int().nonnegative().optional(),
  }),
  /** 5xx, before or after the request was carried out. */
  z.strictObject({
    kind: z.literal("serverError"),
    status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]).default(503),
    when: phase.default("before"),
    retryAfter: z.int().nonnegative().optional(),
  }),
  /** The connection ends without an answer. */
  z.strictObject({ kind: z.literal("reset"), when: phase.default("before") }),
  /** The answer takes its time. */
  z.strictObject({
    kind: z.literal("slow"),
    milliseconds: z.int().positive().max(600_000),
    when: phase.default("after"),
  }),
  /** The request is held until the plan is taken away, or another one begins: so others pass in between. */
  z.strictObject({ kind: z.literal("hold"), when: phase.default("before") }),
  /** The body ends early. */
  z.strictObject({
    kind: z.literal("truncate"),
    /** How much of the body arrives, 0 to 1. */
    keep: z.number().min(0).lt(1).default(0.5),
    /** `declared`: the header tells the full length, so the connection breaks; `shortened`: it tells the length that arrives. */
    length: z.enum(["declared", "shortened"]).default("declared"),
  }),
  /** What the request makes reaches the other directory server so much later. */
  z.strictObject({ kind: z.literal("lag"), milliseconds: z.int().positive() }),
  /** The tenant's clock jumps forward: tokens and continuations run out, replication and enforcement catch up. */
  z.strictObject({ kind: z.literal("clock"), milliseconds: z.int().positive(), when: phase.default("before") }),
  /** Every access token that was issued until now is refused with 401 from here on; new ones are good. */
  z.strictObject({ kind: z.literal("expireTokens") }),
  /** The app loses application permissions, in every token, until the plan is taken away. */
  z.strictObject({ kind: z.literal("revoke"), permissions: z.array(z.string().min(1)).min(1) }),
]);
export type Fault = z.infer<typeof fault>;

const rule = z.strictObject({
  /** Shown where the faults are told. @default - its number */
  name: z.string().min(1).max(100).optional(),
  when: requestPattern.default({}),
  /** The first request that is hit, of those that match; 1 is the first. */
  nth: z.int().positive().default(1),
  /** How many are hit. @default 1; with `probability`, no limit */
  count: z.union([z.int().positive(), z.literal("always")]).optional(),
  /** Chance that one is hit, drawn from the plan's seed. @default 1 */
  probability: z.number().gt(0).max(1).optional(),
  fault,
});
export type FaultRule = z.infer<typeof rule>;

export const faultPlan = z.strictObject({
  /** What random choices are drawn from. */
  seed: z.int().nonnegative().default(0),
  rules: z.array(rule).max(1_000),
});
/** As it is written: what has a default may be left out. */
export type FaultPlan = z.input<typeof faultPlan>;
export type CheckedFaultPlan = z.output<typeof faultPlan>;

/**
 * Reads a plan.
 *
 * @throws Error with every fault of the plan and its path
 */
export function parseFaultPlan(value: unknown): CheckedFaultPlan {
  const result = faultPlan.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`the fault plan is not valid:\n${z.prettifyError(result.error)}`);
}

/** A fault in a few words, for the audit. */
export function describeFault(given: Fault): string {
  switch (given.kind) {
    case "throttle":
      return given.retryAfter === undefined ? "throttle" : `throttle, Retry-After ${given.retryAfter}`;
    case "serverError":
      return `${given.status} ${given.when} the request was carried out`;
    case "reset":
      return `reset ${given.when} the request was carried out`;
    case "slow":
      return `slow by ${given.milliseconds} ms ${given.when} the request was carried out`;
    case "hold":
      return `held ${given.when} the request was carried out`;
    case "truncate":
      return `truncate to ${given.keep} of the body, length ${given.length}`;
    case "lag":
      return `lag of ${given.milliseconds} ms`;
    case "clock":
      return `clock forward by ${given.milliseconds} ms ${given.when} the request was carried out`;
    case "expireTokens":
      return "expireTokens";
    case "revoke":
      return `revoke ${given.permissions.join(", ")}`;
  }
}
