import type { Caller } from "../context";
import { GraphError } from "../errors";
import { directoryRoles } from "../well-known";
import type { AccessRule } from "./access-rules";
import { findApplication, findServicePrincipal } from "./lookup";

/** What allowed a call. */
export type Grounds = "permission" | "ownership" | "directoryRole";

/**
 * Decides whether a caller may use a route.
 *
 * @throws GraphError 401 when the calling app has no service principal any more, 403 when nothing allows the call
 */
export function authorize(caller: Caller, rule: AccessRule, objectId: string | undefined): Grounds {
  const principalId = caller.user?.id ?? caller.servicePrincipal?.id;
  if (!principalId) {
    throw new GraphError(
      401,
      "Authorization_IdentityNotFound",
      "The identity of the calling application could not be established.",
    );
  }
  if (rule.application.some((permission) => holdsPermission(caller, permission))) return "permission";
  if (rule.owned && holdsPermission(caller, rule.owned.permission) && owns(caller, rule.owned.object, objectId))
    return "ownership";
  if (!caller.user && heldDirectoryRoles(caller, principalId).some((id) => rule.directoryRoles.includes(id)))
    return "directoryRole";
  throw accessDenied();
}

export const accessDenied = (): GraphError =>
  new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

/** Only these directory roles may grant application permissions of Microsoft Graph. */
export function mayGrantGraphPermissions(caller: Caller): boolean {
  const principalId = caller.user?.id ?? caller.servicePrincipal?.id ?? "";
  return heldDirectoryRoles(caller, principalId).some(
    (id) => id === directoryRoles.globalAdministrator || id === directoryRoles.privilegedRoleAdministrator,
  );
}

/** A user's call needs both: the delegated permission in the token, and the user's own right, which a directory role gives. */
function holdsPermission(caller: Caller, permission: string): boolean {
  if (!caller.user) return caller.roles.includes(permission);
  const reads = permission.includes(".Read.");
  return caller.scopes.includes(permission) && (reads || heldDirectoryRoles(caller, caller.user.id).length > 0);
}

const heldDirectoryRoles = (caller: Caller, principalId: string): string[] =>
  caller.tenant.directoryRoles.filter((held) => held.principalId === principalId).map((held) => held.roleTemplateId);

function owns(caller: Caller, object: "application" | "servicePrincipal" | "created", id: string | undefined): boolean {
  if (object === "created") return true;
  const find = object === "application" ? findApplication : findServicePrincipal;
  const owners = find(caller.tenant, id ?? "").owners;
  return caller.servicePrincipal !== undefined && owners.has(caller.servicePrincipal.id);
}
