import { permissions } from "consentra/graph";
import { idFor } from "../ids";
import type { AppRole, PermissionScope, ServicePrincipal, Tenant } from "../model";
import { EXCHANGE_ONLINE, MICROSOFT_GRAPH, MICROSOFT_SERVICES_TENANT, SHAREPOINT_ONLINE } from "../well-known";

const CREATED = "2024-03-04T08:00:00Z";

const apis = [
  { appId: MICROSOFT_GRAPH, name: "Microsoft Graph" },
  { appId: EXCHANGE_ONLINE, name: "Office 365 Exchange Online" },
  { appId: SHAREPOINT_ONLINE, name: "Office 365 SharePoint Online" },
];

/** Microsoft's own APIs, whose service principals every tenant has from the start. */
export function addMicrosoftServicePrincipals(tenant: Tenant): void {
  for (const { appId, name } of apis) {
    const principal: ServicePrincipal = {
      id: idFor(tenant.displayName, "service principal", name),
      appId,
      displayName: name,
      appOwnerOrganizationId: MICROSOFT_SERVICES_TENANT,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      servicePrincipalType: "Application",
      appRoles: appRoles(name),
      oauth2PermissionScopes: scopes(name),
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

type Permission = (typeof permissions)[number];

const permissionsOf = (api: string, kind: Permission["kind"]): Permission[] =>
  permissions.filter((permission) => permission.api === api && permission.kind === kind);

const appRoles = (api: string): AppRole[] =>
  permissionsOf(api, "application").map(({ id, name }) => ({
    id,
    value: name,
    displayName: name,
    description: name,
    allowedMemberTypes: ["Application"],
    isEnabled: true,
  }));

const scopes = (api: string): PermissionScope[] =>
  permissionsOf(api, "delegated").map(({ id, name, adminConsent }) => ({
    id,
    value: name,
    type: adminConsent ? "Admin" : "User",
    isEnabled: true,
    adminConsentDisplayName: name,
    adminConsentDescription: name,
    userConsentDisplayName: adminConsent ? null : name,
    userConsentDescription: adminConsent ? null : name,
  }));
