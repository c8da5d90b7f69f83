import { z } from "zod";
import { UsageError } from "../exit";

/** How the engine writes a value that is not known before the update. */
const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const state = z.object({
  urn: z.string(),
  type: z.string(),
  /** Whether a plugin makes it; a component only holds others. */
  custom: z.boolean().default(true),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
  parent: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).default({}),
  /** Whether it stays in the tenant when the stack removes it. */
  retainOnDelete: z.boolean().optional(),
  /** Where the program makes it, e.g. `project:///index.ts#4,1`. */
  sourcePosition: z.string().optional(),
});
/** One resource as the engine plans or knows it. */
export type PlannedState = z.infer<typeof state>;

const step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: state.optional(),
  newState: state.optional(),
  diffReasons: z.array(z.string()).nullish(),
});
/** One step of a preview. */
export type PlannedStep = z.infer<typeof step>;

const plan = z.object({
  steps: z.array(step),
  diagnostics: z.array(z.object({ urn: z.string().optional(), message: z.string(), severity: z.string() })).default([]),
  changeSummary: z.record(z.string(), z.number()).default({}),
});
/** What `pulumi preview --json` says. */
export type Plan = z.infer<typeof plan>;

/**
 * Reads the document of `pulumi preview --json`.
 *
 * @throws UsageError where it is none: a preview that failed, or something else
 */
export function parsePlan(text: string, where: string): Plan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${where} is not JSON; expected the output of \`pulumi preview --json\``);
  }
  const result = plan.safeParse(value);
  if (result.success) return result.data;
  const [first] =
    z.array(z.object({ message: z.string() })).safeParse((value as { diagnostics?: unknown } | null)?.diagnostics)
      .data ?? [];
  const said = first ? `; it says: ${first.message.trim()}` : "";
  throw new UsageError(`${where} holds no steps; expected the output of a successful \`pulumi preview --json\`${said}`);
}

/** The state that a step is about: the new one, or for a deletion the old one. */
export function stateOfStep({ newState, oldState }: PlannedStep): PlannedState | undefined {
  return newState ?? oldState;
}

/** Whether a step changes something outside. */
export function changes({ op }: PlannedStep): boolean {
  return !["same", "read", "refresh", "discard", "import"].includes(op.replace(/-.*$/, ""));
}

/** A value as text; undefined where it is not known yet, or none. */
export function knownText(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes(unknownSentinel) ? value : undefined;
}

/** Whether a value, or a part of it, is not known before the update. */
export function holdsUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(unknownSentinel);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

/** The name that the program gave a resource. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
