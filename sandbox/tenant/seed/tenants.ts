import { createSubscription } from "../azure/seed";
import { createOrganizationAccess } from "../exchange/client-access";
import { builtInRoleGroups } from "../exchange/rbac/built-in";
import { idFor } from "../ids";
import type { Cloud, Domain, Tenant } from "../model";
import { createSkus } from "./licenses";
import { createPolicies } from "./policies";

interface NewTenant {
  id: string;
  displayName: string;
  initialDomain: string;
  defaultDomain?: string;
}

/** A tenant with domains and licences and nothing else; entered into the cloud. */
export function addTenant(cloud: Cloud, { id, displayName, initialDomain, defaultDomain }: NewTenant): Tenant {
  const tenant: Tenant = {
    id,
    displayName,
    initialDomain,
    domains: domains(initialDomain, defaultDomain),
    users: new Map(),
    groups: new Map(),
    administrativeUnits: new Map(),
    applications: new Map(),
    deletedApplications: new Map(),
    servicePrincipals: new Map(),
    appRoleAssignments: new Map(),
    oauth2PermissionGrants: new Map(),
    directoryRoles: [],
    subscribedSkus: createSkus(),
    policies: createPolicies(id),
    azure: createSubscription(displayName),
    exchange: {
      guid: idFor(displayName, "exchange organisation"),
      isDehydrated: false,
      customizedAt: null,
      clientAccess: createOrganizationAccess(),
      mailboxAccess: new Map(),
      recipients: new Map(),
      accessPolicies: new Map(),
      servicePrincipals: new Map(),
      managementScopes: new Map(),
      managementRoles: new Map(),
      ...builtInRoleGroups(displayName),
      history: [],
      lag: [],
      mailboxes: new Map(),
      orgContacts: new Map(),
    },
  };
  cloud.tenants.set(id, tenant);
  return tenant;
}

function domains(initialDomain: string, defaultDomain: string | undefined): Domain[] {
  const domain = (id: string, isInitial: boolean, isDefault: boolean): Domain => ({
    id,
    isDefault,
    isInitial,
    isVerified: true,
    isRoot: true,
    isAdminManaged: true,
    authenticationType: "Managed",
    supportedServices: ["Email", "OfficeCommunicationsOnline"],
  });
  const initial = domain(initialDomain, true, !defaultDomain);
  return defaultDomain ? [domain(defaultDomain, false, true), initial] : [initial];
}
