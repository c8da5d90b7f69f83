import type { Cloud, Tenant } from "../model";

/** Keeps the configuration as it is, before a change, for the clock by which Graph enforces later than it is configured. */
export function rememberConfiguration(cloud: Cloud, tenant: Tenant): void {
  const { enforcementDelay } = cloud.options;
  if (enforcementDelay === 0) return;
  const now = cloud.clock.now();
  const { exchange, groups } = tenant;
  const policies = [...exchange.accessPolicies.values()].map((policy) => ({ ...policy }));
  const scopes = new Set(policies.map((policy) => policy.scopeId));
  const members = new Map(
    [...groups.values()].filter((each) => scopes.has(each.id)).map((each) => [each.id, new Set(each.members)]),
  );
  exchange.history = exchange.history.filter((each) => now.getTime() - each.until.getTime() <= enforcementDelay);
  exchange.history.push({ until: now, accessPolicies: policies, members });
}
