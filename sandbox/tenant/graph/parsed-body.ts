import type { z } from "zod";
import { badRequest } from "./lookup";
import { withoutAnnotations } from "./properties";
import type { GraphCall } from "./router";

/**
 * The body, checked.
 *
 * @throws GraphError 400 with what is wrong with it
 */
export function parsedBody<T>(call: GraphCall, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(withoutAnnotations(call.body()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") ?? "";
  throw badRequest(`Invalid value specified for property '${path}': ${issue?.message ?? "unknown"}.`);
}
