import type { AssignmentScope, RoleAssignment } from "../../model";
import type { CmdletCall, Json } from "../cmdlet";
import { seen } from "../replicas";

/** How `RecipientWriteScope` and `ScopeType` call a kind of scope. */
export const scopeTypes: Record<AssignmentScope["kind"], string> = {
  organization: "Organization",
  managementScope: "CustomRecipientScope",
  administrativeUnit: "AdministrativeUnit",
  group: "Group",
};

/** A role assignment as Exchange tells it: each kind of scope in its own property. */
export function renderAssignment(call: CmdletCall, assignment: RoleAssignment): Json {
  const { name, guid, role, assignee, scope, enabled, delegating } = assignment;
  const assigneeName =
    assignee.kind === "roleGroup" ? (seen(call, "roleGroups").get(assignee.id)?.name ?? null) : assignee.id;
  const unit = scope.kind === "administrativeUnit" ? scope.id : null;
  return {
    Name: name,
    Identity: name,
    Guid: guid,
    Role: role,
    RoleAssignee: assigneeName,
    RoleAssigneeName: assigneeName,
    RoleAssigneeType: assignee.kind === "roleGroup" ? "RoleGroup" : "ServicePrincipal",
    AssignmentMethod: "Direct",
    RecipientWriteScope: scopeTypes[scope.kind],
    CustomResourceScope: scope.kind === "administrativeUnit" ? null : scopeName(call, scope),
    CustomRecipientWriteScope: unit,
    Enabled: enabled,
    RoleAssignmentDelegationType: delegating ? "DelegatingOrgWide" : "Regular",
  };
}

/** Name of a scope; null where it has none, or it is gone. */
export function scopeName(call: CmdletCall, scope: AssignmentScope): string | null {
  switch (scope.kind) {
    case "organization":
      return null;
    case "managementScope":
      return seen(call, "managementScopes").get(scope.guid)?.name ?? null;
    case "administrativeUnit":
      return call.tenant.administrativeUnits.get(scope.id)?.displayName ?? scope.id;
    case "group": {
      const group = seen(call, "recipients").get(scope.id);
      if (!group) return null;
      return call.cloud.options.groupScopeName === "name" ? group.name : `${group.name}_${group.guid}`;
    }
  }
}
