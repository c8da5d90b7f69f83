import { frameworks } from "@consentra/policy-kit";
import { permissionPolicy } from "./permission-policy";
import { leastPrivilegeUrl } from "./room";

/** Permissions that vendors ask for although a narrower one does: what each is mostly used for, and what suffices. */
const suffices: Readonly<Record<string, string>> = {
  "Directory.Read.All":
    "it reads the whole directory, roles, devices and policies included. To synchronise users User.Read.All is enough, for groups " +
    "GroupMember.Read.All, for mail contacts OrgContact.Read.All.",
  "Group.Read.All":
    "it reads the conversations and files of Microsoft 365 groups too. For names and members GroupMember.Read.All is enough.",
  "Files.Read.All":
    "it reads every file of everybody. For chosen files or libraries use Files.SelectedOperations.Selected.",
  "Sites.Read.All": "it reads every site. For chosen sites use Sites.Selected.",
  "Mail.ReadWrite": "it changes and deletes mail. To read it Mail.Read is enough.",
  "Calendars.ReadWrite": "it changes and deletes appointments. To read them Calendars.Read is enough.",
  "Contacts.ReadWrite": "it changes and deletes contacts. To read them Contacts.Read is enough.",
};

/** A permission that is wider than what such apps need is a decision with an end. */
export const narrowerPermissionSuffices = permissionPolicy({
  name: "narrower-permission-suffices",
  displayName: "No wider permission than needed",
  description:
    "Where a narrower application permission does what such apps need, the wider one needs a dated exception.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.leastPrivilege,
  url: leastPrivilegeUrl,
  remediationSteps:
    "Use the narrower permission that is named, or except the wider one for a time in the pack's configuration.",
  fault: ({ name, kind }) => (kind === "application" ? suffices[name] : undefined),
});
