import { randomUUID } from "node:crypto";
import { graphTime } from "../cloud";
import { findServicePrincipalByAppId, groupsOf, removeServicePrincipal, transitiveGroupsOf } from "../directory";
import { GraphError } from "../errors";
import { findRegistration, mayEnter } from "../login/client";
import type { Application, ServicePrincipal, Tenant } from "../model";
import { exposedPermissions } from "./applications";
import { boundIds, directoryObjectType, renderDirectoryRolesOf, renderObjects } from "./directory-object";
import { findServicePrincipal, notFound } from "./lookup";
import type { Json } from "./odata/query";
import { registerOwners } from "./owners";
import { mergeProperties, requiredText, withoutAnnotations } from "./properties";
import { isReplicated } from "./replication";
import type { GraphCall, GraphRouter } from "./router";
import { renderServicePrincipal, servicePrincipalDefaults, servicePrincipalType } from "./service-principal-type";

const HANDLED = ["id", "appId", "displayName", "accountEnabled", "appRoleAssignmentRequired"];

export function registerServicePrincipals(route: GraphRouter): void {
  route("GET", "/servicePrincipals", (call) => {
    const visible = [...call.tenant.servicePrincipals.values()].filter((found) =>
      isReplicated(call.context.cloud, found),
    );
    return call.collection(
      servicePrincipalType,
      visible.map((found) => render(call, found)),
    );
  });
  route("GET", "/servicePrincipals/$count", (call) =>
    call.count(
      servicePrincipalType,
      [...call.tenant.servicePrincipals.values()].map((found) => render(call, found)),
    ),
  );
  // The provider reads this one in beta for samlMetadataUrl.
  route("GET", "/servicePrincipals/:id", (call) => {
    const principal = findServicePrincipal(call.tenant, call.param("id"));
    if (!isReplicated(call.context.cloud, principal)) throw notFound(call.param("id"));
    return call.object(servicePrincipalType, render(call, principal));
  });
  route("POST", "/servicePrincipals", create);
  route("PATCH", "/servicePrincipals/:id", update);
  route("DELETE", "/servicePrincipals/:id", (call) => {
    removeServicePrincipal(call.tenant, findServicePrincipal(call.tenant, call.param("id")));
    return undefined;
  });
  registerOwners(route, "/servicePrincipals", (call) => findServicePrincipal(call.tenant, call.param("id")));
  for (const [navigation, find] of [
    ["memberOf", groupsOf],
    ["transitiveMemberOf", transitiveGroupsOf],
  ] as const) {
    route("GET", `/servicePrincipals/:id/${navigation}`, (call) => {
      const principal = findServicePrincipal(call.tenant, call.param("id"));
      const groups = find(call.tenant, principal.id).map(({ id }) => id);
      const found = [...renderObjects(call, groups), ...renderDirectoryRolesOf(call.tenant, principal.id)];
      return call.collection(directoryObjectType, found);
    });
  }
}

const render = (call: GraphCall, principal: ServicePrincipal): Json =>
  renderServicePrincipal(call.context.cloud, principal, call.version);

function create(call: GraphCall): Json {
  const body = call.body();
  const { application, home } = registrationFor(call, requiredText(body, "appId", "ServicePrincipal"));
  const owners = new Set(boundIds(call, body, "owners"));
  if (call.grounds === "ownership" && call.caller.servicePrincipal) owners.add(call.caller.servicePrincipal.id);
  const principal: ServicePrincipal = {
    ...newServicePrincipal(application, home, graphTime(call.context.cloud.clock.now())),
    ...flagsOf(body),
    owners,
    properties: mergeProperties({}, withoutAnnotations(body, ...HANDLED), servicePrincipalDefaults),
  };
  call.tenant.servicePrincipals.set(principal.id, principal);
  call.setTarget(principal.id);
  return call.created(servicePrincipalType, render(call, principal));
}

/** A service principal of a registration, as Graph creates it from the client ID alone. */
export function newServicePrincipal(application: Application, home: Tenant, createdDateTime: string): ServicePrincipal {
  const publisher = application.properties["verifiedPublisher"] as { verifiedPublisherId?: string | null } | undefined;
  return {
    id: randomUUID(),
    appId: application.appId,
    displayName: application.displayName,
    appOwnerOrganizationId: home.id,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    servicePrincipalType: "Application",
    ...exposedPermissions(application),
    verifiedPublisher: Boolean(publisher?.verifiedPublisherId),
    owners: new Set(),
    keyCredentials: [],
    passwordCredentials: [],
    createdDateTime,
    properties: {},
  };
}

function registrationFor(call: GraphCall, appId: string): { application: Application; home: Tenant } {
  if (findServicePrincipalByAppId(call.tenant, appId)) {
    throw new GraphError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
    );
  }
  const registration = findRegistration(call.context.cloud, appId);
  if (!registration || !mayEnter(registration, call.tenant)) {
    throw new GraphError(
      400,
      "Request_BadRequest",
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    );
  }
  if (call.grounds === "ownership" && registration.home !== call.tenant) {
    throw new GraphError(
      403,
      "Authorization_RequestDenied",
      "When using this permission, the backing application of the service principal being created must in the local tenant",
    );
  }
  return registration;
}

function update(call: GraphCall): undefined {
  const principal = findServicePrincipal(call.tenant, call.param("id"));
  const body = call.body();
  const properties = mergeProperties(
    principal.properties,
    withoutAnnotations(body, ...HANDLED),
    servicePrincipalDefaults,
  );
  Object.assign(principal, flagsOf(body), { properties });
  return undefined;
}

function flagsOf(body: Json): Partial<Pick<ServicePrincipal, "accountEnabled" | "appRoleAssignmentRequired">> {
  return {
    ...(typeof body["accountEnabled"] === "boolean" && { accountEnabled: body["accountEnabled"] }),
    ...(typeof body["appRoleAssignmentRequired"] === "boolean" && {
      appRoleAssignmentRequired: body["appRoleAssignmentRequired"],
    }),
  };
}
