/**
 * The roles that applications can have, with the permissions that each gives.
 *
 * @see https://learn.microsoft.com/exchange/permissions-exo/application-rbac#supported-application-roles
 */
const same = (name: string): [string, string[]] => [`Application ${name}`, [name]];
const all = (name: string): [string, string[]] => [`Application ${name}`, [`${name}.All`]];

export const applicationRoles: ReadonlyMap<string, readonly string[]> = new Map([
  same("Mail.Read"),
  same("Mail.ReadBasic"),
  same("Mail.ReadWrite"),
  same("Mail.Send"),
  same("MailboxSettings.Read"),
  same("MailboxSettings.ReadWrite"),
  same("Calendars.Read"),
  same("Calendars.ReadWrite"),
  same("Contacts.Read"),
  same("Contacts.ReadWrite"),
  all("MailboxFolder.Read"),
  all("MailboxFolder.ReadWrite"),
  all("MailboxItem.Read"),
  all("MailboxItem.ReadWrite"),
  all("MailboxItem.Export"),
  all("MailboxItem.ImportExport"),
  ["Application Mail Full Access", ["Mail.ReadWrite", "Mail.Send"]],
  [
    "Application Exchange Full Access",
    ["Mail.ReadWrite", "Mail.Send", "MailboxSettings.ReadWrite", "Calendars.ReadWrite", "Contacts.ReadWrite"],
  ],
  same("EWS.AccessAsApp"),
  same("SMTP.SendAsApp"),
  same("MailboxConfigItem.Read"),
  same("MailboxConfigItem.ReadWrite"),
  same("MailTips.ReadBasic.All"),
  same("Mail-Advanced.ReadWrite.All"),
]);

/** Permissions that a role gives an application; none where it is an administrator's role. */
export const permissionsOfRole = (role: string): readonly string[] => applicationRoles.get(role) ?? [];

export const isApplicationRole = (role: string): boolean => applicationRoles.has(role);
