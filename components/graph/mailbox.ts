import type { Permission } from "./permissions";

/**
 * Application permissions by which an app can open mailboxes, and what confines each: an application access policy, a role of RBAC for
 * Applications, or neither. Sources: learn.microsoft.com/graph/auth-limit-mailbox-access and
 * learn.microsoft.com/exchange/permissions-exo/application-rbac.
 */
interface Confinement {
  /** Whether an application access policy filters the permission. */
  accessPolicy: boolean;
  /** The role of RBAC for Applications that grants the same. */
  role?: string;
}

const both = (name: string): [string, Confinement] => [name, { accessPolicy: true, role: `Application ${name}` }];
const roleOnly = (name: string, role = name): [string, Confinement] => [
  name,
  { accessPolicy: false, role: `Application ${role}` },
];
const unconfined = (name: string): [string, Confinement] => [name, { accessPolicy: false }];

const graphConfinement = new Map<string, Confinement>([
  both("Mail.Read"),
  both("Mail.ReadBasic"),
  ["Mail.ReadBasic.All", { accessPolicy: true, role: "Application Mail.ReadBasic" }],
  both("Mail.ReadWrite"),
  both("Mail.Send"),
  both("MailboxSettings.Read"),
  both("MailboxSettings.ReadWrite"),
  both("Calendars.Read"),
  both("Calendars.ReadWrite"),
  both("Contacts.Read"),
  both("Contacts.ReadWrite"),
  roleOnly("MailboxFolder.Read.All", "MailboxFolder.Read"),
  roleOnly("MailboxFolder.ReadWrite.All", "MailboxFolder.ReadWrite"),
  roleOnly("MailboxItem.Read.All", "MailboxItem.Read"),
  roleOnly("MailboxItem.ReadWrite.All", "MailboxItem.ReadWrite"),
  roleOnly("MailboxItem.Export.All", "MailboxItem.Export"),
  roleOnly("MailboxItem.ImportExport.All", "MailboxItem.ImportExport"),
  roleOnly("MailboxConfigItem.Read"),
  roleOnly("MailboxConfigItem.ReadWrite"),
  roleOnly("MailTips.ReadBasic.All"),
  roleOnly("Mail-Advanced.ReadWrite.All"),
  unconfined("Calendars.ReadBasic.All"),
  unconfined("Calendars.Read.All"),
  unconfined("Calendars.ReadWrite.All"),
]);

const exchangeConfinement = new Map<string, Confinement>([
  ["full_access_as_app", { accessPolicy: true, role: "Application EWS.AccessAsApp" }],
]);

function confinement(permission: Permission): Confinement | undefined {
  if (permission.kind !== "application") return undefined;
  if (permission.api === "Microsoft Graph") return graphConfinement.get(permission.name);
  if (permission.api === "Office 365 Exchange Online") return exchangeConfinement.get(permission.name);
  return undefined;
}

/** Whether the application permission lets an app open mailboxes of others. */
export function reachesMailboxes(permission: Permission): boolean {
  return confinement(permission) !== undefined;
}

/** Whether an application access policy filters the permission. */
export function isFilteredByAccessPolicy(permission: Permission): boolean {
  return confinement(permission)?.accessPolicy ?? false;
}

/** The role of RBAC for Applications that grants what the permission grants, or undefined where there is none. */
export function exchangeApplicationRole(permission: Permission): string | undefined {
  return confinement(permission)?.role;
}
