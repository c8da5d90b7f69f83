import { z } from "zod";
import { GraphError } from "../errors";
import type { DelegatedPermissionClassification } from "../model";
import { badRequest, findServicePrincipal, notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import { parsedBody } from "./parsed-body";
import type { GraphCall, GraphRouter } from "./router";

const classificationType: ResourceType = {
  name: "delegatedPermissionClassification",
  set: "servicePrincipals/delegatedPermissionClassifications",
};
const PATH = "/servicePrincipals/:id/delegatedPermissionClassifications";

const newClassification = z.strictObject({
  permissionId: z.guid(),
  permissionName: z.string().optional(),
  classification: z.enum(["low", "medium", "high"]),
});

/** How risky the tenant rates delegated permissions of an API; consent policies refer to it. */
export function registerPermissionClassifications(route: GraphRouter): void {
  route("GET", PATH, (call) => call.collection(classificationType, classificationsOf(call).map(render)));
  route("POST", PATH, create);
  route("DELETE", `${PATH}/:classificationId`, (call) => {
    const id = call.param("classificationId");
    if (!classificationsOf(call).some((each) => each.id === id)) throw notFound(id);
    call.tenant.policies.permissionClassifications.delete(id);
    return undefined;
  });
}

function classificationsOf(call: GraphCall): DelegatedPermissionClassification[] {
  const { id } = findServicePrincipal(call.tenant, call.param("id"));
  return [...call.tenant.policies.permissionClassifications.values()].filter((each) => each.servicePrincipalId === id);
}

function create(call: GraphCall): Json {
  const api = findServicePrincipal(call.tenant, call.param("id"));
  const { permissionId, permissionName, classification } = parsedBody(call, newClassification);
  const permission = api.oauth2PermissionScopes.find(({ id }) => id === permissionId.toLowerCase());
  if (!permission) {
    throw badRequest(`The delegated permission '${permissionId}' does not exist on the service principal '${api.id}'.`);
  }
  if (permissionName !== undefined && permissionName !== permission.value) {
    throw badRequest(`permissionName '${permissionName}' is not the name of permission '${permissionId}'.`);
  }
  if (classificationsOf(call).some((each) => each.permissionId === permission.id)) {
    throw new GraphError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `The delegated permission '${permission.value}' is already classified.`,
    );
  }
  const created: DelegatedPermissionClassification = {
    id: classificationId(api.id, permission.id),
    servicePrincipalId: api.id,
    permissionId: permission.id,
    permissionName: permission.value,
    classification,
  };
  call.tenant.policies.permissionClassifications.set(created.id, created);
  call.setTarget(created.id);
  return call.created(classificationType, render(created));
}

/** One classification per permission, and the same ID each time it is made. */
const classificationId = (apiId: string, permissionId: string): string =>
  Buffer.from((apiId + permissionId).replaceAll("-", ""), "hex").toString("base64url");

const render = ({ id, permissionId, permissionName, classification }: DelegatedPermissionClassification): Json => ({
  id,
  permissionId,
  permissionName,
  classification,
});
