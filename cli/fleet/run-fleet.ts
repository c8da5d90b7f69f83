import type { FleetList, FleetTenant } from "./list";
import type { TenantResult } from "./result";

export interface FleetRun {
  tenants: readonly FleetTenant[];
  parallel: number;
  stopAt: FleetList["stopAt"];
  /** Does the work for one tenant; never throws. */
  work: (tenant: FleetTenant) => Promise<TenantResult>;
  /** Told of each result when it is there. */
  onResult?: (result: TenantResult) => void;
  signal?: AbortSignal;
}

/**
 * Runs the tenants, so many at a time, in the order of the list. No further one is begun when too many failed or the signal came.
 *
 * @returns one result for each tenant, in the order of the list
 */
export async function runFleet({
  tenants,
  parallel,
  stopAt,
  work,
  onResult,
  signal,
}: FleetRun): Promise<TenantResult[]> {
  const results = new Map<string, TenantResult>();
  const queue = tenants.values();
  const worker = async () => {
    for (const tenant of queue) {
      const begins = !signal?.aborted && !tooManyFailed([...results.values()], stopAt);
      const result = begins ? await work(tenant) : leftOut(tenant);
      results.set(tenant.name, result);
      onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, tenants.length) }, worker));
  return tenants.flatMap(({ name }) => results.get(name) ?? []);
}

/** Whether no further tenant is begun. */
export function tooManyFailed(
  results: readonly TenantResult[],
  { failures, percent, after }: FleetList["stopAt"],
): boolean {
  const ended = results.filter(({ outcome }) => outcome === "succeeded" || outcome === "failed");
  const failed = ended.filter(({ outcome }) => outcome === "failed").length;
  if (failures !== undefined && failed >= failures) return true;
  return percent !== undefined && ended.length >= after && (100 * failed) / ended.length > percent;
}

function leftOut({ name, tenantId }: FleetTenant): TenantResult {
  return { name, tenantId, outcome: "left out", changes: {}, seconds: 0, errors: [] };
}
