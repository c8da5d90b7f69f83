import type { Operation } from "./operations";

/** Histories that once ended otherwise than they should, each with what went wrong. */
export const knownHistories: Readonly<Record<string, readonly Operation[]>> = {
  "a role that an interrupted update assigned and the next one does not declare": [
    {
      kind: "up",
      access: {
        mechanism: "rbac",
        mailboxes: { group: "sales-mailboxes@contoso.com" },
        permissions: ["Mail.Read", "Calendars.Read"],
        description: "Vendor",
      },
      order: 0,
      // When the role for calendars was assigned.
      crash: { request: 24, phase: "after" },
    },
    {
      kind: "up",
      access: {
        mechanism: "rbac",
        mailboxes: { allow: ["meganb@contoso.com"] },
        permissions: ["Contacts.Read", "User.Read.All"],
        description: "Vendor",
      },
      order: 0,
    },
  ],
  "a role of another permission that was assigned by hand": [
    {
      kind: "up",
      access: {
        mechanism: "rbac",
        mailboxes: { allow: ["meganb@contoso.com"] },
        permissions: ["Contacts.Read", "User.Read.All"],
        description: "Vendor",
      },
      order: 0,
    },
    { kind: "edit", edit: "add a foreign role assignment" },
    {
      kind: "up",
      access: {
        mechanism: "rbac",
        mailboxes: { allow: ["meganb@contoso.com"] },
        permissions: ["Contacts.Read", "User.Read.All"],
        description: "Vendor",
      },
      order: 0,
    },
  ],
};
