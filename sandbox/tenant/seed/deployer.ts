import { addContributor } from "../azure/seed";
import { findServicePrincipalByAppId } from "../directory";
import { idFor } from "../ids";
import type { Cloud, ServicePrincipal, Tenant } from "../model";
import { directoryRoles, EXCHANGE_ONLINE, MICROSOFT_GRAPH } from "../well-known";
import { addRegistration } from "./registrations";

/** The app that Contoso's stacks are deployed with. */
export const DEPLOYER_APP_ID = idFor("deployer");

/** The app that Fabrikam's stacks are deployed with. */
export const FABRIKAM_DEPLOYER_APP_ID = idFor("deployer", "Fabrikam");

const displayName = "Consentra Deployer";

/** The app that a tenant's stacks are deployed with; undefined for a vendor's home tenant. */
export function deployerOf(tenant: Tenant): ServicePrincipal | undefined {
  return [...tenant.servicePrincipals.values()].find((each) => each.displayName === displayName);
}

const CREATED = "2024-03-04T08:30:00Z";

/** The least that deploys every component. */
const PERMISSIONS = {
  [MICROSOFT_GRAPH]: [
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.Read.All",
    "Group.ReadWrite.All",
    "Policy.Read.All",
    "Policy.ReadWrite.Authorization",
    "Policy.ReadWrite.ConsentRequest",
    "Policy.ReadWrite.PermissionGrant",
  ],
  [EXCHANGE_ONLINE]: ["Exchange.ManageAsApp"],
};

export function addDeployer(cloud: Cloud, tenant: Tenant, appId: string): void {
  addRegistration(tenant, cloud.clock.now(), { appId, displayName, signInAudience: "AzureADMyOrg" });
  const principal: ServicePrincipal = {
    id: idFor(tenant.displayName, "service principal", displayName),
    appId,
    displayName,
    appOwnerOrganizationId: tenant.id,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    servicePrincipalType: "Application",
    appRoles: [],
    oauth2PermissionScopes: [],
    verifiedPublisher: false,
    owners: new Set(),
    keyCredentials: [],
    passwordCredentials: [],
    createdDateTime: CREATED,
    properties: {},
  };
  tenant.servicePrincipals.set(principal.id, principal);
  addContributor(tenant, principal.id);
  for (const [appId, names] of Object.entries(PERMISSIONS)) {
    for (const name of names) grant(tenant, principal, appId, name);
  }
  tenant.directoryRoles.push({
    roleTemplateId: directoryRoles.exchangeAdministrator,
    displayName: "Exchange Administrator",
    principalId: principal.id,
  });
}

function grant(tenant: Tenant, principal: ServicePrincipal, appId: string, name: string): void {
  const resource = findServicePrincipalByAppId(tenant, appId);
  const appRole = resource?.appRoles.find(({ value }) => value === name);
  if (!resource || !appRole)
    throw new Error(`The seed wants the application permission '${name}' of ${appId}, which is not known.`);
  const id = Buffer.from(idFor(tenant.displayName, "assignment", name)).toString("base64url");
  tenant.appRoleAssignments.set(id, {
    id,
    appRoleId: appRole.id,
    principalId: principal.id,
    principalType: "ServicePrincipal",
    resourceId: resource.id,
    createdDateTime: CREATED,
  });
}
