import type { AdministrativeUnit } from "../model";
import { directoryObjectType, renderObjects } from "./directory-object";
import { notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import type { GraphCall, GraphRouter } from "./router";

const unitType: ResourceType = { name: "administrativeUnit", set: "directory/administrativeUnits" };

/** Administrative units, to be read. */
export function registerAdministrativeUnits(route: GraphRouter): void {
  route("GET", "/directory/administrativeUnits", (call) =>
    call.collection(unitType, [...call.tenant.administrativeUnits.values()].map(render)),
  );
  route("GET", "/directory/administrativeUnits/:id", (call) => call.object(unitType, render(unitOf(call))));
  route("GET", "/directory/administrativeUnits/:id/members", (call) =>
    call.collection(directoryObjectType, renderObjects(call, unitOf(call).members)),
  );
}

function unitOf(call: GraphCall): AdministrativeUnit {
  const id = call.param("id").toLowerCase();
  const unit = call.tenant.administrativeUnits.get(id);
  if (!unit) throw notFound(id);
  return unit;
}

const render = ({ id, displayName, description }: AdministrativeUnit): Json => ({
  id,
  displayName,
  description,
  deletedDateTime: null,
  visibility: null,
  membershipType: null,
  membershipRule: null,
  membershipRuleProcessingState: null,
  isMemberManagementRestricted: false,
});
