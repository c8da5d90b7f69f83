import type { Tenant } from "../../model";
import { administratorRoles } from "./administrator-roles";
import { applicationRoles } from "./application-roles";

/** A management role of any kind. */
export interface Role {
  name: string;
  kind: "administrator" | "application" | "custom";
  /** Name of the role that it was made from. */
  parent: string | null;
  /** What it allows an administrator. */
  cmdlets: readonly string[];
}

export const rolesOf = (tenant: Tenant): Role[] => [
  ...[...administratorRoles].map(([name, cmdlets]): Role => ({ name, kind: "administrator", parent: null, cmdlets })),
  ...[...applicationRoles.keys()].map((name): Role => ({ name, kind: "application", parent: null, cmdlets: [] })),
  ...[...tenant.exchange.managementRoles.values()].map(({ name, parent, cmdlets }): Role => ({
    name,
    kind: "custom",
    parent,
    cmdlets: [...cmdlets],
  })),
];

/** By name, in any letter case. */
export function findRole(tenant: Tenant, name: string): Role | undefined {
  const wanted = name.toLowerCase();
  return rolesOf(tenant).find((each) => each.name.toLowerCase() === wanted);
}
