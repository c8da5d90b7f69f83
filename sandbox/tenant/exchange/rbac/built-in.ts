import { idFor } from "../../ids";
import { administratorRoles, ORGANIZATION_MANAGEMENT, VIEW_ONLY_ORGANIZATION_MANAGEMENT } from "./administrator-roles";
import { applicationRoles } from "./application-roles";
import type { RoleAssignment, RoleGroup } from "./model";

const readOnly = ["View-Only Recipients", "View-Only Configuration"];

/** The role groups that every organisation has, with their role assignments: application roles may be assigned by them, not used. */
export function builtInRoleGroups(organization: string): {
  roleGroups: Map<string, RoleGroup>;
  roleAssignments: Map<string, RoleAssignment>;
} {
  const groups = [ORGANIZATION_MANAGEMENT, VIEW_ONLY_ORGANIZATION_MANAGEMENT].map((name): RoleGroup => {
    const guid = idFor(organization, "role group", name);
    return { name, guid, description: "", members: new Set(), isBuiltIn: true };
  });
  const assignments = groups.flatMap(({ name, guid }) => {
    const assigned = (role: string, delegating: boolean): RoleAssignment => {
      const assignment = `${role}-${name}${delegating ? "-Delegating" : ""}`;
      return {
        name: assignment,
        guid: idFor(organization, "role assignment", assignment),
        role,
        assignee: { kind: "roleGroup", id: guid },
        scope: { kind: "organization" },
        enabled: true,
        delegating,
      };
    };
    if (name === VIEW_ONLY_ORGANIZATION_MANAGEMENT) return readOnly.map((role) => assigned(role, false));
    return [
      ...[...administratorRoles.keys()].map((role) => assigned(role, false)),
      ...[...administratorRoles.keys(), ...applicationRoles.keys()].map((role) => assigned(role, true)),
    ];
  });
  return {
    roleGroups: new Map(groups.map((each) => [each.guid, each])),
    roleAssignments: new Map(assignments.map((each) => [each.guid, each])),
  };
}
