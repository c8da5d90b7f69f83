import { addMailbox } from "../exchange/recipients";
import { defaultDomain } from "../cloud";
import { idFor } from "../ids";
import type { Cloud, RecipientTypeDetails, Tenant, User } from "../model";
import { SPE_E3, SPE_F1 } from "./licenses";
import { mailboxContent } from "./mailbox-content";
import type { Person } from "./people";

/** How the accounts of some people differ from everybody else's, by user name. */
export interface Exceptions {
  kiosk: readonly string[];
  unlicensed: readonly string[];
  disabled: readonly string[];
}

const CREATED = "2024-03-04T09:00:00Z";

/** Adds the members of each department with licences, mailboxes and managers. */
export function addPeople(
  cloud: Cloud,
  tenant: Tenant,
  departments: Record<string, readonly Person[]>,
  exceptions: Exceptions,
): void {
  const domain = defaultDomain(tenant);
  const people = Object.entries(departments).flatMap(([department, persons]) =>
    persons.map((person) => ({ department, person, user: newPerson(tenant, domain, department, person, exceptions) })),
  );
  for (const { user } of people) tenant.users.set(user.id, user);
  for (const { person, user } of people) {
    const manager = people.find((other) => other.user.displayName === person[3]);
    user.managerId = manager?.user.id ?? null;
  }
  const withMailbox = people.map(({ user }) => user).filter(({ assignedLicenses }) => assignedLicenses.length > 0);
  for (const user of withMailbox) giveMailbox(cloud, tenant, user, "UserMailbox", withMailbox);
}

function newPerson(tenant: Tenant, domain: string, department: string, person: Person, exceptions: Exceptions): User {
  const [givenName, surname, jobTitle] = person;
  const alias = `${givenName}${surname.charAt(0)}`.toLowerCase();
  const licensed = !exceptions.unlicensed.includes(alias);
  const skuId = exceptions.kiosk.includes(alias) ? SPE_F1 : SPE_E3;
  return {
    ...newUser(tenant, alias, `${givenName} ${surname}`, domain),
    givenName,
    surname,
    jobTitle,
    department,
    officeLocation: department === "Operations" ? "Building 2" : "Building 1",
    usageLocation: "DE",
    mail: licensed ? `${alias}@${domain}` : null,
    accountEnabled: !exceptions.disabled.includes(alias),
    assignedLicenses: licensed ? [{ skuId, disabledPlans: [] }] : [],
  };
}

function newUser(tenant: Tenant, alias: string, displayName: string, domain: string): User {
  return {
    id: idFor(tenant.displayName, "user", alias),
    userPrincipalName: `${alias}@${domain}`,
    displayName,
    givenName: null,
    surname: null,
    mail: `${alias}@${domain}`,
    mailNickname: alias,
    department: null,
    jobTitle: null,
    officeLocation: null,
    usageLocation: null,
    accountEnabled: true,
    userType: "Member",
    managerId: null,
    assignedLicenses: [],
    other: { createdDateTime: CREATED },
  };
}

function giveMailbox(
  cloud: Cloud,
  tenant: Tenant,
  user: User,
  type: RecipientTypeDetails,
  colleagues: readonly User[],
): void {
  addMailbox(tenant, user, type);
  tenant.exchange.mailboxes.set(user.id, mailboxContent(user, colleagues));
}

/** Shared and room mailboxes: the account is disabled and has no licence. */
export function addResourceMailboxes(
  cloud: Cloud,
  tenant: Tenant,
  mailboxes: readonly (readonly [alias: string, displayName: string])[],
  type: "SharedMailbox" | "RoomMailbox",
): void {
  const domain = defaultDomain(tenant);
  const colleagues = [...tenant.users.values()].filter(({ assignedLicenses }) => assignedLicenses.length > 0);
  for (const [alias, displayName] of mailboxes) {
    const user: User = { ...newUser(tenant, alias, displayName, domain), accountEnabled: false };
    tenant.users.set(user.id, user);
    giveMailbox(cloud, tenant, user, type, colleagues);
  }
}

/** Guests have a mail address at home and no mailbox here. */
export function addGuests(tenant: Tenant, guests: readonly (readonly [string, string, string, string])[]): void {
  for (const [givenName, surname, alias, home] of guests) {
    const user: User = {
      ...newUser(tenant, `${alias}_${home}#ext#`, `${givenName} ${surname}`, tenant.initialDomain),
      givenName,
      surname,
      mail: `${alias}@${home}`,
      mailNickname: `${alias}_${home}#EXT#`,
      userType: "Guest",
      other: { createdDateTime: CREATED, creationType: "Invitation", externalUserState: "Accepted" },
    };
    tenant.users.set(user.id, user);
  }
}

/** Organisation contacts: people outside, in the address book. */
export function addOutsideContacts(tenant: Tenant, contacts: readonly (readonly [string, string, string])[]): void {
  for (const [displayName, mail, companyName] of contacts) {
    const id = idFor(tenant.displayName, "contact", mail);
    tenant.exchange.orgContacts.set(id, { id, displayName, mail, companyName });
  }
}
