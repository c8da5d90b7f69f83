import type { DirectoryObject, OrgContact } from "../directory";
import { findObject } from "../directory";
import { idFor } from "../ids";
import type { Cloud, Tenant } from "../model";
import { renderApplication } from "./application-type";
import { renderGroup } from "./group-type";
import { idOfReference, notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import type { GraphCall } from "./router";
import { renderServicePrincipal } from "./service-principal-type";
import { renderUser } from "./user-type";

/** Collections and references that hold objects of several types. */
export const directoryObjectType: ResourceType = { name: "directoryObject", set: "directoryObjects" };

/** Any directory object with its `@odata.type`. */
export function renderObject(cloud: Cloud, tenant: Tenant, object: DirectoryObject, version: "v1.0" | "beta"): Json {
  return { "@odata.type": `#microsoft.graph.${object.kind}`, ...properties(cloud, tenant, object, version) };
}

function properties(cloud: Cloud, tenant: Tenant, object: DirectoryObject, version: "v1.0" | "beta"): Json {
  switch (object.kind) {
    case "user":
      return renderUser(object.entity);
    case "group":
      return renderGroup(object.entity);
    case "servicePrincipal":
      return renderServicePrincipal(cloud, object.entity, version);
    case "application":
      return renderApplication(tenant, object.entity, version);
    case "orgContact":
      return renderOrgContact(object.entity);
  }
}

export const renderOrgContact = (contact: OrgContact): Json => ({
  id: contact.id,
  deletedDateTime: null,
  companyName: contact.companyName,
  department: null,
  displayName: contact.displayName,
  givenName: null,
  jobTitle: null,
  mail: contact.mail,
  mailNickname: contact.mail.replace(/@.*/, ""),
  onPremisesLastSyncDateTime: null,
  onPremisesSyncEnabled: null,
  surname: null,
  addresses: [],
  onPremisesProvisioningErrors: [],
  phones: [],
  proxyAddresses: [`SMTP:${contact.mail}`],
  serviceProvisioningErrors: [],
});

/** The objects with these IDs, in their order; IDs of nothing are left out. */
export const renderObjects = (call: GraphCall, ids: Iterable<string>): Json[] =>
  [...ids].flatMap((id) => {
    const object = findObject(call.tenant, id);
    return object ? [renderObject(call.context.cloud, call.tenant, object, call.version)] : [];
  });

/** The directory roles that a principal has, as members of them are told: the role of this tenant, with the template it is made from. */
export const renderDirectoryRolesOf = (tenant: Tenant, principalId: string): Json[] =>
  tenant.directoryRoles
    .filter((each) => each.principalId === principalId)
    .map(({ roleTemplateId, displayName }) => ({
      "@odata.type": "#microsoft.graph.directoryRole",
      id: idFor(tenant.displayName, "directory role", roleTemplateId),
      deletedDateTime: null,
      description: null,
      displayName,
      roleTemplateId,
    }));

/** Object IDs of `owners@odata.bind` or `members@odata.bind`, each of which must exist. */
export function boundIds(call: GraphCall, body: Json, navigation: "owners" | "members"): string[] {
  const references = body[`${navigation}@odata.bind`];
  if (references === undefined) return [];
  const ids = (Array.isArray(references) ? references : [references]).map(idOfReference);
  for (const id of ids) if (!findObject(call.tenant, id)) throw notFound(id);
  return ids;
}
