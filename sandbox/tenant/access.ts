import { findPermissionById, isFilteredByAccessPolicy, reachesMailboxes, type Permission } from "consentra/graph";
import { findServicePrincipalByAppId } from "./directory";
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
  const own = policies.filter((each) => each.appId === "*" || each.appId.toLowerCase() === appId.toLowerCase());
  const matches = (policy: ApplicationAccessPolicy) =>
    policy.scopeId === mailboxId || isMember(policy.scopeId, mailboxId, membersOf, nestedGroupsCount);
  if (own.some((each) => each.accessRight === "DenyAccess" && matches(each))) return false;
  const restricting = own.filter((each) => each.accessRight === "RestrictAccess");
  return restricting.length === 0 || restricting.some(matches);
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

/** The mailbox permissions that an app was granted in Entra. */
function grantedPermissions(tenant: Tenant, principalId: string): Permission[] {
  return [...tenant.appRoleAssignments.values()].flatMap((assignment) => {
    if (assignment.principalId !== principalId) return [];
    const resource = tenant.servicePrincipals.get(assignment.resourceId);
    const permission = resource && findPermissionById(resource.appId, "application", assignment.appRoleId);
    return permission && reachesMailboxes(permission) ? [permission] : [];
  });
}

/** Mailboxes (object IDs) that each app can reach by configuration, by client ID; only apps that reach any. */
export function reachByConfiguration(cloud: Cloud, tenant: Tenant): Record<string, string[]> {
  const reach: Record<string, string[]> = {};
  const policies = [...tenant.exchange.accessPolicies.values()];
  const membersOf: MembersOf = (id) => tenant.groups.get(id)?.members;
  const { nestedGroupsCount } = cloud.options;
  for (const principal of tenant.servicePrincipals.values()) {
    const permissions = grantedPermissions(tenant, principal.id);
    if (permissions.length === 0) continue;
    const unfiltered = permissions.some((each) => !isFilteredByAccessPolicy(each));
    const mailboxes = [...tenant.exchange.mailboxes.keys()].filter(
      (mailboxId) =>
        unfiltered || accessByPolicies(policies, membersOf, { appId: principal.appId, mailboxId, nestedGroupsCount }),
    );
    if (mailboxes.length > 0) reach[principal.appId] = mailboxes.sort();
  }
  return reach;
}

/** Whether Graph lets an app that holds an application permission into a mailbox now: policies count as they were `enforcementDelay` ago. */
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
  const permission = grantedPermissions(tenant, principal.id).find((each) => each.name === permissionName);
  // A permission that is in the token, but was taken away since, is served until the token ends.
  if (permission && !isFilteredByAccessPolicy(permission)) return true;
  const past = enforcedConfiguration(cloud, tenant);
  const policies = past?.accessPolicies ?? [...tenant.exchange.accessPolicies.values()];
  const membersOf: MembersOf = (id) => past?.members.get(id) ?? tenant.groups.get(id)?.members;
  return accessByPolicies(policies, membersOf, { appId, mailboxId, nestedGroupsCount });
}

function enforcedConfiguration(cloud: Cloud, tenant: Tenant) {
  const asOf = cloud.clock.now().getTime() - cloud.options.enforcementDelay;
  return tenant.exchange.history.find((each) => each.until.getTime() > asOf);
}
