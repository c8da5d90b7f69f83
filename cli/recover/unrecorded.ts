import { application, halfMade } from "./finders/application";
import { appRoleAssignment, delegatedGrant, servicePrincipal } from "./finders/consent";
import { certificate, federatedCredential, password } from "./finders/credentials";
import type { Finder, Finding, Known, PlannedResource, Reader } from "./finders/finder";
import { keyVaultSecret } from "./finders/key-vault";

export type { PlannedResource, Reader } from "./finders/finder";

/** One that is in the tenant already, or something in its way. */
export interface Unrecorded extends Finding {
  planned: PlannedResource;
}

/** What can be told to be the same one; of anything else nobody could say whose it is. */
const finders: Record<string, Finder> = {
  "azuread:index/application:Application": application,
  "azuread:index/applicationCertificate:ApplicationCertificate": certificate,
  "azuread:index/applicationPassword:ApplicationPassword": password,
  "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential": federatedCredential,
  "azuread:index/servicePrincipal:ServicePrincipal": servicePrincipal,
  "azuread:index/appRoleAssignment:AppRoleAssignment": appRoleAssignment,
  "azure-native:keyvault:Secret": keyVaultSecret,
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant": delegatedGrant,
};

/** What may stand beside the one that the state has, where an interrupted update was run again at once. */
const twins: Record<string, Finder> = {
  "azuread:index/application:Application": halfMade,
  "azuread:index/applicationPassword:ApplicationPassword": password,
};

/** Whether it can be told that a resource was made, where that is not in the state. */
export function isLookedFor(type: string): boolean {
  return Object.hasOwn(finders, type);
}

/**
 * Of what a preview would create, what is in the tenant already, and what stands there beside what the state has.
 *
 * @param recorded what the state has, as a preview would tell it
 */
export async function findUnrecorded(
  planned: readonly PlannedResource[],
  graph: Reader,
  known: Known = { recorded: new Set() },
  recorded: readonly PlannedResource[] = [],
): Promise<Unrecorded[]> {
  const found: Unrecorded[] = [];
  const look = async (each: PlannedResource, finder: Finder | undefined) => {
    const findings = (await finder?.(each, graph, known)) ?? [];
    found.push(...findings.map((finding) => ({ ...finding, planned: each })));
  };
  for (const each of planned) await look(each, finders[each.type]);
  for (const each of recorded) await look(each, twins[each.type]);
  return found;
}
