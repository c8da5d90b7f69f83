import { findPermissionById, isFilteredByAccessPolicy, reachesMailboxes, type Permission } from "consentra/graph";
import { findServicePrincipalByAppId } from "./directory";
import { enforcedConfiguration } from "./exchange/history";
import { currentSources, roleGrants } from "./exchange/rbac/grants";
import type { ApplicationAccessPolicy, Cloud, Tenant } from "./model";

type MembersOf = (groupId: string) => ReadonlySet<string> | undefined;

interface PolicyQuestion {
  appId: string;
  /** Entra object ID of the mailbox's owner. */
  mailboxId: string;
  /** Whether members of a group within the scope group count; not known for sure of the service. */
  nestedGroupsCount: boolean;
}

/**
 * What application access policies say of an app and a mailbox, in the service's order: a matching DenyAccess denies; a matching RestrictAccess
 * grants; where the app has some RestrictAccess and none matches it is denied; otherwise it is granted.
 */
export function accessByPolicies(
  policies: readonly ApplicationAccessPolicy[],
  membersOf: MembersOf,
  { appId, mailboxId, nestedGroupsCount }: PolicyQuestion,
): boolean {
  const own = policiesFor(policies, appId);
  const matches = (policy: ApplicationAccessPolicy) =>
    policy.scopeId === mailboxId || isMember(policy.scopeId, mailboxId, membersOf, nestedGroupsCount);
  if (own.some((each) => each.accessRight === "DenyAccess" && matches(each))) return false;
  const restricting = own.filter((each) => each.accessRight === "RestrictAccess");
  return restricting.length === 0 || restricting.some(matches);
}

function policiesFor(policies: readonly ApplicationAccessPolicy[], appId: string): ApplicationAccessPolicy[] {
  const wanted = appId.toLowerCase();
  return policies.filter((each) => each.appId === "*" || each.appId.toLowerCase() === wanted);
}

function isMember(
  groupId: string,
  id: string,
  membersOf: MembersOf,
  nested: boolean,
  seen = new Set<string>(),
): boolean {
  const members = membersOf(groupId);
  if (!members || seen.has(groupId)) return false;
  if (members.has(id)) return true;
  seen.add(groupId);
  return nested && [...members].some((member) => isMember(member, id, membersOf, nested, seen));
}

/** The mailbox permissions that apps were granted in Entra, by the object ID of their service principal. */
function grantedPermissions(tenant: Tenant): Map<string, Permission[]> {
  const granted = new Map<string, Permission[]>();
  for (const { principalId, principalType, resourceId, appRoleId } of tenant.appRoleAssignments.values()) {
    if (principalType !== "ServicePrincipal") continue;
    const resource = tenant.servicePrincipals.get(resourceId);
    const permission = resource && findPermissionById(resource.appId, "application", appRoleId);
    if (permission && reachesMailboxes(permission))
      granted.set(principalId, [...(granted.get(principalId) ?? []), permission]);
  }
  return granted;
}

/**
 * Mailboxes (object IDs) that each app can reach by configuration, by client ID; only apps that reach any: what was granted in Entra, filtered
 * by access policies, and what roles of RBAC for Applications grant beside it.
 */
export function reachByConfiguration(cloud: Cloud, tenant: Tenant): Record<string, string[]> {
  const reached = new Map<string, Set<string>>();
  const reach = (appId: string, mailboxId: string) => {
    const mailboxes = reached.get(appId);
    if (mailboxes) mailboxes.add(mailboxId);
    else reached.set(appId, new Set([mailboxId]));
  };
  const policies = [...tenant.exchange.accessPolicies.values()];
  const membersOf: MembersOf = (id) => tenant.groups.get(id)?.members;
  const { nestedGroupsCount } = cloud.options;
  const mailboxIds = [...tenant.exchange.mailboxes.keys()];
  for (const [principalId, permissions] of grantedPermissions(tenant)) {
    const appId = tenant.servicePrincipals.get(principalId)?.appId;
    if (appId === undefined) continue;
    const unfiltered = permissions.some((each) => !isFilteredByAccessPolicy(each));
    const own = policiesFor(policies, appId);
    for (const mailboxId of mailboxIds) {
      if (unfiltered || accessByPolicies(own, membersOf, { appId, mailboxId, nestedGroupsCount }))
        reach(appId, mailboxId);
    }
  }
  for (const { appId, recipients } of roleGrants(currentSources(tenant))) {
    for (const id of recipients) if (tenant.exchange.mailboxes.has(id)) reach(appId, id);
  }
  return Object.fromEntries([...reached].map(([appId, mailboxes]) => [appId, [...mailboxes].sort()]));
}

/**
 * Whether Graph lets an app that was granted an application permission in Entra into a mailbox now: policies count as they were
 * `enforcementDelay` ago.
 */
export function mayReachMailbox(
  cloud: Cloud,
  tenant: Tenant,
  appId: string,
  permissionName: string,
  mailboxId: string,
): boolean {
  const principal = findServicePrincipalByAppId(tenant, appId);
  if (!principal) return false;
  const { nestedGroupsCount } = cloud.options;
  const granted = grantedPermissions(tenant).get(principal.id) ?? [];
  const permission = granted.find((each) => each.name === permissionName);
  // A permission that is in the token, but was taken away since, is served until the token ends.
  if (permission && !isFilteredByAccessPolicy(permission)) return true;
  if (cloud.options.policiesBlockEverything) return false;
  const past = enforcedConfiguration(cloud, tenant);
  const policies = past?.accessPolicies ?? [...tenant.exchange.accessPolicies.values()];
  const membersOf: MembersOf = (id) => past?.members.get(id) ?? tenant.groups.get(id)?.members;
  return accessByPolicies(policies, membersOf, { appId, mailboxId, nestedGroupsCount });
}

/** The permissions by which roles of RBAC for Applications let an app into a mailbox now, as they were `enforcementDelay` ago. */
export function permissionsByRoles(cloud: Cloud, tenant: Tenant, appId: string, mailboxId: string): Set<string> {
  const grants = enforcedConfiguration(cloud, tenant)?.roleGrants ?? roleGrants(currentSources(tenant));
  const own = grants.filter((each) => each.appId === appId.toLowerCase() && each.recipients.has(mailboxId));
  return new Set(own.flatMap(({ permissions }) => permissions));
}
