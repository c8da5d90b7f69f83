import { GraphError } from "../errors";
import {
  findApplicationByAppId,
  findObject,
  findServicePrincipalByAppId,
  findUser as findUserIn,
  type DirectoryObject,
} from "../directory";
import { isGuid } from "../ids";
import type { Application, Group, ServicePrincipal, Tenant, User } from "../model";

/** Look-ups that answer a missing object as Graph does. */

export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

const invalidIdentifier = (id: unknown): GraphError => badRequest(`Invalid object identifier '${String(id)}'.`);

export const badRequest = (message: string): GraphError => new GraphError(400, "Request_BadRequest", message);

const ALTERNATE_KEY = /^appId=(.*)$/i;

/** An application by object ID, or by `appId=…`, the alternate key. */
export function findApplication(tenant: Tenant, key: string): Application {
  const appId = ALTERNATE_KEY.exec(key)?.[1];
  return found(key, appId === undefined ? byId(tenant.applications, key) : findApplicationByAppId(tenant, appId));
}

/** A service principal by object ID, or by `appId=…`, the alternate key. */
export function findServicePrincipal(tenant: Tenant, key: string): ServicePrincipal {
  const appId = ALTERNATE_KEY.exec(key)?.[1];
  return found(
    key,
    appId === undefined ? byId(tenant.servicePrincipals, key) : findServicePrincipalByAppId(tenant, appId),
  );
}

export const findGroup = (tenant: Tenant, id: string): Group => found(id, byId(tenant.groups, id));

export const findUser = (tenant: Tenant, idOrName: string): User => found(idOrName, findUserIn(tenant, idOrName));

export const findDirectoryObject = (tenant: Tenant, id: string): DirectoryObject => found(id, findObject(tenant, id));

function byId<T>(objects: Map<string, T>, id: string): T | undefined {
  const object = objects.get(id.toLowerCase());
  if (object === undefined && !isGuid(id)) throw invalidIdentifier(id);
  return object;
}

function found<T>(key: string, object: T | undefined): T {
  if (object === undefined) throw notFound(key);
  return object;
}

/** The object that `{"@odata.id": "https://…/directoryObjects/{id}"}` names. */
export function referencedObject(tenant: Tenant, body: Record<string, unknown>): DirectoryObject {
  return findDirectoryObject(tenant, idOfReference(body["@odata.id"]));
}

/** The object ID at the end of a reference URL. */
export function idOfReference(reference: unknown): string {
  const guid = typeof reference === "string" ? /([0-9a-f-]{36})\W*$/i.exec(reference)?.[1] : undefined;
  if (isGuid(guid)) return guid.toLowerCase();
  throw badRequest(`Invalid URL format specified for '@odata.id': '${String(reference)}'.`);
}
