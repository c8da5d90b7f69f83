import { addSecurityGroupRecipient } from "../exchange/recipients";
import { defaultDomain } from "../cloud";
import { idFor } from "../ids";
import type { Cloud, Group, Tenant } from "../model";

const CREATED = "2024-03-04T09:00:00Z";

type Kind = "security" | "microsoft365" | "distribution" | "mailSecurity" | "syncedMailSecurity";

interface NewGroup {
  name: string;
  alias: string;
  kind: Kind;
  description: string;
  /** Mail aliases of users, or names of groups seeded before. */
  members: string[];
  owners?: string[];
}

/** One group of every kind that matters for mailbox scopes, one of them nested. */
export function addContosoGroups(cloud: Cloud, tenant: Tenant): void {
  const department = (name: string) =>
    [...tenant.users.values()].filter((user) => user.department === name).map((user) => user.mailNickname);
  const groups: NewGroup[] = [
    {
      name: "Executives",
      alias: "executives",
      kind: "security",
      description: "The executive team",
      members: ["meganb", "pattif", "isaiahl", "nestorw"],
      owners: ["alexw"],
    },
    {
      name: "Executive Assistants",
      alias: "assistants",
      kind: "security",
      description: "Assistants of the executive team",
      members: ["adelev", "lynner", "diegos"],
      owners: ["alexw"],
    },
    {
      name: "Customer Success",
      alias: "customer-success",
      kind: "security",
      description: "All of Customer Success",
      members: department("Customer Success"),
      owners: ["johannal"],
    },
    {
      name: "Leadership",
      alias: "leadership",
      kind: "security",
      description: "Executives and heads of department",
      members: ["Executives", "henriettam", "johannal", "debrab", "alexw", "enricoc"],
      owners: ["alexw"],
    },
    {
      name: "Project Aurora",
      alias: "project-aurora",
      kind: "microsoft365",
      description: "Team of the Aurora project",
      members: ["alexw", "jonis", "ruthl"],
      owners: ["alexw"],
    },
    {
      name: "All Contoso",
      alias: "all",
      kind: "distribution",
      description: "News for everybody",
      members: [...department("Sales"), ...department("Finance"), ...department("IT")],
    },
    {
      name: "Sales Mailboxes",
      alias: "sales-mailboxes",
      kind: "mailSecurity",
      description: "Mailboxes of Sales",
      members: department("Sales"),
    },
    {
      name: "Revenue Mailboxes",
      alias: "revenue-mailboxes",
      kind: "mailSecurity",
      description: "Sales and the chief revenue officer",
      members: ["Sales Mailboxes", "isaiahl"],
    },
    {
      name: "Plant Mailboxes",
      alias: "plant-mailboxes",
      kind: "syncedMailSecurity",
      description: "Synchronised from the on-premises directory",
      members: ["irvins", "enricoc"],
    },
  ];
  for (const group of groups) addGroup(cloud, tenant, group);
}

function addGroup(
  cloud: Cloud,
  tenant: Tenant,
  { name, alias, kind, description, members, owners = [] }: NewGroup,
): void {
  const domain = defaultDomain(tenant);
  const mailEnabled = kind !== "security";
  const group: Group = {
    id: idFor(tenant.displayName, "group", name),
    displayName: name,
    description,
    mailEnabled,
    mailNickname: alias,
    mail: mailEnabled ? `${alias}@${domain}` : null,
    securityEnabled: kind !== "distribution" && kind !== "microsoft365",
    groupTypes: kind === "microsoft365" ? ["Unified"] : [],
    visibility: kind === "microsoft365" ? "Private" : null,
    onPremisesSyncEnabled: kind === "syncedMailSecurity" ? true : null,
    securityIdentifier: securityIdentifier(tenant, name),
    members: new Set(members.map((member) => memberId(tenant, member))),
    owners: new Set(owners.map((owner) => memberId(tenant, owner))),
    other: { createdDateTime: CREATED, ...(mailEnabled && { proxyAddresses: [`SMTP:${alias}@${domain}`] }) },
  };
  tenant.groups.set(group.id, group);
  if (mailEnabled) addSecurityGroupRecipient(tenant, group);
}

function memberId(tenant: Tenant, name: string): string {
  const member =
    [...tenant.users.values()].find((user) => user.mailNickname === name) ??
    [...tenant.groups.values()].find((group) => group.displayName === name);
  if (!member) throw new Error(`The seed names '${name}' as a member, and there is no such user or group.`);
  return member.id;
}

function securityIdentifier(tenant: Tenant, name: string): string {
  const hex = idFor(tenant.displayName, "sid", name).replaceAll("-", "");
  const parts = [0, 8, 16, 24].map((start) => Number.parseInt(hex.slice(start, start + 8), 16));
  return ["S-1-12-1", ...parts].join("-");
}
