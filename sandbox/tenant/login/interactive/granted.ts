import type { Application, PermissionScope, ServicePrincipal, Tenant, User } from "../../model";
import { findServicePrincipalByAppId } from "../../directory";
import { graphOf, neededPermissions, type ApiPermissions, type RequestedScope } from "./scopes";

/** Names of the delegated permissions that a client has for a user, by the user's own consent or the organisation's. */
export function grantedNames(tenant: Tenant, clientId: string, api: ServicePrincipal, user: User): Set<string> {
  const client = findServicePrincipalByAppId(tenant, clientId);
  const grants = [...tenant.oauth2PermissionGrants.values()].filter(
    (grant) =>
      grant.clientId === client?.id &&
      grant.resourceId === api.id &&
      (grant.principalId === null || grant.principalId === user.id),
  );
  return new Set(grants.flatMap(({ scope }) => scope.split(/\s+/)).filter((name) => name !== ""));
}

/**
 * What was asked for and not consented to yet. The permissions of sign-in itself (`openid` and its like) come with any consent; and
 * `.default` asks only an app's first user.
 */
export function missingConsent(
  tenant: Tenant,
  client: Application,
  user: User,
  requested: RequestedScope,
): ApiPermissions[] {
  const consented = (api: ServicePrincipal) => grantedNames(tenant, client.appId, api, user);
  if (requested.everythingGranted && consented(requested.resource.principal).size > 0) return [];
  const graph = graphOf(tenant);
  const anyOfGraph =
    consented(graph).size > 0 || (requested.resource.principal !== graph && isKnown(tenant, client, user));
  const isMissing = (api: ServicePrincipal, permission: PermissionScope) =>
    !consented(api).has(permission.value) && !(anyOfGraph && requested.openId.includes(permission));
  return neededPermissions(tenant, client, requested)
    .map(({ api, permissions }) => ({ api, permissions: permissions.filter((each) => isMissing(api, each)) }))
    .filter(({ permissions }) => permissions.length > 0);
}

const isKnown = (tenant: Tenant, client: Application, user: User): boolean =>
  [...tenant.servicePrincipals.values()].some((api) => grantedNames(tenant, client.appId, api, user).size > 0);
