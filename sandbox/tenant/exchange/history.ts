import type { ApplicationAccessPolicy, Cloud, Tenant } from "../model";
import { currentSources, roleGrants } from "./rbac/grants";

/** What decided about access to mailboxes until something was changed. */
export interface PastConfiguration {
  until: Date;
  accessPolicies: ApplicationAccessPolicy[];
  /** Members of the groups that access policies named, by object ID. */
  members: Map<string, Set<string>>;
  roleGrants: EnforcedGrant[];
}

/** What an application has by a role, with the mailboxes in its scope. */
export interface EnforcedGrant {
  appId: string;
  permissions: readonly string[];
  recipients: ReadonlySet<string>;
}

/** Keeps the configuration as it is, before a change, for the clock by which Graph enforces later than it is configured. */
export function rememberConfiguration(cloud: Cloud, tenant: Tenant): void {
  const { enforcementDelay } = cloud.options;
  if (enforcementDelay === 0) return;
  const now = cloud.clock.now();
  const { exchange, groups } = tenant;
  const accessPolicies = [...exchange.accessPolicies.values()].map((policy) => ({ ...policy }));
  const members = new Map(
    [...groups.values()].filter(({ mailEnabled }) => mailEnabled).map((each) => [each.id, new Set(each.members)]),
  );
  const grants = roleGrants(currentSources(tenant)).map(({ appId, permissions, recipients }) => ({
    appId,
    permissions,
    recipients: new Set(recipients),
  }));
  exchange.history = exchange.history.filter((each) => now.getTime() - each.until.getTime() <= enforcementDelay);
  exchange.history.push({ until: now, accessPolicies, members, roleGrants: grants });
}

/** The configuration that Graph enforces now, where it is not the current one. */
export function enforcedConfiguration(cloud: Cloud, tenant: Tenant): PastConfiguration | undefined {
  const asOf = cloud.clock.now().getTime() - cloud.options.enforcementDelay;
  return tenant.exchange.history.find((each) => each.until.getTime() > asOf);
}
