import { idFor } from "../ids";
import type { Tenant } from "../model";
import type { AzureSubscription } from "./model";

/** The resource group and the vault that the seed has. */
export const SEED_RESOURCE_GROUP = "rg-consentra";
export const SEED_VAULT = "kv-consentra";

/** A subscription with one resource group and one empty vault. */
export function createSubscription(tenantName: string): AzureSubscription {
  const vault = {
    name: SEED_VAULT,
    location: "westeurope",
    properties: { sku: { family: "A", name: "standard" }, enableRbacAuthorization: true },
    tags: {},
    secrets: new Map(),
  };
  return {
    id: idFor(tenantName, "subscription"),
    location: "westeurope",
    resourceGroups: new Map([
      [SEED_RESOURCE_GROUP, { name: SEED_RESOURCE_GROUP, vaults: new Map([[SEED_VAULT, vault]]) }],
    ]),
    contributors: new Set(),
    deletedVaults: new Set(),
  };
}

/** Lets a service principal manage what is in the subscription. */
export function addContributor(tenant: Tenant, principalId: string): void {
  tenant.azure.contributors.add(principalId);
}
