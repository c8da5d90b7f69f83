import { randomUUID } from "node:crypto";
import type { ManagementRole } from "../../model";
import { checkName, flagOf, textOf, textsOf, type Cmdlet, type CmdletCall, type Json } from "../cmdlet";
import { dehydrated, exists, invalid, notDelegated, notFound } from "../faults";
import { findRole, rolesOf, type Role } from "../rbac/roles";
import { change, drop, put, seen } from "../replicas";

const getManagementRole: Cmdlet = {
  name: "Get-ManagementRole",
  parameters: { Identity: "string", RoleType: "string", Cmdlet: "string", GetChildren: "boolean" },
  run(call) {
    const identity = textOf(call, "Identity");
    const named = identity === "" ? undefined : roleOf(call, identity);
    const type = textOf(call, "RoleType").toLowerCase();
    const cmdlet = textOf(call, "Cmdlet").toLowerCase();
    const wanted = (role: Role): boolean => {
      if (flagOf(call, "GetChildren") === true) return role.parent === named?.name;
      return named === undefined || role.name === named.name;
    };
    return visibleRoles(call)
      .filter(wanted)
      .filter((each) => type === "" || typeOf(call, each).toLowerCase() === type)
      .filter((each) => cmdlet === "" || each.cmdlets.some((name) => name.toLowerCase() === cmdlet))
      .map((each) => render(call, each));
  },
};

const newManagementRole: Cmdlet = {
  name: "New-ManagementRole",
  parameters: {
    Name: "string",
    Parent: "string",
    EnabledCmdlets: "strings",
    Description: "string",
    Force: "boolean",
    Confirm: "boolean",
  },
  required: ["Name", "Parent"],
  run(call) {
    const name = textOf(call, "Name");
    call.setTarget(name);
    if (call.tenant.exchange.isDehydrated) throw dehydrated();
    checkName(name);
    const parent = roleOf(call, textOf(call, "Parent"));
    if (parent.kind === "application") {
      throw invalid(`The role "${parent.name}" is for applications, and no role can be made from it.`);
    }
    if (!call.rights.delegates(parent.name)) throw notDelegated(call.tenant.initialDomain, name);
    if (findRole(call.tenant, name)) throw exists(name);
    const role: ManagementRole = {
      name,
      guid: randomUUID(),
      parent: parent.name,
      cmdlets: new Set(enabledCmdlets(call, parent)),
    };
    put(call, "managementRoles", role.guid, role);
    return [render(call, { ...role, kind: "custom", cmdlets: [...role.cmdlets] })];
  },
};

/** All of the parent's cmdlets, or those that are named. */
function enabledCmdlets(call: CmdletCall, parent: Role): readonly string[] {
  if (call.parameters["EnabledCmdlets"] === undefined) return parent.cmdlets;
  return textsOf(call, "EnabledCmdlets").map((wanted) => {
    const found = parent.cmdlets.find((each) => each.toLowerCase() === wanted.toLowerCase());
    if (!found) throw invalid(`The cmdlet "${wanted}" isn't in the parent role "${parent.name}".`);
    return found;
  });
}

const removeManagementRole: Cmdlet = {
  name: "Remove-ManagementRole",
  parameters: { Identity: "string", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const role = ownRoleOf(call, textOf(call, "Identity"));
    call.setTarget(role.name);
    if (!call.rights.delegates(role.name)) throw notDelegated(call.tenant.initialDomain, role.name);
    const users = [...seen(call, "roleAssignments").values()].filter((each) => each.role === role.name);
    if (users.length > 0) {
      throw invalid(`The role "${role.name}" can't be removed because it has role assignments or child roles.`);
    }
    drop(call, "managementRoles", role.guid);
    return [];
  },
};

const getManagementRoleEntry: Cmdlet = {
  name: "Get-ManagementRoleEntry",
  parameters: { Identity: "string" },
  required: ["Identity"],
  run(call) {
    const { role, pattern } = entryNamed(call);
    return role.cmdlets
      .filter((name) => pattern.test(name))
      .map((Name) => ({ Identity: `${role.name}\\${Name}`, Name, Role: role.name, Type: "Cmdlet", Parameters: [] }));
  },
};

const removeManagementRoleEntry: Cmdlet = {
  name: "Remove-ManagementRoleEntry",
  parameters: { Identity: "string", Force: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const { role, pattern } = entryNamed(call);
    call.setTarget(textOf(call, "Identity"));
    const own = ownRoleOf(call, role.name);
    if (!call.rights.delegates(role.name)) throw notDelegated(call.tenant.initialDomain, role.name);
    const [entry, ...others] = role.cmdlets.filter((name) => pattern.test(name));
    if (entry === undefined || others.length > 0) throw notFound(textOf(call, "Identity"));
    change(call, "managementRoles", own.guid, (each) => each.cmdlets.delete(entry));
    return [];
  },
};

/** `Role\Cmdlet`, with `*` for any text in the cmdlet. */
function entryNamed(call: CmdletCall): { role: Role; pattern: RegExp } {
  const [roleName = "", cmdlet = "", ...rest] = textOf(call, "Identity").split("\\");
  if (rest.length > 0 || !/^[A-Za-z*-]+$/.test(cmdlet)) {
    throw invalid(`The role entry "${textOf(call, "Identity")}" isn't of the form <role>\\<cmdlet>.`);
  }
  return { role: roleOf(call, roleName), pattern: new RegExp(`^${cmdlet.replaceAll("*", ".*")}$`, "i") };
}

const visibleRoles = (call: CmdletCall): Role[] => {
  const own = [...seen(call, "managementRoles").values()];
  return [
    ...rolesOf(call.tenant).filter(({ kind }) => kind !== "custom"),
    ...own.map(({ name, parent, cmdlets }): Role => ({ name, parent, kind: "custom", cmdlets: [...cmdlets] })),
  ];
};

/** @throws CmdletFault 404 */
export function roleOf(call: CmdletCall, identity: string): Role {
  const found = visibleRoles(call).find((each) => each.name.toLowerCase() === identity.toLowerCase());
  if (!found) throw notFound(identity);
  return found;
}

/** @throws CmdletFault where it is Microsoft's */
function ownRoleOf(call: CmdletCall, identity: string): ManagementRole {
  const { name } = roleOf(call, identity);
  const own = [...seen(call, "managementRoles").values()].find((each) => each.name === name);
  if (!own) throw invalid(`The role "${name}" is built in and can't be changed or removed.`);
  return own;
}

/** A role's type is its root's name without spaces. */
function typeOf(call: CmdletCall, role: Role): string {
  return role.parent === null ? role.name.replaceAll(/[^A-Za-z]/g, "") : typeOf(call, roleOf(call, role.parent));
}

const render = (call: CmdletCall, role: Role): Json => ({
  Name: role.name,
  Identity: role.parent === null ? role.name : `${role.parent}\\${role.name}`,
  Parent: role.parent,
  RoleType: typeOf(call, role),
  RoleEntries: role.cmdlets.map((name) => `(Microsoft.Exchange.Management.PowerShell.E2010) ${name}`),
  IsRootRole: role.parent === null,
  IsEndUserRole: false,
});

export const managementRoleCmdlets: readonly Cmdlet[] = [
  getManagementRole,
  newManagementRole,
  removeManagementRole,
  getManagementRoleEntry,
  removeManagementRoleEntry,
];
