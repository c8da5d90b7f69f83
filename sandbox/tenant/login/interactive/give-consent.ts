import { graphTime } from "../../cloud";
import { findServicePrincipalByAppId } from "../../directory";
import { newServicePrincipal } from "../../graph/service-principals";
import { assignmentId, grantId } from "../../ids";
import type { ServicePrincipal, Tenant, User } from "../../model";
import type { LoginContext } from "../client-credentials";
import type { ApiRoles } from "./admin-consent";
import type { Registration } from "./purpose";
import type { ApiPermissions } from "./scopes";

/**
 * Writes down a consent: one delegated grant per API, merged into the one that is there. The app's service principal is created when
 * the tenant has none yet.
 *
 * @param forUser for whom; undefined: for everybody
 */
export function grantDelegated(
  login: LoginContext,
  tenant: Tenant,
  registration: Registration,
  consenting: User,
  forUser: User | undefined,
  needed: readonly ApiPermissions[],
): void {
  const client = ensureServicePrincipal(login, tenant, registration, consenting);
  for (const { api, permissions } of needed.filter((each) => each.permissions.length > 0)) {
    const id = grantId(client.id, api.id, forUser?.id ?? null);
    const before = tenant.oauth2PermissionGrants.get(id)?.scope.split(/\s+/) ?? [];
    const names = [...new Set([...before, ...permissions.map(({ value }) => value)])].filter((name) => name !== "");
    tenant.oauth2PermissionGrants.set(id, {
      id,
      clientId: client.id,
      consentType: forUser ? "Principal" : "AllPrincipals",
      principalId: forUser?.id ?? null,
      resourceId: api.id,
      scope: names.sort().join(" "),
    });
    recordConsent(
      login,
      tenant,
      consenting,
      "Add delegated permission grant",
      `${id} client ${client.id} resource ${api.id}`,
    );
  }
}

/** Writes down consent to application permissions: one app role assignment each; those that are there stay. */
export function grantApplication(
  login: LoginContext,
  tenant: Tenant,
  registration: Registration,
  consenting: User,
  wanted: readonly ApiRoles[],
): void {
  const client = ensureServicePrincipal(login, tenant, registration, consenting);
  for (const { api, roles } of wanted) {
    const assigned = [...tenant.appRoleAssignments.values()]
      .filter(({ principalId, resourceId }) => principalId === client.id && resourceId === api.id)
      .map(({ appRoleId }) => appRoleId);
    for (const role of roles.filter((each) => !assigned.includes(each.id))) {
      const id = assignmentId(client.id);
      tenant.appRoleAssignments.set(id, {
        id,
        appRoleId: role.id,
        principalId: client.id,
        principalType: "ServicePrincipal",
        resourceId: api.id,
        createdDateTime: graphTime(login.cloud.clock.now()),
      });
      const target = `${id} principal ${client.id} resource ${api.id}`;
      recordConsent(login, tenant, consenting, "Add app role assignment to service principal", target);
    }
  }
}

/** The app's service principal in the tenant, created from its registration when there is none. */
export function ensureServicePrincipal(
  login: LoginContext,
  tenant: Tenant,
  { application, home }: Registration,
  consenting: User,
): ServicePrincipal {
  const known = findServicePrincipalByAppId(tenant, application.appId);
  if (known) return known;
  const created = newServicePrincipal(application, home, graphTime(login.cloud.clock.now()));
  tenant.servicePrincipals.set(created.id, created);
  recordConsent(login, tenant, consenting, "Add service principal", created.id);
  return created;
}

/** Appends one write of a consent to the audit, in the name of the person who consented. */
export function recordConsent(
  login: LoginContext,
  tenant: Tenant,
  user: User,
  operation: string,
  target: string,
): void {
  const caller = { tenant, appId: "", user, roles: [], scopes: [], audience: "graph" as const };
  login.record({ caller, tenant, service: "login", operation, target, status: 201 });
}
