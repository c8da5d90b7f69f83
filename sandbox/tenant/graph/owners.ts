import { badRequest, notFound, referencedObject } from "./lookup";
import { directoryObjectType, renderObjects } from "./directory-object";
import type { AccessRule } from "./access-rules";
import type { GraphCall, GraphRouter } from "./router";

interface Owned {
  id: string;
  owners: Set<string>;
}

/** `owners` of applications, service principals and groups: list, add, remove. */
export function registerOwners(
  route: GraphRouter,
  collection: string,
  find: (call: GraphCall) => Owned,
  minimum: (owned: Owned) => number = () => 0,
): void {
  const path = (suffix: string): AccessRule["path"] => `${collection}/:id/owners${suffix}`;
  route("GET", path(""), (call) => call.collection(directoryObjectType, renderObjects(call, find(call).owners)));
  route("POST", path("/$ref"), (call) => {
    const owned = find(call);
    const { kind, entity } = referencedObject(call.tenant, call.body());
    if (kind !== "user" && kind !== "servicePrincipal") {
      throw badRequest(
        `The reference target '${capitalised(kind)}_${entity.id}' of type '${capitalised(kind)}' is invalid for the 'owners' reference.`,
      );
    }
    if (owned.owners.has(entity.id)) throw alreadyThere("owners");
    owned.owners.add(entity.id);
    call.setTarget(`${owned.id} owner ${entity.id}`);
    return undefined;
  });
  route("DELETE", path("/:ownerId/$ref"), (call) => {
    const owned = find(call);
    const ownerId = call.param("ownerId").toLowerCase();
    if (!owned.owners.has(ownerId)) throw notFound(ownerId);
    if (owned.owners.size <= minimum(owned)) {
      throw badRequest("The group must have at least one owner, hence this owner cannot be removed.");
    }
    owned.owners.delete(ownerId);
    call.setTarget(`${owned.id} owner ${ownerId}`);
    return undefined;
  });
}

export const alreadyThere = (navigation: string) =>
  badRequest(
    `One or more added object references already exist for the following modified properties: '${navigation}'.`,
  );

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
