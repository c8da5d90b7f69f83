import { findServicePrincipalByAppId } from "../../directory";
import { EntraError } from "../../errors";
import type { Application, PermissionScope, ServicePrincipal, Tenant } from "../../model";
import { MICROSOFT_GRAPH } from "../../well-known";
import { resourceNamed, type TokenResource } from "../resources";

/** Delegated permissions of Microsoft Graph that sign-in itself understands. */
const OPEN_ID = new Set(["openid", "profile", "email", "offline_access"]);
const DEFAULT = ".default";

/** Delegated permissions of one API. */
export interface ApiPermissions {
  api: ServicePrincipal;
  permissions: PermissionScope[];
}

/** What an app asks for on behalf of a user. */
export interface RequestedScope {
  /** The API the token is for. */
  resource: TokenResource;
  /** Permissions of that API, without those of sign-in. */
  permissions: PermissionScope[];
  /** `openid`, `profile`, `email`, `offline_access`, as far as asked for. */
  openId: PermissionScope[];
  /** `.default`: whatever is granted already. */
  everythingGranted: boolean;
  /** How the app wrote each permission, by name. */
  spelling: Map<string, string>;
}

/**
 * Reads a scope parameter: permissions of one API, by name or with the API's identifier before it; without one they are Microsoft
 * Graph's.
 *
 * @throws EntraError 70011, 28000 several APIs, 500011 unknown API, 650053 unknown permission
 */
export function parseScope(tenant: Tenant, origin: string, client: Application, scope: string): RequestedScope {
  const words = [...new Set(scope.trim().split(/\s+/))].filter((word) => word !== "");
  if (words.length === 0) throw invalidScope(scope);
  const graph = graphOf(tenant);
  const openId = words.filter((word) => OPEN_ID.has(word)).map((word) => permissionOf(graph, word, client));
  const rest = words.filter((word) => !OPEN_ID.has(word)).map(splitName);
  const apis = [...new Set(rest.map(({ api }) => api))];
  if (apis.length > 1) {
    throw new EntraError(
      28000,
      "invalid_request",
      `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scope} is not valid.`,
    );
  }
  const resource = resourceNamed(tenant, origin, apis[0] ?? MICROSOFT_GRAPH);
  const everythingGranted = rest.some(({ name }) => name === DEFAULT);
  if (everythingGranted && rest.length > 1) throw invalidScope(scope);
  const named = everythingGranted ? [] : rest;
  const permissions = named.map(({ name }) => permissionOf(resource.principal, name, client));
  const spelling = new Map(permissions.map((permission, index) => [permission.value, named[index]?.word ?? ""]));
  return { resource, permissions: [...new Set(permissions)], openId, everythingGranted, spelling };
}

/** `https://api/User.Read` is permission `User.Read` of `https://api`; an identifier may end in a slash of its own. */
function splitName(word: string): { word: string; api: string; name: string } {
  const slash = word.lastIndexOf("/");
  if (slash < 0) return { word, api: MICROSOFT_GRAPH, name: word };
  return { word, api: word.slice(0, slash).replace(/\/+$/, ""), name: word.slice(slash + 1) };
}

function permissionOf(api: ServicePrincipal, name: string, client: Application): PermissionScope {
  const permission = api.oauth2PermissionScopes.find(
    (each) => each.isEnabled && each.value.toLowerCase() === name.toLowerCase(),
  );
  if (permission) return permission;
  throw new EntraError(
    650053,
    "invalid_client",
    `The application '${client.displayName}' asked for scope '${name}' that doesn't exist on the resource '${api.appId}'. Contact the app vendor.`,
    400,
  );
}

/** Every permission that needs consent for this request, by API. */
export function neededPermissions(tenant: Tenant, client: Application, requested: RequestedScope): ApiPermissions[] {
  const own = { api: requested.resource.principal, permissions: requested.permissions };
  const listed = requested.everythingGranted ? requiredDelegated(tenant, client) : [own];
  return mergeByApi([...listed, { api: graphOf(tenant), permissions: requested.openId }]);
}

/** The delegated permissions that a registration lists as required, by API. */
export function requiredDelegated(tenant: Tenant, client: Application): ApiPermissions[] {
  return requiredAccess(client).map(({ resourceAppId, resourceAccess }) => {
    const api = apiOf(tenant, resourceAppId);
    const ids = resourceAccess.filter(({ type }) => type === "Scope").map(({ id }) => id);
    return { api, permissions: api.oauth2PermissionScopes.filter(({ id }) => ids.includes(id)) };
  });
}

export interface RequiredAccess {
  resourceAppId: string;
  resourceAccess: { id: string; type: "Scope" | "Role" }[];
}

/** What a registration says that it needs. */
export const requiredAccess = (client: Application): RequiredAccess[] =>
  (client.properties["requiredResourceAccess"] as RequiredAccess[] | undefined) ?? [];

/** @throws EntraError 650052 when the tenant has no service principal of the API */
export function apiOf(tenant: Tenant, appId: string): ServicePrincipal {
  const api = findServicePrincipalByAppId(tenant, appId);
  if (api) return api;
  throw new EntraError(
    650052,
    "invalid_client",
    `The app is trying to access a service '${appId}' that your organization '${tenant.id}' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal.`,
    400,
  );
}

/** Microsoft Graph's service principal in the tenant. */
export const graphOf = (tenant: Tenant): ServicePrincipal => apiOf(tenant, MICROSOFT_GRAPH);

function mergeByApi(parts: ApiPermissions[]): ApiPermissions[] {
  const merged = new Map<ServicePrincipal, Set<PermissionScope>>();
  for (const { api, permissions } of parts) {
    if (permissions.length > 0) merged.set(api, new Set([...(merged.get(api) ?? []), ...permissions]));
  }
  return [...merged].map(([api, permissions]) => ({ api, permissions: [...permissions] }));
}

const invalidScope = (scope: string): EntraError =>
  new EntraError(
    70011,
    "invalid_scope",
    `The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  );
