import { createHash } from "node:crypto";
import type { Faults } from "../faults";
import { exchangeApplicationRole, reachesMailboxes, type Permission } from "../graph";

/** The permissions that RBAC for Applications has roles for, each with its role, in a fixed order. */
export function scopedRoles(permissions: readonly Permission[]): { permission: Permission; role: string }[] {
  return permissions
    .flatMap((permission) => {
      const role = exchangeApplicationRole(permission);
      return role === undefined ? [] : [{ permission, role }];
    })
    .sort((one, other) => one.role.localeCompare(other.role));
}

/** Notes permissions that become one and the same role. */
export function noteSameRoles(permissions: readonly Permission[], path: string, faults: Faults): void {
  const names = new Map<string, string[]>();
  for (const { permission, role } of scopedRoles(permissions))
    names.set(role, [...(names.get(role) ?? []), permission.name]);
  for (const [role, same] of names) {
    if (same.length > 1)
      faults.add(
        path,
        same.join(" and "),
        `one permission that becomes ${role}`,
        "they are the same there; remove one",
      );
  }
}

/** Notes permissions that reach mailboxes and have no role: they would have to be consented to, for every mailbox. */
export function noteWithoutRole(permissions: readonly Permission[], path: string, faults: Faults): void {
  const without = permissions.filter((each) => reachesMailboxes(each) && exchangeApplicationRole(each) === undefined);
  if (without.length === 0) return;
  faults.add(
    path,
    without.map((each) => each.name).join(", "),
    "permissions that RBAC for Applications has a role for",
    "use a permission that has one, such as Calendars.Read",
  );
}

/**
 * Exchange finds its objects by names, so these say whose they are, stay the same, and are not taken by somebody else's: the component's
 * name, and a digest of it, its stack and the application.
 *
 * @param owner the component among those of all stacks: `organization/project/stack/name`
 */
export function managementScopeName(owner: string, clientId: string): string {
  return `${stem(owner)}-${scopeMark(owner, clientId)}`;
}

/** The last part is the kind of scope: another kind makes another assignment, which stands beside the old one until that goes. */
export function assignmentName(owner: string, clientId: string, role: string, scope: object): string {
  const kind = "managementScope" in scope ? "filter" : "administrativeUnit" in scope ? "unit" : "group";
  return `${stem(owner).slice(0, 16)}-${role.replace("Application ", "")}-${scopeMark(owner, clientId)}-${kind}`;
}

function stem(owner: string): string {
  return owner
    .split("/")
    .slice(3)
    .join("-")
    .replace(/[^A-Za-z0-9.-]+/g, "-")
    .replace(/-scope$/, "")
    .slice(0, 40);
}

/** What all names of one component and application have in common, and nobody else's: a digest of both. */
export function scopeMark(owner: string, clientId: string): string {
  // Who signs in to Pulumi where may change: the organization is not part of it.
  const [, ...inOrganization] = owner.split("/");
  return createHash("sha256")
    .update(`${inOrganization.join("/")} ${clientId}`)
    .digest("hex")
    .slice(0, 8);
}

/** The {@link scopeMark} of the mailbox scope to which an access policy or a group belongs. @param owner of that */
export function markOfOwner(owner: string, clientId: string): string {
  return scopeMark(owner.replace(/-(?:policy|(?:except-)?group)$/, ""), clientId);
}

/** The {@link scopeMark} in the name of a role assignment; undefined for one that no mailbox scope named. */
export function markOf(assignment: string): string | undefined {
  return /-([0-9a-f]{8})-(?:group|unit|filter)$/i.exec(assignment)?.[1]?.toLowerCase();
}

/** Whether a mailbox scope named a management scope. */
export function isMarked(managementScope: string): boolean {
  return /-[0-9a-f]{8}$/i.test(managementScope);
}

/** Whether a management scope is named as {@link managementScopeName} does. */
export function hasMark(managementScope: string, mark: string): boolean {
  return managementScope.toLowerCase().endsWith(`-${mark}`);
}
