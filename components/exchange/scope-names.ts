import { createHash } from "node:crypto";
import { exchangeApplicationRole, type Permission } from "../graph";

/** The permissions that RBAC for Applications has roles for, each with its role, in a fixed order. */
export function scopedRoles(permissions: readonly Permission[]): { permission: Permission; role: string }[] {
  return permissions
    .flatMap((permission) => {
      const role = exchangeApplicationRole(permission);
      return role === undefined ? [] : [{ permission, role }];
    })
    .sort((one, other) => one.role.localeCompare(other.role));
}

/**
 * Exchange finds its objects by names, so these say whose they are, stay the same, and are not taken by somebody else's: the component's
 * name, and a digest of it and the application.
 */
export function managementScopeName(component: string, clientId: string): string {
  return `${stem(component)}-${digest(component, clientId)}`;
}

/** The last part is the kind of scope: another kind makes another assignment, which stands beside the old one until that goes. */
export function assignmentName(component: string, clientId: string, role: string, scope: object): string {
  const kind = "managementScope" in scope ? "filter" : "administrativeUnit" in scope ? "unit" : "group";
  return `${stem(component).slice(0, 16)}-${role.replace("Application ", "")}-${digest(component, clientId)}-${kind}`;
}

function stem(component: string): string {
  return component
    .replace(/[^A-Za-z0-9.-]+/g, "-")
    .replace(/-scope$/, "")
    .slice(0, 40);
}

function digest(component: string, clientId: string): string {
  return createHash("sha256").update(`${component} ${clientId}`).digest("hex").slice(0, 8);
}
