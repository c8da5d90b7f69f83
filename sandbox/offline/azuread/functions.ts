import type { Properties } from "../rpc/values";
import type { Graph, Json } from "./graph";
import { findServicePrincipal, render } from "./resources/service-principal";
import { text } from "./values";

type Handler = (graph: Graph, args: Properties) => Promise<Properties>;

async function getServicePrincipal(graph: Graph, args: Properties): Promise<Properties> {
  const { clientId, objectId, displayName } = args;
  let found: Json | undefined;
  let wanted: string;
  if (clientId !== undefined) {
    wanted = `application ID "${text(clientId)}"`;
    found = await findServicePrincipal(graph, text(clientId));
  } else if (objectId !== undefined) {
    wanted = `object ID "${text(objectId)}"`;
    found = await graph.find(`/servicePrincipals/${text(objectId)}`);
  } else {
    wanted = `display name "${text(displayName)}"`;
    found = await single(graph, "/servicePrincipals", `displayName eq '${quote(displayName)}'`, wanted);
  }
  if (!found) throw new Error(`Service principal with ${wanted} was not found`);
  const saml = await graph.find(`/beta/servicePrincipals/${text(found.id)}`, { $select: "samlMetadataUrl" });
  return { ...render(found), id: `/servicePrincipals/${text(found.id)}`, samlMetadataUrl: text(saml?.samlMetadataUrl) };
}

async function getClientConfig(graph: Graph): Promise<Properties> {
  const { tenantId, clientId } = graph.configuration;
  const objectId = await graph.callerObjectId();
  return { clientId, objectId, tenantId, id: `${tenantId}-${clientId}-${objectId}` };
}

async function single(graph: Graph, path: string, filter: string, wanted: string): Promise<Json | undefined> {
  const found = await graph.list(path, { $filter: filter });
  if (found.length > 1) throw new Error(`More than one object found with ${wanted}`);
  return found[0];
}

const quote = (value: unknown): string => text(value).replaceAll("'", "''");

/** The functions that the offline plugin serves. */
export const functions: Record<string, Handler> = {
  "azuread:index/getServicePrincipal:getServicePrincipal": getServicePrincipal,
  "azuread:index/getClientConfig:getClientConfig": getClientConfig,
};
