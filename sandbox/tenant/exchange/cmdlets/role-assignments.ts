import { randomUUID } from "node:crypto";
import type { AssignmentScope, RoleAssignment } from "../../model";
import { checkName, findByName, flagOf, recipientOf, textOf, type Cmdlet, type CmdletCall } from "../cmdlet";
import { dehydrated, exists, invalid, notFound, unchanged } from "../faults";
import { renderAssignment } from "../rbac/assignment-rendering";
import { isGroup } from "../recipients";
import { change, drop, put, seen } from "../replicas";
import { roleOf } from "./management-roles";
import { scopeOf } from "./management-scopes";
import { findPointer, pointerOf } from "./service-principals";

const roles = ["Role Management"];
const scopeParameters = {
  CustomResourceScope: "string",
  RecipientAdministrativeUnitScope: "string",
  RecipientGroupScope: "string",
} as const;

const newRoleAssignment: Cmdlet = {
  name: "New-ManagementRoleAssignment",
  roles,
  parameters: {
    Name: "string",
    App: "string",
    Role: "string",
    ...scopeParameters,
    Force: "boolean",
    Confirm: "boolean",
  },
  required: ["App", "Role"],
  run(call) {
    if (call.tenant.exchange.isDehydrated) throw dehydrated();
    const role = roleOf(call, textOf(call, "Role"));
    const pointer = pointerOf(call, textOf(call, "App"));
    const name = textOf(call, "Name") || `${role.name}-${pointer.objectId}`.slice(0, 64);
    call.setTarget(name);
    checkName(name);
    const scope = scopeSent(call) ?? { kind: "organization" };
    if (findAssignment(call.tenant.exchange.roleAssignments.values(), name)) throw exists(name);
    const assignment: RoleAssignment = {
      name,
      guid: randomUUID(),
      role: role.name,
      assignee: { kind: "servicePrincipal", id: pointer.objectId },
      scope,
      enabled: true,
      delegating: false,
    };
    put(call, "roleAssignments", assignment.guid, assignment);
    return [renderAssignment(call, assignment)];
  },
};

/** @throws CmdletFault where more than one scope is sent, or what it names is not there */
function scopeSent(call: CmdletCall): AssignmentScope | undefined {
  const sent = Object.keys(scopeParameters).filter((name) => textOf(call, name) !== "");
  if (sent.length > 1) {
    throw invalid(
      `Parameter set cannot be resolved using the specified named parameters: ${sent.join(", ")}.`,
      "System.Management.Automation.ParameterBindingException",
    );
  }
  const [parameter] = sent;
  if (parameter === undefined) return undefined;
  const value = textOf(call, parameter);
  if (parameter === "CustomResourceScope") return { kind: "managementScope", guid: scopeOf(call, value).guid };
  if (parameter === "RecipientAdministrativeUnitScope") {
    const unit = findByName(call.tenant.administrativeUnits.values(), value, (each) => [each.id, each.displayName]);
    if (!unit) throw notFound(value);
    return { kind: "administrativeUnit", id: unit.id };
  }
  const group = recipientOf(call, value);
  if (!isGroup(group)) throw invalid(`"${group.name}" isn't a group and can't be a recipient group scope.`);
  return { kind: "group", id: group.id };
}

const getRoleAssignment: Cmdlet = {
  name: "Get-ManagementRoleAssignment",
  roles: [...roles, "View-Only Configuration"],
  parameters: {
    Identity: "string",
    RoleAssignee: "string",
    Role: "string",
    RoleAssigneeType: "string",
    Enabled: "boolean",
    Delegating: "boolean",
    ResultSize: "string",
  },
  run(call) {
    const identity = textOf(call, "Identity");
    if (identity !== "") return [renderAssignment(call, assignmentOf(call, identity))];
    const assignee = textOf(call, "RoleAssignee");
    const assigneeId = assignee === "" ? undefined : assigneeIdOf(call, assignee);
    const role = textOf(call, "Role");
    const roleName = role === "" ? undefined : roleOf(call, role).name;
    const type = textOf(call, "RoleAssigneeType").toLowerCase();
    return [...seen(call, "roleAssignments").values()]
      .filter((each) => assigneeId === undefined || each.assignee.id === assigneeId)
      .filter((each) => roleName === undefined || each.role === roleName)
      .filter((each) => type === "" || each.assignee.kind.toLowerCase() === type)
      .filter((each) => (flagOf(call, "Enabled") ?? each.enabled) === each.enabled)
      .filter((each) => (flagOf(call, "Delegating") ?? each.delegating) === each.delegating)
      .map((each) => renderAssignment(call, each));
  },
};

/** @throws CmdletFault 404 */
function assigneeIdOf(call: CmdletCall, identity: string): string {
  const pointer = findPointer(seen(call, "servicePrincipals").values(), identity);
  if (pointer) return pointer.objectId;
  throw notFound(identity);
}

const setRoleAssignment: Cmdlet = {
  name: "Set-ManagementRoleAssignment",
  roles,
  parameters: { Identity: "string", ...scopeParameters, Enabled: "boolean", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const assignment = assignmentOf(call, textOf(call, "Identity"));
    call.setTarget(assignment.name);
    const scope = scopeSent(call) ?? assignment.scope;
    if (scope.kind !== assignment.scope.kind && !call.cloud.options.assignmentScopeKindChanges) {
      throw invalid(
        `The scope of the role assignment "${assignment.name}" is of another kind and can't be replaced by this one. Remove the assignment and create it again.`,
      );
    }
    const enabled = flagOf(call, "Enabled") ?? assignment.enabled;
    if (JSON.stringify(scope) === JSON.stringify(assignment.scope) && enabled === assignment.enabled) {
      call.warn(unchanged(assignment.name));
      return [];
    }
    change(call, "roleAssignments", assignment.guid, (each) => Object.assign(each, { scope, enabled }));
    return [];
  },
};

const removeRoleAssignment: Cmdlet = {
  name: "Remove-ManagementRoleAssignment",
  roles,
  parameters: { Identity: "string", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const assignment = assignmentOf(call, textOf(call, "Identity"));
    call.setTarget(assignment.name);
    drop(call, "roleAssignments", assignment.guid);
    return [];
  },
};

const findAssignment = (assignments: Iterable<RoleAssignment>, identity: string): RoleAssignment | undefined =>
  findByName(assignments, identity, ({ name, guid }) => [name, guid]);

/** @throws CmdletFault 404 */
function assignmentOf(call: CmdletCall, identity: string): RoleAssignment {
  const found = identity === "" ? undefined : findAssignment(seen(call, "roleAssignments").values(), identity);
  if (!found) throw notFound(identity);
  return found;
}

export const roleAssignmentCmdlets: readonly Cmdlet[] = [
  newRoleAssignment,
  getRoleAssignment,
  setRoleAssignment,
  removeRoleAssignment,
];
