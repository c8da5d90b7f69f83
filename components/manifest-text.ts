import type { z } from "zod";

/** Reads a manifest from text; the error lists every fault with its path. */
export function readManifest<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("the manifest on standard input is not JSON");
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join(".") || "(root)"}: ${issue.message}`);
  throw new Error(`the manifest on standard input is not valid:\n${faults.join("\n")}`);
}
