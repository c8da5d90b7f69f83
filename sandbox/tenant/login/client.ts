import { EntraError } from "../errors";
import { findApplicationByAppId, findServicePrincipalByAppId } from "../directory";
import type { Application, Cloud, ServicePrincipal, Tenant } from "../model";

/** A client that asks for a token: its registration, wherever that lives, and its service principal in this tenant. */
export interface Client {
  application: Application;
  servicePrincipal: ServicePrincipal;
}

const MULTI_TENANT = new Set(["AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"]);

/**
 * Resolves a client ID in a tenant.
 *
 * @throws EntraError 700016 unknown here, 7000229 without a service principal, 7000112 disabled
 */
export function findClient(cloud: Cloud, tenant: Tenant, clientId: string): Client {
  const registration = findRegistration(cloud, clientId);
  if (!registration || !mayEnter(registration, tenant)) throw unknownApplication(tenant, clientId);
  const servicePrincipal = findServicePrincipalByAppId(tenant, clientId);
  if (!servicePrincipal) {
    throw new EntraError(
      7000229,
      "invalid_client",
      `The client application ${clientId} is missing service principal in the tenant ${tenant.id}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    );
  }
  if (!servicePrincipal.accountEnabled) {
    throw new EntraError(
      7000112,
      "unauthorized_client",
      `Application '${clientId}'(${servicePrincipal.displayName}) is disabled.`,
    );
  }
  return { application: registration.application, servicePrincipal };
}

/** The home registration of a client ID, in whichever tenant it is. */
export function findRegistration(
  cloud: Cloud,
  clientId: string,
): { application: Application; home: Tenant } | undefined {
  for (const home of cloud.tenants.values()) {
    const application = findApplicationByAppId(home, clientId);
    if (application) return { application, home };
  }
  return undefined;
}

/** Whether a registration may be used in a tenant: its own, or any when it is multi-tenant. */
export const mayEnter = (registration: { application: Application; home: Tenant }, tenant: Tenant): boolean =>
  registration.home === tenant || MULTI_TENANT.has(registration.application.signInAudience);

/** The error of a client ID that the tenant does not know. */
export const unknownApplication = (tenant: Tenant, clientId: string): EntraError =>
  new EntraError(
    700016,
    "unauthorized_client",
    `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  );
