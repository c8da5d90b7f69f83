import type { Recipient, Tenant } from "../../model";
import { readRecipientFilter } from "../opath/filter";
import { filterSubjects, type FilterSubject } from "../opath/properties";
import { permissionsOfRole } from "./application-roles";
import type { AssignmentScope, ManagementScope, RoleAssignment, ServicePrincipalPointer } from "./model";

/** What scopes are judged by: the organisation as it is, or as one directory server knows it. */
export interface ScopeSources {
  tenant: Tenant;
  recipients: ReadonlyMap<string, Recipient>;
  membersOf: (groupId: string) => ReadonlySet<string> | undefined;
  managementScopes: ReadonlyMap<string, ManagementScope>;
  roleAssignments: ReadonlyMap<string, RoleAssignment>;
  servicePrincipals: ReadonlyMap<string, ServicePrincipalPointer>;
}

/** What one role assignment gives an application. */
export interface RoleGrant {
  assignment: RoleAssignment;
  appId: string;
  permissions: readonly string[];
  /** Object IDs of the recipients in its scope. */
  recipients: ReadonlySet<string>;
}

/** The organisation as it is. */
export const currentSources = (tenant: Tenant): ScopeSources => ({
  tenant,
  recipients: tenant.exchange.recipients,
  membersOf: (id) => tenant.groups.get(id)?.members,
  managementScopes: tenant.exchange.managementScopes,
  roleAssignments: tenant.exchange.roleAssignments,
  servicePrincipals: tenant.exchange.servicePrincipals,
});

/** What applications have by roles; assignments that are switched off, and those of administrators' roles, give nothing. */
export function roleGrants(sources: ScopeSources): RoleGrant[] {
  const scopes = scopeReader(sources);
  return [...sources.roleAssignments.values()].flatMap((assignment) => {
    const { assignee, role, enabled, delegating, scope } = assignment;
    const permissions = permissionsOfRole(role);
    const pointer = assignee.kind === "servicePrincipal" ? sources.servicePrincipals.get(assignee.id) : undefined;
    if (!pointer || !enabled || delegating || permissions.length === 0) return [];
    return [{ assignment, appId: pointer.appId, permissions, recipients: scopes(scope) }];
  });
}

/** Reads scopes; filters are asked about all recipients, which are gathered once. */
export function scopeReader(sources: ScopeSources): (scope: AssignmentScope) => ReadonlySet<string> {
  let subjects: FilterSubject[] | undefined;
  return (scope) => {
    switch (scope.kind) {
      case "organization":
        return new Set(sources.recipients.keys());
      case "administrativeUnit":
        return sources.tenant.administrativeUnits.get(scope.id)?.members ?? new Set();
      case "group":
        // Direct members only: groups within the group count for nothing.
        return sources.membersOf(scope.id) ?? new Set();
      case "managementScope": {
        const found = sources.managementScopes.get(scope.guid);
        if (!found) return new Set();
        subjects ??= filterSubjects(sources.tenant, sources.recipients.values(), sources.membersOf);
        const filter = readRecipientFilter(found.recipientFilter, "RecipientRestrictionFilter");
        return new Set(subjects.filter((each) => filter.matches(each)).map(({ recipient }) => recipient.id));
      }
    }
  };
}
