import { randomUUID } from "node:crypto";
import type { ServicePrincipalPointer } from "../../model";
import { findByName, flagOf, textOf, type Cmdlet, type CmdletCall, type Json } from "../cmdlet";
import { exists, invalid, notFound, unchanged } from "../faults";
import { change, drop, put, seen } from "../replicas";

const aliases = { ServiceId: "ObjectId" };

const newServicePrincipal: Cmdlet = {
  name: "New-ServicePrincipal",
  parameters: { AppId: "string", ObjectId: "string", DisplayName: "string", Confirm: "boolean" },
  aliases,
  required: ["AppId", "ObjectId"],
  run(call) {
    const [appId, objectId] = [textOf(call, "AppId").toLowerCase(), textOf(call, "ObjectId").toLowerCase()];
    call.setTarget(objectId);
    // Only a service principal counts: the object ID of a registration names nothing here.
    const principal = call.tenant.servicePrincipals.get(objectId);
    if (!principal || !hasArrived(call, principal.createdDateTime)) throw notFound(objectId);
    if (principal.appId.toLowerCase() !== appId) {
      throw invalid(`The AppId "${appId}" isn't the application of the service principal "${objectId}".`);
    }
    if (call.tenant.exchange.servicePrincipals.has(objectId)) throw exists(objectId);
    const pointer: ServicePrincipalPointer = {
      objectId,
      appId,
      guid: randomUUID(),
      displayName: textOf(call, "DisplayName") || principal.displayName,
      overrideEnforceExoAppRbacPermissions: false,
    };
    put(call, "servicePrincipals", objectId, pointer);
    return [render(pointer)];
  },
};

/** Entra's objects reach Exchange some time after they were made. */
function hasArrived({ cloud }: CmdletCall, createdDateTime: string): boolean {
  return cloud.clock.now().getTime() - Date.parse(createdDateTime) >= cloud.options.entraToExchangeDelay;
}

const getServicePrincipal: Cmdlet = {
  name: "Get-ServicePrincipal",
  parameters: { Identity: "string", ResultSize: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    const all = [...seen(call, "servicePrincipals").values()];
    if (identity === "") return all.map(render);
    const found = findPointer(all, identity);
    if (found) return [render(found)];
    if (call.cloud.options.missingIdentityReturnsAll) return all.map(render);
    throw notFound(identity);
  },
};

const setServicePrincipal: Cmdlet = {
  name: "Set-ServicePrincipal",
  parameters: {
    Identity: "string",
    DisplayName: "string",
    OverrideEnforceExoAppRbacPermissions: "boolean",
    Confirm: "boolean",
  },
  required: ["Identity"],
  run(call) {
    const pointer = pointerOf(call, textOf(call, "Identity"));
    call.setTarget(pointer.objectId);
    const displayName = textOf(call, "DisplayName") || pointer.displayName;
    const override =
      flagOf(call, "OverrideEnforceExoAppRbacPermissions") ?? pointer.overrideEnforceExoAppRbacPermissions;
    if (displayName === pointer.displayName && override === pointer.overrideEnforceExoAppRbacPermissions) {
      call.warn(unchanged(pointer.objectId));
      return [];
    }
    change(call, "servicePrincipals", pointer.objectId, (each) => {
      each.displayName = displayName;
      each.overrideEnforceExoAppRbacPermissions = override;
    });
    return [];
  },
};

const removeServicePrincipal: Cmdlet = {
  name: "Remove-ServicePrincipal",
  parameters: { Identity: "string", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const pointer = pointerOf(call, textOf(call, "Identity"));
    call.setTarget(pointer.objectId);
    const used = [...seen(call, "roleAssignments").values()].filter(
      ({ assignee }) => assignee.kind === "servicePrincipal" && assignee.id === pointer.objectId,
    );
    if (used.length > 0 && call.cloud.options.pointerInUse === "refused") {
      throw invalid(
        `The service principal "${pointer.objectId}" can't be removed because it has role assignments: ${used.map(({ name }) => name).join(", ")}.`,
      );
    }
    for (const { guid } of used) drop(call, "roleAssignments", guid);
    drop(call, "servicePrincipals", pointer.objectId);
    return [];
  },
};

/** By client ID, object ID, display name or GUID. */
export const findPointer = (
  pointers: Iterable<ServicePrincipalPointer>,
  identity: string,
): ServicePrincipalPointer | undefined =>
  findByName(pointers, identity, ({ objectId, appId, guid, displayName }) => [objectId, appId, guid, displayName]);

/** @throws CmdletFault 404 */
export function pointerOf(call: CmdletCall, identity: string): ServicePrincipalPointer {
  const found = identity === "" ? undefined : findPointer(seen(call, "servicePrincipals").values(), identity);
  if (!found) throw notFound(identity);
  return found;
}

const render = (pointer: ServicePrincipalPointer): Json => ({
  DisplayName: pointer.displayName,
  ObjectId: pointer.objectId,
  AppId: pointer.appId,
  OverrideEnforceExoAppRbacPermissions: pointer.overrideEnforceExoAppRbacPermissions,
  Name: pointer.objectId,
  Identity: pointer.objectId,
  Guid: pointer.guid,
});

export const servicePrincipalCmdlets: readonly Cmdlet[] = [
  newServicePrincipal,
  getServicePrincipal,
  setServicePrincipal,
  removeServicePrincipal,
];
