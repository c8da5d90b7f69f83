import { createHash } from "node:crypto";
import type { Application, Tenant } from "./model";

/** Instants and generated secrets differ from run to run and are no part of what a tenant *is*. */
const VOLATILE = new Set(["version", "createdDateTime", "deletedDateTime", "createdAt", "secretText", "hint"]);

/** Plain JSON: equal for two tenants in the same state, whatever the order in which they came there. */
export type Snapshot = Record<string, unknown>;

/**
 * The state of a tenant for comparison, e.g. after `destroy` with the seed. Collections are keyed by object ID and sorted; mailbox
 * contents are there as digests. Deleted applications that can still be restored are under `deletedApplications`.
 */
export function snapshot(tenant: Tenant): Snapshot {
  const { accessPolicies, mailboxes, orgContacts, recipients, isDehydrated, clientAccess, mailboxAccess } =
    tenant.exchange;

  return normalise({
    id: tenant.id,
    displayName: tenant.displayName,
    domains: tenant.domains,
    users: tenant.users,
    groups: tenant.groups,
    administrativeUnits: tenant.administrativeUnits,
    applications: mapValues(tenant.applications, withoutKeys),
    deletedApplications: mapValues(tenant.deletedApplications, withoutKeys),
    servicePrincipals: tenant.servicePrincipals,
    appRoleAssignments: tenant.appRoleAssignments,
    oauth2PermissionGrants: tenant.oauth2PermissionGrants,
    directoryRoles: tenant.directoryRoles,
    subscribedSkus: tenant.subscribedSkus,
    azure: azureOf(tenant),
    policies: tenant.policies,
    exchange: {
      isDehydrated,
      clientAccess,
      mailboxAccess,
      recipients,
      accessPolicies,
      servicePrincipals: mapValues(tenant.exchange.servicePrincipals, withoutGuid),
      managementScopes: namedOf(tenant.exchange.managementScopes),
      roleAssignments: roleAssignmentsOf(tenant),
      managementRoles: namedOf(tenant.exchange.managementRoles),
      roleGroups: namedOf(tenant.exchange.roleGroups),
      orgContacts,
      mailboxes: mapValues(mailboxes, digest),
    },
  }) as Snapshot;
}

const mapValues = <T, R>(map: Map<string, T>, change: (value: T) => R): Map<string, R> =>
  new Map([...map].map(([key, value]) => [key, change(value)]));

/** Credentials by their IDs: a secret or certificate itself is not shown. */
const withoutKeys = (application: Application) => ({
  ...application,
  keyCredentials: application.keyCredentials.map(({ keyId, customKeyIdentifier }) => ({ keyId, customKeyIdentifier })),
  passwordCredentials: application.passwordCredentials.map(({ keyId, displayName }) => ({ keyId, displayName })),
});

/** Secrets by name, with how many versions they have. */
const azureOf = ({ azure }: Tenant) => ({
  ...azure,
  resourceGroups: mapValues(azure.resourceGroups, (group) => ({
    ...group,
    vaults: mapValues(group.vaults, (vault) => ({
      ...vault,
      secrets: mapValues(vault.secrets, (versions) => versions.length),
    })),
  })),
});

/** GUIDs are made anew with each object, so these are known by their names. */
const withoutGuid = <T extends { guid: string }>({ guid: _guid, ...rest }: T): Omit<T, "guid"> => rest;

const namedOf = <T extends { guid: string; name: string }>(objects: Map<string, T>) =>
  Object.fromEntries([...objects.values()].map((each) => [each.name, withoutGuid(each)]));

const roleAssignmentsOf = ({ exchange }: Tenant) =>
  Object.fromEntries(
    [...exchange.roleAssignments.values()].map((each) => {
      const { scope, assignee } = each;
      const named =
        scope.kind === "managementScope"
          ? { kind: scope.kind, name: exchange.managementScopes.get(scope.guid)?.name }
          : scope;
      const group = assignee.kind === "roleGroup" ? exchange.roleGroups.get(assignee.id)?.name : undefined;
      return [each.name, { ...withoutGuid(each), scope: named, assignee: group ?? assignee.id }];
    }),
  );

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("base64url");

function normalise(value: unknown): unknown {
  if (value instanceof Map) return normalise(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(normalise).sort();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name, item]) => !VOLATILE.has(name) && item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, normalise(item)]),
  );
}
