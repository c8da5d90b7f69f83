import { randomUUID } from "node:crypto";
import { findUser } from "../../directory";
import type { RoleAssignment, RoleGroup } from "../../model";
import { checkName, findByName, textOf, textsOf, type Cmdlet, type CmdletCall, type Json } from "../cmdlet";
import { dehydrated, exists, invalid, notDelegated, notFound } from "../faults";
import { change, drop, put, seen } from "../replicas";
import { roleOf } from "./management-roles";
import { findPointer } from "./service-principals";

const newRoleGroup: Cmdlet = {
  name: "New-RoleGroup",
  parameters: {
    Name: "string",
    Roles: "strings",
    Members: "strings",
    Description: "string",
    Force: "boolean",
    Confirm: "boolean",
  },
  required: ["Name"],
  run(call) {
    const name = textOf(call, "Name");
    call.setTarget(name);
    if (call.tenant.exchange.isDehydrated) throw dehydrated();
    checkName(name);
    const roles = textsOf(call, "Roles").map((each) => roleOf(call, each));
    const members = textsOf(call, "Members").map((each) => memberIdOf(call, each));
    if (findRoleGroup(call.tenant.exchange.roleGroups.values(), name)) throw exists(name);
    const group: RoleGroup = {
      name,
      guid: randomUUID(),
      description: textOf(call, "Description"),
      members: new Set(members),
      isBuiltIn: false,
    };
    const assignments = roles.map((role): RoleAssignment => {
      const assignment = `${role.name}-${name}`.slice(0, 64);
      if (!call.rights.delegates(role.name)) throw notDelegated(call.tenant.initialDomain, assignment);
      if (role.kind === "application")
        throw invalid(`The role "${role.name}" is for applications, not for role groups.`);
      return {
        name: assignment,
        guid: randomUUID(),
        role: role.name,
        assignee: { kind: "roleGroup", id: group.guid },
        scope: { kind: "organization" },
        enabled: true,
        delegating: false,
      };
    });
    put(call, "roleGroups", group.guid, group);
    for (const each of assignments) put(call, "roleAssignments", each.guid, each);
    return [
      render(
        group,
        roles.map((role) => role.name),
      ),
    ];
  },
};

const getRoleGroup: Cmdlet = {
  name: "Get-RoleGroup",
  parameters: { Identity: "string", ResultSize: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    const groups = identity === "" ? [...seen(call, "roleGroups").values()] : [roleGroupOf(call, identity)];
    return groups.map((group) => render(group, rolesOf(call, group)));
  },
};

function rolesOf(call: CmdletCall, { guid }: RoleGroup): string[] {
  const assigned = [...seen(call, "roleAssignments").values()].filter(
    ({ assignee, delegating }) => assignee.id === guid && !delegating,
  );
  return assigned.map(({ role }) => role);
}

const removeRoleGroup: Cmdlet = {
  name: "Remove-RoleGroup",
  parameters: {
    Identity: "string",
    BypassSecurityGroupManagerCheck: "boolean",
    Force: "boolean",
    Confirm: "boolean",
  },
  required: ["Identity"],
  run(call) {
    const group = roleGroupOf(call, textOf(call, "Identity"));
    call.setTarget(group.name);
    checkManager(call);
    if (group.isBuiltIn) throw invalid(`The role group "${group.name}" is built in and can't be removed.`);
    for (const { guid, assignee } of seen(call, "roleAssignments").values()) {
      if (assignee.id === group.guid) drop(call, "roleAssignments", guid);
    }
    drop(call, "roleGroups", group.guid);
    return [];
  },
};

const getRoleGroupMember: Cmdlet = {
  name: "Get-RoleGroupMember",
  parameters: { Identity: "string", ResultSize: "string" },
  required: ["Identity"],
  run(call) {
    const { users, exchange } = call.tenant;
    return [...roleGroupOf(call, textOf(call, "Identity")).members].map((id) => {
      const pointer = exchange.servicePrincipals.get(id);
      return {
        Name: pointer?.objectId ?? users.get(id)?.displayName ?? id,
        DisplayName: pointer?.displayName ?? users.get(id)?.displayName ?? "",
        ExternalDirectoryObjectId: id,
        RecipientType: pointer ? "ServicePrincipal" : "User",
      };
    });
  },
};

const membership = (verb: "Add" | "Remove"): Cmdlet => ({
  name: `${verb}-RoleGroupMember`,
  parameters: {
    Identity: "string",
    Member: "string",
    BypassSecurityGroupManagerCheck: "boolean",
    Confirm: "boolean",
  },
  required: ["Identity", "Member"],
  run(call) {
    const group = roleGroupOf(call, textOf(call, "Identity"));
    call.setTarget(group.name);
    checkManager(call);
    const member = textOf(call, "Member");
    const id = memberIdOf(call, member);
    if (group.members.has(id) === (verb === "Add")) {
      throw verb === "Add"
        ? invalid(
            `The recipient "${member}" is already a member of the group "${group.name}".`,
            "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
          )
        : invalid(
            `The recipient "${member}" isn't a member of the group "${group.name}".`,
            "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
          );
    }
    change(call, "roleGroups", group.guid, ({ members }) => (verb === "Add" ? members.add(id) : members.delete(id)));
    return [];
  },
});

/** Only who manages the organisation's roles changes role groups; the bypass is for them alone. */
function checkManager(call: CmdletCall): void {
  if (call.rights.managesRoleGroups) return;
  throw invalid(
    "You don't have sufficient permissions. This operation can only be performed by a manager of the group.",
    "Microsoft.Exchange.Management.Tasks.OperationRequiresGroupManagerException",
  );
}

/** Object ID of a user, or of a service principal that Exchange has a pointer to. */
function memberIdOf(call: CmdletCall, identity: string): string {
  const pointer = findPointer(seen(call, "servicePrincipals").values(), identity);
  const id = pointer?.objectId ?? findUser(call.tenant, identity)?.id;
  if (id === undefined) throw notFound(identity);
  return id;
}

const findRoleGroup = (groups: Iterable<RoleGroup>, identity: string): RoleGroup | undefined =>
  findByName(groups, identity, ({ name, guid }) => [name, guid]);

/** @throws CmdletFault 404 */
export function roleGroupOf(call: CmdletCall, identity: string): RoleGroup {
  const found = findRoleGroup(seen(call, "roleGroups").values(), identity);
  if (!found) throw notFound(identity);
  return found;
}

const render = ({ name, guid, description, members }: RoleGroup, roles: string[]): Json => ({
  Name: name,
  Identity: name,
  Guid: guid,
  Description: description,
  Roles: roles,
  Members: [...members],
});

export const roleGroupCmdlets: readonly Cmdlet[] = [
  newRoleGroup,
  getRoleGroup,
  removeRoleGroup,
  getRoleGroupMember,
  membership("Add"),
  membership("Remove"),
];
