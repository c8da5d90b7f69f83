import type { RoleAssignmentSpec } from "../manifest";
import type { ExchangeObject } from "../transport";
import { isKind, listed, removeOnce, single, type StepContext } from "./context";
import { sameText, text } from "./values";

/** A management role assignment as Exchange tells it. */
export interface Assignment {
  name: string;
  role: string;
  /** `Group`, `AdministrativeUnit`, `CustomRecipientScope` or `Organization`. */
  scopeKind: string;
  /** Name of the group or management scope, ID or name of the administrative unit; empty for the whole organisation. */
  scope: string;
  enabled: boolean;
}

export function toAssignment(object: ExchangeObject): Assignment {
  return {
    name: text(object.Name),
    role: text(object.Role),
    scopeKind: text(object.RecipientWriteScope),
    scope: text(object.CustomResourceScope) || text(object.CustomRecipientWriteScope),
    enabled: object.Enabled !== false,
  };
}

/**
 * Whether an assignment is for the scope that is declared. Exchange tells a group by its name, with or without its GUID.
 *
 * @param group the group of the declared scope, where it is one
 */
export function hasScope(
  { scopeKind, scope }: Assignment,
  declared: RoleAssignmentSpec["scope"],
  group: ExchangeObject | undefined,
): boolean {
  if ("managementScope" in declared) {
    return scopeKind === "CustomRecipientScope" && sameText(scope, declared.managementScope);
  }
  if ("administrativeUnit" in declared) {
    const named = /^[0-9a-f-]{36}$/i.test(scope);
    return scopeKind === "AdministrativeUnit" && (!named || sameText(scope, declared.administrativeUnit));
  }
  const name = text(group?.Name);
  const names = [name, `${name}_${text(group?.Guid)}`, text(group?.DistinguishedName), text(group?.Guid)];
  return scopeKind === "Group" && group !== undefined && names.some((each) => sameText(each, scope));
}

/** Whether an assignment is as declared. @param group the group of the declared scope, where it is one */
export function isDeclared(
  assignment: Assignment,
  spec: RoleAssignmentSpec,
  group: ExchangeObject | undefined,
): boolean {
  return sameText(assignment.role, spec.role) && assignment.enabled && hasScope(assignment, spec.scope, group);
}

/** How Exchange calls the kind of a declared scope. */
export function scopeKindOf(declared: RoleAssignmentSpec["scope"]): string {
  if ("managementScope" in declared) return "CustomRecipientScope";
  return "administrativeUnit" in declared ? "AdministrativeUnit" : "Group";
}

/** What is sent for a scope. */
export function scopeParameters(declared: RoleAssignmentSpec["scope"]): Record<string, string> {
  if ("managementScope" in declared) return { CustomResourceScope: declared.managementScope };
  if ("administrativeUnit" in declared) return { RecipientAdministrativeUnitScope: declared.administrativeUnit };
  return { RecipientGroupScope: declared.group };
}

/** Whether it lets an application into mailboxes, rather than manage Exchange. */
export function isApplicationRole({ role }: Assignment): boolean {
  return role.startsWith("Application ");
}

/** An assignment in words. */
export function describeAssignment({ name, role, scopeKind, scope }: Assignment): string {
  const where = scope !== "" ? `${scopeKind} ${scope}` : scopeKind === "Organization" ? "the whole organisation" : "";
  return `${name} (${role} for ${where || `a ${scopeKind || "scope"} that is gone`})`;
}

/** A declared scope in words. */
export function describeScope(declared: RoleAssignmentSpec["scope"]): string {
  if ("managementScope" in declared) return `management scope ${declared.managementScope}`;
  if ("administrativeUnit" in declared) return `administrative unit ${declared.administrativeUnit}`;
  return `group ${declared.group}`;
}

/** All assignments of an application; none where Exchange has no pointer to it. @param objectId of its service principal */
export async function readAssignments(
  { exchange }: Pick<StepContext, "exchange">,
  objectId: string,
): Promise<Assignment[]> {
  const [answer] = await exchange.batch([
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: objectId } },
  ]);
  if (isKind(answer, "notFound")) return [];
  return listed(answer, "Get-ManagementRoleAssignment").map(toAssignment);
}

export async function findAssignment(context: StepContext, name: string): Promise<ExchangeObject | undefined> {
  const [answer] = await context.exchange.batch([
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { Identity: name } },
  ]);
  return single(answer, name, (each) => sameText(text(each.Name), name));
}

/** Closes mailboxes, and never opens any. One that is gone already is gone. */
export async function removeAssignment(context: StepContext, name: string): Promise<void> {
  await removeOnce(
    () => context.exchange.invoke("Remove-ManagementRoleAssignment", { Identity: name, Confirm: false, Force: true }),
    async () => (await findAssignment(context, name)) !== undefined,
  );
}
