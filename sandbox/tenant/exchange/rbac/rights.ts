import type { Caller } from "../../context";
import type { Cloud, Tenant } from "../../model";
import { directoryRoles } from "../../well-known";
import { ORGANIZATION_MANAGEMENT, VIEW_ONLY_ORGANIZATION_MANAGEMENT } from "./administrator-roles";
import type { RoleAssignment } from "./model";
import { findRole } from "./roles";

/** What a caller may do in Exchange: by directory roles of Entra and by Exchange's own assignments together. */
export interface Rights {
  /** Names of cmdlets, lower case. */
  cmdlets: ReadonlySet<string>;
  /** Whether the caller may assign a role to others: it or its parent was assigned to be delegated. */
  delegates(role: string): boolean;
  /** Whether the caller manages role groups. */
  managesRoleGroups: boolean;
}

/** Which role groups Entra's directory roles stand for. */
const roleGroupsOfDirectoryRoles: Record<string, string> = {
  [directoryRoles.globalAdministrator]: ORGANIZATION_MANAGEMENT,
  [directoryRoles.exchangeAdministrator]: ORGANIZATION_MANAGEMENT,
  [directoryRoles.globalReader]: VIEW_ONLY_ORGANIZATION_MANAGEMENT,
};

export function rightsOf(cloud: Cloud, caller: Caller): Rights {
  const { tenant } = caller;
  const principalId = caller.user?.id ?? caller.servicePrincipal?.id ?? "";
  const implicit = implicitGroups(tenant, principalId);
  const explicit = explicitGroups(tenant, principalId);
  const assignments = [...tenant.exchange.roleAssignments.values()].filter((each) => each.enabled);
  const regular = assignments.filter(
    (each) => !each.delegating && isAssigned(each, principalId, [...implicit, ...explicit]),
  );
  const delegatingGroups = cloud.options.entraAdministratorsDelegate ? [...implicit, ...explicit] : explicit;
  const delegating = new Set(
    assignments
      .filter((each) => each.delegating && isAssigned(each, principalId, delegatingGroups))
      .map(({ role }) => role),
  );
  const organizationManagement = groupNamed(tenant, ORGANIZATION_MANAGEMENT);
  return {
    cmdlets: new Set(
      regular.flatMap(({ role }) => findRole(tenant, role)?.cmdlets ?? []).map((name) => name.toLowerCase()),
    ),
    delegates: (role) => isCustomised(cloud, tenant) && lineage(tenant, role).some((each) => delegating.has(each)),
    managesRoleGroups: [...implicit, ...explicit].some((guid) => guid === organizationManagement),
  };
}

/** Some time after an organisation was customised, it has not finished its own roles. */
function isCustomised({ clock, options }: Cloud, { exchange }: Tenant): boolean {
  if (exchange.customizedAt === null) return true;
  return clock.now().getTime() - exchange.customizedAt.getTime() >= options.hydrationDelay;
}

/** A role and its parents. */
function lineage(tenant: Tenant, role: string): string[] {
  const parent = findRole(tenant, role)?.parent ?? undefined;
  return parent === undefined ? [role] : [role, ...lineage(tenant, parent)];
}

function isAssigned({ assignee }: RoleAssignment, principalId: string, groups: readonly string[]): boolean {
  return assignee.kind === "roleGroup" ? groups.includes(assignee.id) : assignee.id === principalId;
}

function implicitGroups(tenant: Tenant, principalId: string): string[] {
  return tenant.directoryRoles
    .filter((each) => each.principalId === principalId)
    .flatMap(({ roleTemplateId }) => {
      const name = roleGroupsOfDirectoryRoles[roleTemplateId];
      return name === undefined ? [] : [groupNamed(tenant, name)];
    });
}

const explicitGroups = (tenant: Tenant, principalId: string): string[] =>
  [...tenant.exchange.roleGroups.values()].filter(({ members }) => members.has(principalId)).map(({ guid }) => guid);

const groupNamed = (tenant: Tenant, name: string): string =>
  [...tenant.exchange.roleGroups.values()].find((each) => each.name === name)?.guid ?? "";
