import { application } from "./finders/application";
import { appRoleAssignment, delegatedGrant, servicePrincipal } from "./finders/consent";
import { certificate, federatedCredential, password } from "./finders/credentials";
import type { Finder, Finding, Known, PlannedResource, Reader } from "./finders/finder";
import { keyVaultSecret } from "./finders/key-vault";

export type { PlannedResource, Reader } from "./finders/finder";

/** One that is in the tenant already, or something in its way. */
export interface Unrecorded extends Finding {
  planned: PlannedResource;
}

/** Of these there may be another one beside the one that the state knows. */
export const mayBeTwice = "azuread:index/applicationPassword:ApplicationPassword";

/** What can be told to be the same one; of anything else nobody could say whose it is. */
const finders: Record<string, Finder> = {
  "azuread:index/application:Application": application,
  "azuread:index/applicationCertificate:ApplicationCertificate": certificate,
  [mayBeTwice]: password,
  "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential": federatedCredential,
  "azuread:index/servicePrincipal:ServicePrincipal": servicePrincipal,
  "azuread:index/appRoleAssignment:AppRoleAssignment": appRoleAssignment,
  "azure-native:keyvault:Secret": keyVaultSecret,
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant": delegatedGrant,
};

/** Whether it can be told that a resource was made, where that is not in the state. */
export function isLookedFor(type: string): boolean {
  return Object.hasOwn(finders, type);
}

/** Of what a preview would create, what is in the tenant already. */
export async function findUnrecorded(
  planned: readonly PlannedResource[],
  graph: Reader,
  known: Known = { recorded: new Set() },
): Promise<Unrecorded[]> {
  const found: Unrecorded[] = [];
  for (const each of planned) {
    const findings = (await finders[each.type]?.(each, graph, known)) ?? [];
    found.push(...findings.map((finding) => ({ ...finding, planned: each })));
  }
  return found;
}
