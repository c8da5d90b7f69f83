import {
  apiNames,
  apis,
  exchangeApplicationRole,
  findPermissionById,
  reachesMailboxes,
  type Permission,
} from "../../graph";
import { GraphError, type GraphReader } from "../../graph-reader";
import type { RoleAssignmentSpec } from "../manifest";

/** An application permission that was consented to in Entra and reaches mailboxes, whatever Exchange's roles say. */
export interface MailboxGrant {
  /** ID of the app role assignment. */
  id: string;
  permission: Permission;
}

/** What an application was consented to in Entra that reaches mailboxes. */
export interface MailboxGrants {
  /** Object ID of the application's service principal; undefined where the tenant has none. */
  servicePrincipalId?: string;
  grants: MailboxGrant[];
}

/** Reads the consents of an application: two requests. */
export async function readMailboxGrants(graph: Pick<GraphReader, "list">, appId: string): Promise<MailboxGrants> {
  const filter = encodeURIComponent(`appId eq '${appId}'`);
  const [principal] = await graph.list<{ id: string }>(`/servicePrincipals?$filter=${filter}&$select=id`);
  if (!principal) return { grants: [] };
  const assignments = await readAssignments(graph, principal.id);
  if (!assignments) return { grants: [] };
  return {
    servicePrincipalId: principal.id,
    grants: assignments.flatMap(({ id, appRoleId }) => {
      const permission = permissionOf(appRoleId);
      return permission && reachesMailboxes(permission) ? [{ id, permission }] : [];
    }),
  };
}

/** Undefined where the service principal is gone meanwhile. */
async function readAssignments(
  graph: Pick<GraphReader, "list">,
  principalId: string,
): Promise<{ id: string; appRoleId: string }[] | undefined> {
  try {
    return await graph.list(`/servicePrincipals/${principalId}/appRoleAssignments`);
  } catch (error) {
    if (error instanceof GraphError && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * The same for who would open mailboxes where there is no consent: an application that is not found is looked for twice, because not every
 * directory server knows one that is new.
 */
export async function readMailboxGrantsForSure(
  graph: Pick<GraphReader, "list">,
  appId: string,
): Promise<MailboxGrants> {
  const found = await readMailboxGrants(graph, appId);
  return found.servicePrincipalId === undefined ? readMailboxGrants(graph, appId) : found;
}

/** IDs differ between the APIs, so the API need not be known. */
function permissionOf(appRoleId: string): Permission | undefined {
  return apiNames
    .map((api) => findPermissionById(apis[api].clientId, "application", appRoleId.toLowerCase()))
    .find((each) => each !== undefined);
}

/**
 * Whether a consent makes a role's scope worth nothing. Where nobody else scopes the application, every consent that reaches mailboxes does:
 * what it may do there is declared as roles. Else the same permission, or everything.
 */
export function defeats({ permission }: MailboxGrant, { role, shared }: Pick<RoleAssignmentSpec, "role" | "shared">) {
  return !shared || permission.name === "full_access_as_app" || exchangeApplicationRole(permission) === role;
}
