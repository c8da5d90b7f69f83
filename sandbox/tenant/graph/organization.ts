import { findObject } from "../directory";
import { idFor } from "../ids";
import type { Domain, SubscribedSku, Tenant } from "../model";
import { directoryObjectType, renderObject, renderObjects } from "./directory-object";
import { badRequest, findDirectoryObject, notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import type { GraphRouter } from "./router";

const organizationType: ResourceType = { name: "organization", set: "organization" };
const domainType: ResourceType = { name: "domain", set: "domains" };
const skuType: ResourceType = { name: "subscribedSku", set: "subscribedSkus" };
const MAX_IDS = 1000;

/** The tenant itself, its domains and licences, and objects of any type by ID. */
export function registerOrganization(route: GraphRouter): void {
  route("GET", "/organization", (call) => call.collection(organizationType, [renderOrganization(call.tenant)]));
  route("GET", "/organization/:id", (call) => {
    if (call.param("id").toLowerCase() !== call.tenant.id) throw notFound(call.param("id"));
    return call.object(organizationType, renderOrganization(call.tenant));
  });
  route("GET", "/domains", (call) => call.collection(domainType, call.tenant.domains.map(renderDomain)));
  route("GET", "/domains/:id", (call) => {
    const domain = call.tenant.domains.find(({ id }) => id === call.param("id").toLowerCase());
    if (!domain) throw notFound(call.param("id"));
    return call.object(domainType, renderDomain(domain));
  });
  route("GET", "/subscribedSkus", (call) =>
    call.collection(
      skuType,
      call.tenant.subscribedSkus.map((sku) => renderSku(call.tenant, sku)),
    ),
  );
  registerDirectoryObjects(route);
}

function registerDirectoryObjects(route: GraphRouter): void {
  route("GET", "/directoryObjects/:id", (call) => {
    const object = findDirectoryObject(call.tenant, call.param("id"));
    return call.object(directoryObjectType, renderObject(call.context.cloud, call.tenant, object, call.version));
  });
  route("POST", "/directoryObjects/getByIds", (call) => {
    const { ids, types } = call.body();
    if (!Array.isArray(ids) || ids.length > MAX_IDS)
      throw badRequest(`'ids' must be a list of at most ${MAX_IDS} identifiers.`);
    const wanted = Array.isArray(types) ? types.map((type) => String(type).toLowerCase()) : undefined;
    const known = ids.map(String).filter((id) => {
      const kind = findObject(call.tenant, id)?.kind;
      return kind && (!wanted || wanted.includes(kind.toLowerCase()) || wanted.includes("directoryobject"));
    });
    return call.collection(directoryObjectType, renderObjects(call, known));
  });
}

const renderOrganization = (tenant: Tenant): Json => ({
  id: tenant.id,
  deletedDateTime: null,
  businessPhones: [],
  city: null,
  countryLetterCode: null,
  displayName: tenant.displayName,
  onPremisesSyncEnabled: [...tenant.groups.values()].some((group) => group.onPremisesSyncEnabled) || null,
  technicalNotificationMails: [],
  tenantType: "AAD",
  verifiedDomains: tenant.domains
    .filter((domain) => domain.isVerified)
    .map((domain) => ({
      capabilities: domain.supportedServices.join(", "),
      isDefault: domain.isDefault,
      isInitial: domain.isInitial,
      name: domain.id,
      type: domain.authenticationType,
    })),
});

const renderDomain = (domain: Domain): Json => ({
  authenticationType: domain.authenticationType,
  availabilityStatus: null,
  id: domain.id,
  isAdminManaged: domain.isAdminManaged,
  isDefault: domain.isDefault,
  isInitial: domain.isInitial,
  isRoot: domain.isRoot,
  isVerified: domain.isVerified,
  supportedServices: domain.supportedServices,
  passwordValidityPeriodInDays: null,
  passwordNotificationWindowInDays: null,
  state: null,
});

const renderSku = (tenant: Tenant, sku: SubscribedSku): Json => ({
  accountId: tenant.id,
  accountName: tenant.displayName,
  appliesTo: "User",
  capabilityStatus: "Enabled",
  consumedUnits: [...tenant.users.values()].filter((user) =>
    user.assignedLicenses.some(({ skuId }) => skuId === sku.skuId),
  ).length,
  id: `${tenant.id}_${sku.skuId}`,
  prepaidUnits: { enabled: 100, suspended: 0, warning: 0, lockedOut: 0 },
  servicePlans: sku.servicePlans.map((plan) => ({ ...plan, appliesTo: "User" })),
  skuId: sku.skuId,
  skuPartNumber: sku.skuPartNumber,
  subscriptionIds: [idFor("subscription", tenant.id, sku.skuId)],
});
