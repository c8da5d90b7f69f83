import type { z } from "zod";
import { Faults } from "../faults";

/** What is said of an option that was given wrongly: what was expected, and the way out. */
export type OptionHelp<T> = { readonly [K in keyof T]-?: readonly [expected: string, fix: string] };

/**
 * Checks a profile's options, which come from a stack's configuration, where anything may have been written.
 *
 * @param contradicting names the options that do not go with the others; asked even where the schema has found faults
 * @throws pulumi.InputPropertiesError with every fault of the options
 */
export function readOptions<S extends z.ZodObject>(
  subject: string,
  schema: S,
  help: OptionHelp<z.output<S>>,
  given: z.input<S>,
  contradicting: (given: z.input<S>) => readonly (keyof z.output<S> & string)[],
): z.output<S> {
  const faults = new Faults();
  const parsed = schema.safeParse(given);
  const issues = parsed.error?.issues ?? [];
  for (const issue of issues) noteIssue(issue, given, help, faults);
  for (const key of contradicting(given)) {
    if (issues.some(({ path }) => path[0] === key)) continue;
    const [expected, fix] = help[key];
    faults.add(key, valueAt(given, [key]), expected, fix);
  }
  faults.throwIfAny(subject);
  return parsed.data as z.output<S>;
}

function noteIssue(
  issue: z.core.$ZodIssue,
  given: unknown,
  help: Record<string, readonly [string, string]>,
  faults: Faults,
): void {
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      faults.add(key, valueAt(given, [key]), `one of ${Object.keys(help).join(", ")}`, "correct its name or remove it");
    }
    return;
  }
  if (issue.code === "custom") {
    faults.push({ path: pathOf(issue.path), reason: issue.message });
    return;
  }
  const [expected, fix] = help[String(issue.path[0])] ?? [issue.message, "correct it"];
  faults.add(pathOf(issue.path), valueAt(given, issue.path), expected, fix);
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${String(part)}`))
    .join("");
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], given);
}
