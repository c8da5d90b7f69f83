import { apis, type ApiName } from "consentra/graph";
import type { ListedPermission, PermissionList } from "consentra/graph/list";
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

/**
 * Reads every permission that an API declares in the tenant.
 *
 * @throws UsageError where the tenant has no service principal of the API
 * @see https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export async function fetchPermissionList(api: ApiName, tenantId: string, graph: GraphReader): Promise<PermissionList> {
  const { clientId } = apis[api];
  const filter = encodeURIComponent(`appId eq '${clientId}'`);
  const [answer] = await graph.batch([
    `/servicePrincipals?$filter=${filter}&$select=id,appRoles,oauth2PermissionScopes`,
  ]);
  if (answer?.status !== 200) throw new UsageError(`Microsoft Graph answered ${answer?.status} for ${api}`);
  const [principal] = principals.parse(answer.body).value;
  if (!principal) throw new UsageError(`the tenant has no service principal of ${api}: is it licensed?`);
  const permissions: ListedPermission[] = [
    ...principal.appRoles
      .filter((each) => each.allowedMemberTypes.includes("Application"))
      .map((each) => ({
        kind: "application" as const,
        name: each.value ?? "",
        id: each.id.toLowerCase(),
        adminConsent: true,
        displayName: each.displayName ?? "",
        description: each.description ?? "",
        enabled: each.isEnabled,
      })),
    ...principal.oauth2PermissionScopes.map((each) => ({
      kind: "delegated" as const,
      name: each.value ?? "",
      id: each.id.toLowerCase(),
      adminConsent: each.type === "Admin",
      displayName: each.adminConsentDisplayName ?? "",
      description: each.adminConsentDescription ?? "",
      enabled: each.isEnabled,
    })),
  ];
  return { consentra: "permissions/1", api, clientId, tenantId, permissions };
}
