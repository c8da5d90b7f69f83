import { randomUUID } from "node:crypto";
import type { AssignmentScope, RoleAssignee, RoleAssignment } from "../../model";
import { checkName, findByName, flagOf, recipientOf, textOf, type Cmdlet, type CmdletCall } from "../cmdlet";
import { dehydrated, exists, invalid, notDelegated, notFound, unchanged, type CmdletFault } from "../faults";
import { renderAssignment } from "../rbac/assignment-rendering";
import type { Role } from "../rbac/roles";
import { isGroup } from "../recipients";
import { change, drop, put, seen } from "../replicas";
import { roleOf } from "./management-roles";
import { scopeOf } from "./management-scopes";
import { roleGroupOf } from "./role-groups";
import { findPointer, pointerOf } from "./service-principals";

const scopeParameters = {
  CustomResourceScope: "string",
  RecipientAdministrativeUnitScope: "string",
  RecipientGroupScope: "string",
} as const;

const newRoleAssignment: Cmdlet = {
  name: "New-ManagementRoleAssignment",
  parameters: {
    Name: "string",
    App: "string",
    SecurityGroup: "string",
    Role: "string",
    Delegating: "boolean",
    ...scopeParameters,
    Force: "boolean",
    Confirm: "boolean",
  },
  required: ["Role"],
  run(call) {
    if (call.tenant.exchange.isDehydrated) throw dehydrated();
    const role = roleOf(call, textOf(call, "Role"));
    const delegating = flagOf(call, "Delegating") ?? false;
    const assignee = assigneeSent(call, role, delegating);
    const name = textOf(call, "Name") || `${role.name}-${assignee.id}`.slice(0, 64);
    call.setTarget(name);
    checkName(name);
    const scope = scopeSent(call) ?? { kind: "organization" };
    if (assignee.kind === "roleGroup" && scope.kind !== "organization")
      throw parameterSet(["SecurityGroup", scope.kind]);
    if (!call.rights.delegates(role.name)) throw notDelegated(call.tenant.initialDomain, name);
    if (findAssignment(call.tenant.exchange.roleAssignments.values(), name)) throw exists(name);
    const assignment: RoleAssignment = {
      name,
      guid: randomUUID(),
      role: role.name,
      assignee,
      scope,
      enabled: true,
      delegating,
    };
    put(call, "roleAssignments", assignment.guid, assignment);
    return [renderAssignment(call, assignment)];
  },
};

/** @throws CmdletFault where it is not exactly one, or the role is not for it */
function assigneeSent(call: CmdletCall, role: Role, delegating: boolean): RoleAssignee {
  const [app, group] = [textOf(call, "App"), textOf(call, "SecurityGroup")];
  if ((app === "") === (group === "")) throw parameterSet(app === "" ? ["Role"] : ["App", "SecurityGroup"]);
  if (group !== "") {
    // Only applications use these roles; administrators assign them.
    if (role.kind === "application" && !delegating) {
      throw invalid(`The role "${role.name}" is for applications; a role group can only have it to delegate it.`);
    }
    return { kind: "roleGroup", id: roleGroupOf(call, group).guid };
  }
  if (delegating) throw parameterSet(["App", "Delegating"]);
  return { kind: "servicePrincipal", id: pointerOf(call, app).objectId };
}

const parameterSet = (names: readonly string[]): CmdletFault =>
  invalid(
    `Parameter set cannot be resolved using the specified named parameters: ${names.join(", ")}.`,
    "System.Management.Automation.ParameterBindingException",
  );

/** @throws CmdletFault where more than one scope is sent, or what it names is not there */
function scopeSent(call: CmdletCall): AssignmentScope | undefined {
  const sent = Object.keys(scopeParameters).filter((name) => textOf(call, name) !== "");
  if (sent.length > 1) throw parameterSet(sent);
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
  return pointer?.objectId ?? roleGroupOf(call, identity).guid;
}

const setRoleAssignment: Cmdlet = {
  name: "Set-ManagementRoleAssignment",
  parameters: { Identity: "string", ...scopeParameters, Enabled: "boolean", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const assignment = assignmentOf(call, textOf(call, "Identity"));
    call.setTarget(assignment.name);
    if (!call.rights.delegates(assignment.role)) throw notDelegated(call.tenant.initialDomain, assignment.name);
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
  parameters: { Identity: "string", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const assignment = assignmentOf(call, textOf(call, "Identity"));
    call.setTarget(assignment.name);
    if (!call.rights.delegates(assignment.role)) throw notDelegated(call.tenant.initialDomain, assignment.name);
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
