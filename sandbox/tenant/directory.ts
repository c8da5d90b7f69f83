import { recipientsChanged } from "./exchange/recipient-table";
import { removePointer } from "./exchange/rbac/pointers";
import type { Application, Group, ServicePrincipal, Tenant, User } from "./model";

/** Anything with an object ID in Entra. */
export type DirectoryObject =
  | { kind: "user"; entity: User }
  | { kind: "group"; entity: Group }
  | { kind: "servicePrincipal"; entity: ServicePrincipal }
  | { kind: "application"; entity: Application }
  | { kind: "orgContact"; entity: OrgContact };

export type OrgContact = Tenant["exchange"]["orgContacts"] extends Map<string, infer C> ? C : never;

/** An object of any kind by its object ID. */
export function findObject(tenant: Tenant, id: string): DirectoryObject | undefined {
  const key = id.toLowerCase();
  const user = tenant.users.get(key);
  if (user) return { kind: "user", entity: user };
  const group = tenant.groups.get(key);
  if (group) return { kind: "group", entity: group };
  const servicePrincipal = tenant.servicePrincipals.get(key);
  if (servicePrincipal) return { kind: "servicePrincipal", entity: servicePrincipal };
  const application = tenant.applications.get(key);
  if (application) return { kind: "application", entity: application };
  const contact = tenant.exchange.orgContacts.get(key);
  if (contact) return { kind: "orgContact", entity: contact };
  return undefined;
}

/** A user by object ID or user principal name. */
export function findUser(tenant: Tenant, idOrName: string): User | undefined {
  const wanted = idOrName.toLowerCase();
  return (
    tenant.users.get(wanted) ??
    [...tenant.users.values()].find((user) => user.userPrincipalName.toLowerCase() === wanted)
  );
}

export function findServicePrincipalByAppId(tenant: Tenant, appId: string): ServicePrincipal | undefined {
  const wanted = appId.toLowerCase();
  return [...tenant.servicePrincipals.values()].find((principal) => principal.appId.toLowerCase() === wanted);
}

export function findApplicationByAppId(tenant: Tenant, appId: string): Application | undefined {
  const wanted = appId.toLowerCase();
  return [...tenant.applications.values()].find((application) => application.appId.toLowerCase() === wanted);
}

/** Groups that hold the object directly. */
export const groupsOf = (tenant: Tenant, id: string): Group[] =>
  [...tenant.groups.values()].filter((group) => group.members.has(id));

/** Groups that hold the object, directly or through other groups. */
export function transitiveGroupsOf(tenant: Tenant, id: string): Group[] {
  const found = new Set<Group>();
  const visit = (memberId: string) => {
    for (const group of groupsOf(tenant, memberId)) {
      if (found.has(group)) continue;
      found.add(group);
      visit(group.id);
    }
  };
  visit(id);
  return [...found];
}

/** Object IDs of everything in the group, groups within it opened; each once, however the groups are nested. */
export function transitiveMembersOf(tenant: Tenant, group: Group): Set<string> {
  const found = new Set<string>();
  const visit = (current: Group) => {
    for (const id of current.members) {
      if (found.has(id)) continue;
      found.add(id);
      const nested = tenant.groups.get(id);
      if (nested) visit(nested);
    }
  };
  visit(group);
  return found;
}

/** Removes a service principal and everything that hangs on it. */
export function removeServicePrincipal(tenant: Tenant, principal: ServicePrincipal): void {
  tenant.servicePrincipals.delete(principal.id);
  removePointer(tenant, principal.id);
  removeReferences(tenant, principal.id);
}

/** Removes a user with their mailbox and everything that names them. */
export function removeUser(tenant: Tenant, user: User): void {
  tenant.users.delete(user.id);
  tenant.exchange.recipients.delete(user.id);
  recipientsChanged(tenant.exchange.recipients);
  tenant.exchange.mailboxes.delete(user.id);
  tenant.exchange.mailboxAccess.delete(user.id);
  for (const other of tenant.users.values()) if (other.managerId === user.id) other.managerId = null;
  removeReferences(tenant, user.id);
}

export function removeGroup(tenant: Tenant, group: Group): void {
  tenant.groups.delete(group.id);
  tenant.exchange.recipients.delete(group.id);
  recipientsChanged(tenant.exchange.recipients);
  removeReferences(tenant, group.id);
}

/** A deleted application stays restorable for 30 days; its service principal here goes with it. */
export function removeApplication(tenant: Tenant, application: Application, deletedDateTime: string): void {
  tenant.applications.delete(application.id);
  const principal = findServicePrincipalByAppId(tenant, application.appId);
  if (principal) removeServicePrincipal(tenant, principal);
  application.deletedDateTime = deletedDateTime;
  tenant.deletedApplications.set(application.id, application);
}

function removeReferences(tenant: Tenant, id: string): void {
  for (const group of tenant.groups.values()) {
    group.members.delete(id);
    group.owners.delete(id);
  }
  for (const unit of tenant.administrativeUnits.values()) unit.members.delete(id);
  for (const owned of [...tenant.applications.values(), ...tenant.servicePrincipals.values()]) owned.owners.delete(id);
  for (const assignment of tenant.appRoleAssignments.values()) {
    if (assignment.principalId === id || assignment.resourceId === id) tenant.appRoleAssignments.delete(assignment.id);
  }
  for (const grant of tenant.oauth2PermissionGrants.values()) {
    if ([grant.clientId, grant.resourceId, grant.principalId].includes(id))
      tenant.oauth2PermissionGrants.delete(grant.id);
  }
  for (const rated of tenant.policies.permissionClassifications.values()) {
    if (rated.servicePrincipalId === id) tenant.policies.permissionClassifications.delete(rated.id);
  }
  tenant.directoryRoles = tenant.directoryRoles.filter((role) => role.principalId !== id);
}
