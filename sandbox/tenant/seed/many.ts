import { addMailbox } from "../exchange/recipients";
import { defaultDomain } from "../cloud";
import { idFor } from "../ids";
import type { Cloud, Tenant, User } from "../model";
import { addDeployer } from "./deployer";
import { SPE_E3 } from "./licenses";
import { addMicrosoftServicePrincipals } from "./microsoft";
import { addRegistration } from "./registrations";
import { addTenant } from "./tenants";

/** Adds people with empty mailboxes, `person00000@` the tenant's default domain and so on. @returns their addresses */
export function addManyPeople(tenant: Tenant, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(5, "0");
    const user = newPerson(tenant, `person${number}`, `Person ${number}`);
    tenant.users.set(user.id, user);
    addMailbox(tenant, user, "UserMailbox");
    tenant.exchange.mailboxes.set(user.id, { messages: [], events: [], contacts: [] });
    return user.userPrincipalName;
  });
}

function newPerson(tenant: Tenant, alias: string, displayName: string): User {
  const address = `${alias}@${defaultDomain(tenant)}`;
  return {
    id: idFor(tenant.displayName, "user", alias),
    userPrincipalName: address,
    displayName,
    givenName: null,
    surname: null,
    mail: address,
    mailNickname: alias,
    department: null,
    jobTitle: null,
    officeLocation: null,
    usageLocation: "DE",
    accountEnabled: true,
    userType: "Member",
    managerId: null,
    assignedLicenses: [{ skuId: SPE_E3, disabledPlans: [] }],
    other: { createdDateTime: "2024-03-04T09:00:00Z" },
  };
}

/** Adds a customer with people and a deployer of its own, `<name>.onmicrosoft.com`. */
export function addCustomer(cloud: Cloud, name: string, people: number): Tenant {
  const tenant = addTenant(cloud, {
    id: idFor("customer", name),
    displayName: name,
    initialDomain: `${name.toLowerCase()}.onmicrosoft.com`,
  });
  addMicrosoftServicePrincipals(tenant);
  addManyPeople(tenant, people);
  addDeployer(cloud, tenant, idFor("deployer", name));
  return tenant;
}

/** Adds one vendor's home tenant with many multi-tenant apps. @returns their client IDs */
export function addManyVendorApps(cloud: Cloud, count: number): string[] {
  const home = addTenant(cloud, {
    id: idFor("vendor tenant", "Many"),
    displayName: "Many",
    initialDomain: "many.onmicrosoft.com",
  });
  return Array.from({ length: count }, (_, index) => {
    const appId = idFor("vendor app", `Many ${index}`);
    addRegistration(home, cloud.clock.now(), {
      appId,
      displayName: `Vendor app ${index}`,
      signInAudience: "AzureADMultipleOrgs",
    });
    return appId;
  });
}
