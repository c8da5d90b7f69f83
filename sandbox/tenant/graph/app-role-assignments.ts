import { graphTime } from "../cloud";
import { findObject } from "../directory";
import { assignmentId, isGuid } from "../ids";
import type { AppRoleAssignment, ServicePrincipal, Tenant } from "../model";
import { DEFAULT_ACCESS, MICROSOFT_GRAPH } from "../well-known";
import { accessDenied, mayGrantGraphPermissions } from "./authorize";
import { badRequest, findGroup, findServicePrincipal, findUser, notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import { invalidValue } from "./properties";
import type { GraphCall, GraphRouter } from "./router";

const PROPERTIES = [
  ...["id", "deletedDateTime", "appRoleId", "createdDateTime", "principalDisplayName", "principalId"],
  ...["principalType", "resourceDisplayName", "resourceId"],
];
const appRoleAssignmentType: ResourceType = {
  name: "appRoleAssignment",
  set: "appRoleAssignments",
  properties: new Set(PROPERTIES),
};

const principalTypes = { user: "User", group: "Group", servicePrincipal: "ServicePrincipal" } as const;

/** Which side of an assignment the path names, and how its object is found. */
interface Side {
  path: string;
  end: "resourceId" | "principalId";
  find(call: GraphCall): { id: string };
}

const sides: Side[] = [
  {
    path: "/servicePrincipals/:id/appRoleAssignedTo",
    end: "resourceId",
    find: (call) => findServicePrincipal(call.tenant, call.param("id")),
  },
  {
    path: "/servicePrincipals/:id/appRoleAssignments",
    end: "principalId",
    find: (call) => findServicePrincipal(call.tenant, call.param("id")),
  },
  {
    path: "/users/:id/appRoleAssignments",
    end: "principalId",
    find: (call) => findUser(call.tenant, call.param("id")),
  },
  {
    path: "/groups/:id/appRoleAssignments",
    end: "principalId",
    find: (call) => findGroup(call.tenant, call.param("id")),
  },
];

/** Application permissions and who may sign in: both are app role assignments. */
export function registerAppRoleAssignments(route: GraphRouter): void {
  for (const side of sides) {
    route("GET", side.path, (call) =>
      call.collection(
        appRoleAssignmentType,
        assignmentsOf(call, side).map((found) => render(call.tenant, found)),
      ),
    );
    route("POST", side.path, (call) => create(call, side));
    route("GET", `${side.path}/:assignmentId`, (call) =>
      call.object(appRoleAssignmentType, render(call.tenant, findAssignment(call, side))),
    );
    route("DELETE", `${side.path}/:assignmentId`, (call) => {
      const assignment = findAssignment(call, side);
      refuseEscalation(call, findServicePrincipal(call.tenant, assignment.resourceId), assignment.principalType);
      call.tenant.appRoleAssignments.delete(assignment.id);
      return undefined;
    });
  }
}

function assignmentsOf(call: GraphCall, side: Side): AppRoleAssignment[] {
  const { id } = side.find(call);
  return [...call.tenant.appRoleAssignments.values()].filter((assignment) => assignment[side.end] === id);
}

function findAssignment(call: GraphCall, side: Side): AppRoleAssignment {
  const id = call.param("assignmentId");
  const found = call.tenant.appRoleAssignments.get(id);
  if (found?.[side.end] !== side.find(call).id) throw notFound(id);
  return found;
}

function create(call: GraphCall, side: Side): Json {
  const body = call.body();
  const [principalId, resourceId, appRoleId] = [
    guid(body, "principalId"),
    guid(body, "resourceId"),
    guid(body, "appRoleId"),
  ];
  const pathId = side.find(call).id;
  if ({ principalId, resourceId }[side.end] !== pathId) throw invalidValue(side.end, "AppRoleAssignment");
  const resource = findServicePrincipal(call.tenant, resourceId);
  const principalType = principalTypeOf(call.tenant, principalId);
  refuseEscalation(call, resource, principalType);
  refuseUnknownRole(resource, appRoleId, principalType);
  refuseDuplicate(call.tenant, principalId, resourceId, appRoleId);
  const assignment: AppRoleAssignment = {
    id: assignmentId(principalId),
    appRoleId,
    principalId,
    principalType,
    resourceId,
    createdDateTime: graphTime(call.context.cloud.clock.now()),
  };
  call.tenant.appRoleAssignments.set(assignment.id, assignment);
  call.setTarget(`${assignment.id} principal ${principalId} resource ${resourceId}`);
  return call.created(appRoleAssignmentType, render(call.tenant, assignment));
}

function guid(body: Json, name: string): string {
  const value = body[name];
  if (isGuid(value)) return value.toLowerCase();
  throw value === undefined
    ? badRequest(`A value is required for property '${name}' of resource 'AppRoleAssignment'.`)
    : invalidValue(name, "AppRoleAssignment");
}

function principalTypeOf(tenant: Tenant, principalId: string): AppRoleAssignment["principalType"] {
  const kind = findObject(tenant, principalId)?.kind;
  if (kind === "user" || kind === "group" || kind === "servicePrincipal") return principalTypes[kind];
  throw notFound(principalId);
}

/** An application administrator may consent to everything but application permissions of Microsoft Graph. */
function refuseEscalation(
  call: GraphCall,
  resource: ServicePrincipal,
  principalType: AppRoleAssignment["principalType"],
): void {
  if (call.grounds !== "directoryRole" || mayGrantGraphPermissions(call.caller)) return;
  if (resource.appId === MICROSOFT_GRAPH && principalType === "ServicePrincipal") throw accessDenied();
}

function refuseUnknownRole(
  resource: ServicePrincipal,
  appRoleId: string,
  principalType: AppRoleAssignment["principalType"],
): void {
  const memberType = principalType === "ServicePrincipal" ? "Application" : "User";
  const assignable = resource.appRoles.filter((role) => role.isEnabled && role.allowedMemberTypes.includes(memberType));
  const allowed =
    appRoleId === DEFAULT_ACCESS ? assignable.length === 0 : assignable.some((role) => role.id === appRoleId);
  if (!allowed) throw badRequest("Permission being assigned was not found on application");
}

function refuseDuplicate(tenant: Tenant, principalId: string, resourceId: string, appRoleId: string): void {
  const exists = [...tenant.appRoleAssignments.values()].some(
    (other) => other.principalId === principalId && other.resourceId === resourceId && other.appRoleId === appRoleId,
  );
  if (exists) throw badRequest("Permission being assigned already exists on the object");
}

function render(tenant: Tenant, assignment: AppRoleAssignment): Json {
  return {
    id: assignment.id,
    deletedDateTime: null,
    appRoleId: assignment.appRoleId,
    createdDateTime: assignment.createdDateTime,
    principalDisplayName: findObject(tenant, assignment.principalId)?.entity.displayName ?? null,
    principalId: assignment.principalId,
    principalType: assignment.principalType,
    resourceDisplayName: tenant.servicePrincipals.get(assignment.resourceId)?.displayName ?? null,
    resourceId: assignment.resourceId,
  };
}
