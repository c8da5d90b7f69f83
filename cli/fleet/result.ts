import { z } from "zod";

/** How one tenant's run ended. */
export const tenantResult = z.strictObject({
  name: z.string(),
  tenantId: z.string(),
  /**
   * `succeeded`; `failed`; `interrupted`; `left out`: not begun, because too many failed or somebody interrupted; `done before`: it
   * succeeded in the run that is resumed.
   */
  outcome: z.enum(["succeeded", "failed", "interrupted", "left out", "done before"]),
  /** Resources by what happens to them: create, update, same … */
  changes: z.record(z.string(), z.number()).default({}),
  /** Wall time. */
  seconds: z.number().default(0),
  /** What failed, in the engine's words. */
  errors: z.array(z.string()).default([]),
});
export type TenantResult = z.infer<typeof tenantResult>;

/** Whether a run of the fleet did what it should. */
export function isFine(results: readonly TenantResult[]): boolean {
  return results.every(({ outcome }) => outcome === "succeeded" || outcome === "done before");
}
