import { randomUUID } from "node:crypto";
import { graphTime } from "../cloud";
import { removeApplication } from "../directory";
import { isGuid } from "../ids";
import type { Application, AppRole, Cloud, PermissionScope, Tenant } from "../model";
import { applicationDefaults, applicationType, renderApplication, renderKeyCredential } from "./application-type";
import { mergeKeyCredentials } from "./credentials";
import { boundIds } from "./directory-object";
import { badRequest, findApplication, notFound } from "./lookup";
import type { Json } from "./odata/query";
import { registerOwners } from "./owners";
import { invalidValue, mergeProperties, requiredText, withoutAnnotations } from "./properties";
import { isReplicated } from "./replication";
import type { GraphCall, GraphRouter } from "./router";

const AUDIENCES = [
  "AzureADMyOrg",
  "AzureADMultipleOrgs",
  "AzureADandPersonalMicrosoftAccount",
  "PersonalMicrosoftAccount",
];
const HANDLED = ["id", "appId", "displayName", "signInAudience", "keyCredentials"];

export function registerApplications(route: GraphRouter): void {
  route("GET", "/applications", (call) =>
    call.collection(
      applicationType,
      visible(call).map((found) => render(call, found)),
    ),
  );
  route("GET", "/applications/$count", (call) =>
    call.count(
      applicationType,
      [...call.tenant.applications.values()].map((found) => render(call, found)),
    ),
  );
  route("GET", "/applications/:id", (call) => {
    const application = findApplication(call.tenant, call.param("id"));
    if (!isReplicated(call.context.cloud, application)) throw notFound(call.param("id"));
    const rendered = render(call, application);
    // Graph tells the certificates themselves of one application, where they are asked for by name.
    const { $select } = call.request.query as { $select?: string };
    const asked = $select?.split(",").some((name) => name.trim() === "keyCredentials") ?? false;
    const keyCredentials = application.keyCredentials.map((each) => ({ ...renderKeyCredential(each), key: each.key }));
    return call.object(applicationType, asked ? { ...rendered, keyCredentials } : rendered);
  });
  route("POST", "/applications", create);
  route("PATCH", "/applications/:id", update);
  route("DELETE", "/applications/:id", (call) => {
    const application = findApplication(call.tenant, call.param("id"));
    removeApplication(call.tenant, application, graphTime(call.context.cloud.clock.now()));
    return undefined;
  });
  registerOwners(route, "/applications", (call) => findApplication(call.tenant, call.param("id")));
}

const render = (call: GraphCall, application: Application): Json =>
  renderApplication(call.tenant, application, call.version);

const visible = (call: GraphCall): Application[] =>
  [...call.tenant.applications.values()].filter((found) => isReplicated(call.context.cloud, found));

function create(call: GraphCall): Json {
  const body = call.body();
  const owners = new Set(boundIds(call, body, "owners"));
  if (call.grounds === "ownership" && call.caller.servicePrincipal) owners.add(call.caller.servicePrincipal.id);
  const application: Application = {
    id: randomUUID(),
    appId: randomUUID(),
    displayName: requiredText(body, "displayName", "Application"),
    signInAudience: audienceOf(body) ?? "AzureADMyOrg",
    createdDateTime: graphTime(call.context.cloud.clock.now()),
    deletedDateTime: null,
    owners,
    keyCredentials: body["keyCredentials"] === undefined ? [] : mergeKeyCredentials([], body["keyCredentials"]),
    passwordCredentials: [],
    federatedIdentityCredentials: [],
    properties: mergeProperties({}, withoutAnnotations(body, ...HANDLED), applicationDefaults),
  };
  validate(call.tenant, application, application.properties);
  call.tenant.applications.set(application.id, application);
  call.setTarget(application.id);
  return call.created(applicationType, render(call, application));
}

function update(call: GraphCall): undefined {
  const application = findApplication(call.tenant, call.param("id"));
  const body = call.body();
  const properties = mergeProperties(application.properties, withoutAnnotations(body, ...HANDLED), applicationDefaults);
  validate(call.tenant, application, properties);
  const next = {
    displayName:
      body["displayName"] === undefined ? application.displayName : requiredText(body, "displayName", "Application"),
    signInAudience: audienceOf(body) ?? application.signInAudience,
    keyCredentials:
      body["keyCredentials"] === undefined
        ? application.keyCredentials
        : mergeKeyCredentials(application.keyCredentials, body["keyCredentials"]),
  };
  Object.assign(application, next, { properties });
  propagate(call.context.cloud, application);
  return undefined;
}

function audienceOf(body: Json): string | undefined {
  const audience = body["signInAudience"];
  if (audience === undefined || audience === null) return undefined;
  if (typeof audience === "string" && AUDIENCES.includes(audience)) return audience;
  throw invalidValue("signInAudience", "Application");
}

function validate(tenant: Tenant, application: Application, properties: Json): void {
  const others = [...tenant.applications.values()].filter((other) => other !== application);
  const taken = new Set(others.flatMap((other) => (other.properties["identifierUris"] as string[] | undefined) ?? []));
  if (((properties["identifierUris"] as string[] | undefined) ?? []).some((uri) => taken.has(uri))) {
    throw badRequest("Another object with the same value for property identifierUris already exists.");
  }
  for (const access of (properties["requiredResourceAccess"] as Json[] | undefined) ?? [])
    validateResourceAccess(access);
  for (const appRole of (properties["appRoles"] as Json[] | undefined) ?? []) {
    if (!isGuid(appRole["id"])) throw invalidValue("appRoles", "Application");
  }
}

function validateResourceAccess(access: Json): void {
  const permissions = access["resourceAccess"];
  const valid =
    isGuid(access["resourceAppId"]) &&
    Array.isArray(permissions) &&
    permissions.every((one: Json) => isGuid(one["id"]) && (one["type"] === "Role" || one["type"] === "Scope"));
  if (!valid) throw invalidValue("requiredResourceAccess", "Application");
}

/** Permissions that a registration exposes, as its service principals carry them. */
export function exposedPermissions(application: Application): {
  appRoles: AppRole[];
  oauth2PermissionScopes: PermissionScope[];
} {
  const api = application.properties["api"] as { oauth2PermissionScopes?: PermissionScope[] } | undefined;
  return {
    appRoles: (application.properties["appRoles"] as AppRole[] | undefined) ?? [],
    oauth2PermissionScopes: api?.oauth2PermissionScopes ?? [],
  };
}

/** Name and permissions of a registration reach its service principals in all tenants. */
function propagate(cloud: Cloud, application: Application): void {
  for (const tenant of cloud.tenants.values()) {
    for (const principal of tenant.servicePrincipals.values()) {
      if (principal.appId !== application.appId) continue;
      Object.assign(principal, { displayName: application.displayName }, exposedPermissions(application));
    }
  }
}
