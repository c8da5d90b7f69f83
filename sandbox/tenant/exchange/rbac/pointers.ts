import type { Tenant } from "../../model";

/** Entra deleted a service principal: Exchange removes its pointer and all role assignments of it; scopes stay. */
export function removePointer(tenant: Tenant, objectId: string): void {
  const { servicePrincipals, roleAssignments } = tenant.exchange;
  servicePrincipals.delete(objectId);
  for (const { guid, assignee } of roleAssignments.values()) {
    if (assignee.kind === "servicePrincipal" && assignee.id === objectId) roleAssignments.delete(guid);
  }
}
