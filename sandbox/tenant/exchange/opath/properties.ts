import type { Recipient, Tenant, User } from "../../model";

/** What a filter is asked about. */
export interface FilterSubject {
  recipient: Recipient;
  /** The account of a mailbox. */
  user: User | undefined;
  /** Distinguished names of the groups that hold the recipient directly. */
  memberOf: readonly string[];
}

interface Property {
  /** As Exchange spells it. */
  name: string;
  values: (subject: FilterSubject) => (string | null)[];
  /** Whether its value has to be a distinguished name. */
  isDistinguishedName?: boolean;
}

const text = (name: string, value: (subject: FilterSubject) => string | null | undefined): Property => ({
  name,
  values: (subject) => [value(subject) ?? null],
});

const recipientType = ({ recipient: { recipientTypeDetails: type } }: FilterSubject): string =>
  type.endsWith("Mailbox") && type !== "GroupMailbox" ? "UserMailbox" : type;

/** Properties by which recipients can be filtered. */
const properties: readonly Property[] = [
  text("Alias", ({ recipient }) => recipient.alias),
  text("DisplayName", ({ recipient }) => recipient.displayName),
  text("DistinguishedName", ({ recipient }) => recipient.distinguishedName),
  text("ExternalDirectoryObjectId", ({ recipient }) => recipient.id),
  text("Guid", ({ recipient }) => recipient.guid),
  text("Name", ({ recipient }) => recipient.name),
  text("PrimarySmtpAddress", ({ recipient }) => recipient.primarySmtpAddress),
  text("RecipientType", recipientType),
  text("RecipientTypeDetails", ({ recipient }) => recipient.recipientTypeDetails),
  text("HiddenFromAddressListsEnabled", ({ recipient }) => String(recipient.hiddenFromAddressLists)),
  text("IsDirSynced", ({ recipient }) => String(recipient.isDirSynced)),
  text("UserPrincipalName", ({ user }) => user?.userPrincipalName),
  text("Department", ({ user }) => user?.department),
  text("FirstName", ({ user }) => user?.givenName),
  text("LastName", ({ user }) => user?.surname),
  text("Office", ({ user }) => user?.officeLocation),
  text("Title", ({ user }) => user?.jobTitle),
  text("UsageLocation", ({ user }) => user?.usageLocation),
  {
    name: "EmailAddresses",
    values: ({ recipient }) => recipient.emailAddresses.flatMap((address) => [address, address.replace(/^smtp:/i, "")]),
  },
  { name: "MemberOfGroup", values: ({ memberOf }) => [...memberOf], isDistinguishedName: true },
  ...Array.from({ length: 15 }, (_, index) => `CustomAttribute${index + 1}`).map((name) =>
    text(name, ({ recipient }) => recipient.customAttributes[name]),
  ),
];

const byName = new Map(properties.map((property) => [property.name.toLowerCase(), property]));

export const findProperty = (name: string): Property | undefined => byName.get(name.toLowerCase());

/** What filters are asked about the recipients, each. */
export function filterSubjects(
  tenant: Tenant,
  recipients: Iterable<Recipient>,
  membersOf: (groupId: string) => ReadonlySet<string> | undefined,
): FilterSubject[] {
  const all = [...recipients];
  const groups = new Map<string, string[]>();
  for (const group of tenant.exchange.recipients.values()) {
    for (const member of membersOf(group.id) ?? []) {
      const held = groups.get(member);
      if (held) held.push(group.distinguishedName);
      else groups.set(member, [group.distinguishedName]);
    }
  }
  return all.map((recipient) => ({
    recipient,
    user: tenant.users.get(recipient.id),
    memberOf: groups.get(recipient.id) ?? [],
  }));
}
