import { GraphError } from "../errors";
import { grantId, isGuid } from "../ids";
import type { OAuth2PermissionGrant } from "../model";
import { badRequest, findServicePrincipal, findUser, notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import { invalidValue, withoutAnnotations } from "./properties";
import type { GraphCall, GraphRouter } from "./router";

const grantType: ResourceType = {
  name: "oAuth2PermissionGrant",
  set: "oauth2PermissionGrants",
  properties: new Set(["clientId", "consentType", "id", "principalId", "resourceId", "scope"]),
};

/** Delegated permissions, consented for everybody or for one user. */
export function registerDelegatedGrants(route: GraphRouter): void {
  route("GET", "/oauth2PermissionGrants", (call) => call.collection(grantType, grants(call).map(render)));
  route("POST", "/oauth2PermissionGrants", create);
  route("GET", "/oauth2PermissionGrants/:id", (call) => call.object(grantType, render(findGrant(call))));
  route("PATCH", "/oauth2PermissionGrants/:id", (call) => {
    const grant = findGrant(call);
    const changes = withoutAnnotations(call.body());
    const unknown = Object.keys(changes).find((name) => name !== "scope");
    if (unknown) throw badRequest(`Property '${unknown}' is read-only and cannot be set.`);
    grant.scope = scopeOf(changes);
    return undefined;
  });
  route("DELETE", "/oauth2PermissionGrants/:id", (call) => {
    call.tenant.oauth2PermissionGrants.delete(findGrant(call).id);
    return undefined;
  });
  route("GET", "/servicePrincipals/:id/oauth2PermissionGrants", (call) => {
    const client = findServicePrincipal(call.tenant, call.param("id"));
    return call.collection(
      grantType,
      grants(call)
        .filter(({ clientId }) => clientId === client.id)
        .map(render),
    );
  });
  route("GET", "/users/:id/oauth2PermissionGrants", (call) => {
    const user = findUser(call.tenant, call.param("id"));
    return call.collection(
      grantType,
      grants(call)
        .filter(({ principalId }) => principalId === user.id)
        .map(render),
    );
  });
}

const grants = (call: GraphCall): OAuth2PermissionGrant[] => [...call.tenant.oauth2PermissionGrants.values()];

function findGrant(call: GraphCall): OAuth2PermissionGrant {
  const id = call.param("id");
  const grant = call.tenant.oauth2PermissionGrants.get(id);
  if (!grant) throw notFound(id);
  return grant;
}

function create(call: GraphCall): Json {
  const body = call.body();
  const client = findServicePrincipal(call.tenant, guid(body, "clientId"));
  const resource = findServicePrincipal(call.tenant, guid(body, "resourceId"));
  const { consentType, principalId } = consentOf(call, body);
  const id = grantId(client.id, resource.id, principalId);
  if (call.tenant.oauth2PermissionGrants.has(id)) {
    throw new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.");
  }
  const grant: OAuth2PermissionGrant = {
    id,
    clientId: client.id,
    consentType,
    principalId,
    resourceId: resource.id,
    scope: scopeOf(body),
  };
  call.tenant.oauth2PermissionGrants.set(id, grant);
  call.setTarget(`${id} client ${client.id} resource ${resource.id}`);
  return call.created(grantType, render(grant));
}

function consentOf(call: GraphCall, body: Json): Pick<OAuth2PermissionGrant, "consentType" | "principalId"> {
  const { consentType, principalId } = body;
  if (consentType === "AllPrincipals") {
    if (principalId) throw invalidValue("principalId", "OAuth2PermissionGrant");
    return { consentType, principalId: null };
  }
  if (consentType !== "Principal") throw invalidValue("consentType", "OAuth2PermissionGrant");
  return { consentType, principalId: findUser(call.tenant, guid(body, "principalId")).id };
}

function guid(body: Json, name: string): string {
  const value = body[name];
  if (isGuid(value)) return value.toLowerCase();
  throw invalidValue(name, "OAuth2PermissionGrant");
}

function scopeOf(body: Json): string {
  if (typeof body["scope"] === "string") return body["scope"].trim();
  throw invalidValue("scope", "OAuth2PermissionGrant");
}

const render = (grant: OAuth2PermissionGrant): Json => ({
  clientId: grant.clientId,
  consentType: grant.consentType,
  id: grant.id,
  principalId: grant.principalId,
  resourceId: grant.resourceId,
  scope: grant.scope,
});
