import type { Cloud, Tenant } from "../model";
import { addAdministrativeUnits } from "./administrative-units";
import { addAdministrators } from "./administrators";
import { addDeployer } from "./deployer";
import { addContosoGroups } from "./groups";
import { addMicrosoftServicePrincipals } from "./microsoft";
import { CONTOSO, FABRIKAM } from "./names";
import {
  contosoPeople,
  disabledUsers,
  fabrikamPeople,
  guests,
  kioskUsers,
  outsideContacts,
  rooms,
  sharedMailboxes,
  unlicensedUsers,
} from "./people";
import { addTenant } from "./tenants";
import { addGuests, addOutsideContacts, addPeople, addResourceMailboxes } from "./users";
import { addVendors } from "./vendors";

/** Fills an empty cloud: the customers Contoso and Fabrikam, and the vendors' home tenants. The same in every run but for secrets. */
export function seedCloud(cloud: Cloud): { contoso: Tenant; fabrikam: Tenant } {
  const tenants = { contoso: seedContoso(cloud), fabrikam: seedFabrikam(cloud) };
  addVendors(cloud);
  return tenants;
}

function seedContoso(cloud: Cloud): Tenant {
  const tenant = addTenant(cloud, {
    id: CONTOSO,
    displayName: "Contoso",
    initialDomain: "contoso.onmicrosoft.com",
    defaultDomain: "contoso.com",
  });
  addMicrosoftServicePrincipals(tenant);
  addPeople(cloud, tenant, contosoPeople, { kiosk: kioskUsers, unlicensed: unlicensedUsers, disabled: disabledUsers });
  addResourceMailboxes(cloud, tenant, sharedMailboxes, "SharedMailbox");
  addResourceMailboxes(cloud, tenant, rooms, "RoomMailbox");
  addGuests(tenant, guests);
  addOutsideContacts(tenant, outsideContacts);
  addContosoGroups(cloud, tenant);
  addAdministrativeUnits(tenant);
  addAdministrators(tenant);
  addDeployer(cloud, tenant);
  return tenant;
}

function seedFabrikam(cloud: Cloud): Tenant {
  const tenant = addTenant(cloud, { id: FABRIKAM, displayName: "Fabrikam", initialDomain: "fabrikam.onmicrosoft.com" });
  addMicrosoftServicePrincipals(tenant);
  addPeople(cloud, tenant, fabrikamPeople, { kiosk: [], unlicensed: [], disabled: [] });
  return tenant;
}
