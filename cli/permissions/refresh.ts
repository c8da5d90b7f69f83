import { apis, findPermissionById, type ApiName } from "consentra/graph";
import type { GraphReader } from "consentra/graph-reader";
import { z } from "zod";
import { UsageError } from "../exit";

const appRole = z.object({
  id: z.guid(),
  value: z.string().nullish(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  isEnabled: z.boolean(),
  allowedMemberTypes: z.array(z.string()),
});
const delegated = z.object({
  id: z.guid(),
  value: z.string().nullish(),
  type: z.string(),
  adminConsentDisplayName: z.string().nullish(),
  adminConsentDescription: z.string().nullish(),
  isEnabled: z.boolean(),
});
const principals = z.object({
  value: z.array(z.object({ appRoles: z.array(appRole), oauth2PermissionScopes: z.array(delegated) })),
});

/** One permission as the tenant knows it. */
export interface TenantPermission {
  kind: "application" | "delegated";
  name: string;
  id: string;
  adminConsent: boolean;
  displayName: string;
  description: string;
  enabled: boolean;
  /** Whether Consentra's own table explains it. */
  known: boolean;
}

/** Every permission of an API, as the tenant's own service principal declares them. */
export interface PermissionList {
  consentra: "permissions/1";
  api: ApiName;
  clientId: string;
  tenantId: string;
  permissions: TenantPermission[];
}

/**
 * Reads every permission that an API declares in the tenant.
 *
 * @throws UsageError where the tenant has no service principal of the API
 * @see https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export async function readPermissionList(api: ApiName, tenantId: string, graph: GraphReader): Promise<PermissionList> {
  const { clientId } = apis[api];
  const filter = encodeURIComponent(`appId eq '${clientId}'`);
  const [answer] = await graph.batch([
    `/servicePrincipals?$filter=${filter}&$select=id,appRoles,oauth2PermissionScopes`,
  ]);
  if (answer?.status !== 200) throw new UsageError(`Microsoft Graph answered ${answer?.status} for ${api}`);
  const [principal] = principals.parse(answer.body).value;
  if (!principal) throw new UsageError(`the tenant has no service principal of ${api}: is it licensed?`);
  const permissions: TenantPermission[] = [
    ...principal.appRoles
      .filter((each) => each.allowedMemberTypes.includes("Application"))
      .map((each) => ({
        kind: "application" as const,
        name: each.value ?? "",
        id: each.id,
        adminConsent: true,
        displayName: each.displayName ?? "",
        description: each.description ?? "",
        enabled: each.isEnabled,
      })),
    ...principal.oauth2PermissionScopes.map((each) => ({
      kind: "delegated" as const,
      name: each.value ?? "",
      id: each.id,
      adminConsent: each.type === "Admin",
      displayName: each.adminConsentDisplayName ?? "",
      description: each.adminConsentDescription ?? "",
      enabled: each.isEnabled,
    })),
  ]
    .map((each) => ({ ...each, known: findPermissionById(clientId, each.kind, each.id) !== undefined }))
    .sort((one, other) => one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name));
  return { consentra: "permissions/1", api, clientId, tenantId, permissions };
}
