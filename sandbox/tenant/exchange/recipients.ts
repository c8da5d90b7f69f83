import { idFor } from "../ids";
import { recipientsChanged } from "./recipient-table";
import type { Group, Recipient, RecipientTypeDetails, Tenant, User } from "../model";

const groupTypes: ReadonlySet<RecipientTypeDetails> = new Set([
  "MailUniversalSecurityGroup",
  "MailUniversalDistributionGroup",
  "GroupMailbox",
]);

/** Types that an access policy takes as its scope. */
export const securityPrincipalTypes: ReadonlySet<RecipientTypeDetails> = new Set([
  "UserMailbox",
  "MailUser",
  "MailUniversalSecurityGroup",
]);

export const isGroup = (recipient: Recipient): boolean => groupTypes.has(recipient.recipientTypeDetails);

/** Gives a user a mailbox of a kind. */
export function addMailbox(tenant: Tenant, user: User, type: RecipientTypeDetails): Recipient {
  const address = (user.mail ?? user.userPrincipalName).toLowerCase();
  return addRecipient(tenant, {
    id: user.id,
    name: user.displayName,
    alias: user.mailNickname,
    displayName: user.displayName,
    address,
    type,
    isDirSynced: false,
    sid: sidFor(tenant, user.id),
  });
}

/** Makes a mail-enabled group of the directory known to Exchange. */
export function addSecurityGroupRecipient(tenant: Tenant, group: Group): Recipient {
  const type: RecipientTypeDetails = group.groupTypes.includes("Unified")
    ? "GroupMailbox"
    : group.securityEnabled
      ? "MailUniversalSecurityGroup"
      : "MailUniversalDistributionGroup";
  return addRecipient(tenant, {
    id: group.id,
    name: group.displayName,
    alias: group.mailNickname,
    displayName: group.displayName,
    address: (group.mail ?? `${group.mailNickname}@${tenant.initialDomain}`).toLowerCase(),
    type,
    isDirSynced: group.onPremisesSyncEnabled === true,
    sid: sidFor(tenant, group.id),
  });
}

interface NewRecipient {
  id: string;
  name: string;
  alias: string;
  displayName: string;
  address: string;
  type: RecipientTypeDetails;
  isDirSynced: boolean;
  sid: string;
  managedBy?: string[];
}

export function newRecipient(tenant: Tenant, wanted: NewRecipient): Recipient {
  return {
    id: wanted.id,
    guid: idFor(tenant.id, "exchange", wanted.id),
    sid: wanted.sid,
    name: wanted.name,
    alias: wanted.alias,
    displayName: wanted.displayName,
    primarySmtpAddress: wanted.address,
    emailAddresses: [`SMTP:${wanted.address}`, `smtp:${wanted.alias.toLowerCase()}@${tenant.initialDomain}`],
    recipientTypeDetails: wanted.type,
    distinguishedName: distinguishedName(tenant, wanted.name),
    isDirSynced: wanted.isDirSynced,
    hiddenFromAddressLists: false,
    managedBy: wanted.managedBy ?? [],
    customAttributes: {},
  };
}

function addRecipient(tenant: Tenant, wanted: NewRecipient): Recipient {
  const recipient = newRecipient(tenant, wanted);
  tenant.exchange.recipients.set(recipient.id, recipient);
  recipientsChanged(tenant.exchange.recipients);
  return recipient;
}

/** A SID of the organisation's forest for an object. */
export function sidFor(tenant: Tenant, id: string): string {
  const hex = idFor(tenant.id, "sid", id).replaceAll("-", "");
  const [one, two, three] = [0, 8, 16].map((start) => Number.parseInt(hex.slice(start, start + 8), 16));
  return `S-1-5-21-${one}-${two}-${three}-${Number.parseInt(hex.slice(24, 30), 16)}`;
}

function distinguishedName(tenant: Tenant, name: string): string {
  const escaped = name.replace(/[,+"\\<>;=]/g, (character) => `\\${character}`);
  return `CN=${escaped},OU=${tenant.initialDomain},OU=Microsoft Exchange Hosted Organizations,DC=EURPR05A012,DC=PROD,DC=OUTLOOK,DC=COM`;
}
