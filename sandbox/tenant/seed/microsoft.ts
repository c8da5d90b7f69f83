import { permissions, type ApiName, type Permission } from "consentra/graph";
import { idFor } from "../ids";
import type { AppRole, PermissionScope, ServicePrincipal, Tenant } from "../model";
import {
  EXCHANGE_ONLINE,
  KEY_VAULT,
  MICROSOFT_GRAPH,
  MICROSOFT_SERVICES_TENANT,
  RESOURCE_MANAGER,
  SHAREPOINT_ONLINE,
} from "../well-known";

const CREATED = "2024-03-04T08:00:00Z";

/** `api` is absent for those that grant nothing by application permissions. */
const services: { api?: ApiName; appId: string; displayName: string }[] = [
  { api: "Microsoft Graph", appId: MICROSOFT_GRAPH, displayName: "Microsoft Graph" },
  { api: "Office 365 Exchange Online", appId: EXCHANGE_ONLINE, displayName: "Office 365 Exchange Online" },
  { api: "SharePoint Online", appId: SHAREPOINT_ONLINE, displayName: "Office 365 SharePoint Online" },
  { appId: RESOURCE_MANAGER, displayName: "Windows Azure Service Management API" },
  { appId: KEY_VAULT, displayName: "Azure Key Vault" },
];

/** Microsoft's own APIs, whose service principals every tenant has from the start. */
export function addMicrosoftServicePrincipals(tenant: Tenant): void {
  for (const { api, appId, displayName } of services) {
    const principal: ServicePrincipal = {
      id: idFor(tenant.displayName, "service principal", displayName),
      appId,
      displayName,
      appOwnerOrganizationId: MICROSOFT_SERVICES_TENANT,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      servicePrincipalType: "Application",
      appRoles: appRoles(api),
      oauth2PermissionScopes: scopes(api),
      verifiedPublisher: true,
      owners: new Set(),
      keyCredentials: [],
      passwordCredentials: [],
      createdDateTime: CREATED,
      properties: {},
    };
    tenant.servicePrincipals.set(principal.id, principal);
  }
}

const permissionsOf = (api: ApiName | undefined, kind: Permission["kind"]): Permission[] =>
  permissions.filter((permission) => permission.api === api && permission.kind === kind);

const appRoles = (api: ApiName | undefined): AppRole[] =>
  permissionsOf(api, "application").map(({ id, name, reason }) => ({
    id,
    value: name,
    displayName: name,
    description: reason,
    allowedMemberTypes: ["Application"],
    isEnabled: true,
  }));

const scopes = (api: ApiName | undefined): PermissionScope[] =>
  permissionsOf(api, "delegated").map(({ id, name, adminConsent, reason }) => ({
    id,
    value: name,
    type: adminConsent ? "Admin" : "User",
    isEnabled: true,
    adminConsentDisplayName: name,
    adminConsentDescription: reason,
    userConsentDisplayName: adminConsent ? null : name,
    userConsentDescription: adminConsent ? null : reason,
  }));
