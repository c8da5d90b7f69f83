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
  "a policy that one directory server only knows when the scope gets another group": [
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "accessPolicy",
        mailboxes: { group: "sales-mailboxes@contoso.com" },
      },
      order: 0,
      faults: { seed: 315, rules: [{ probability: 0.3, count: 10, fault: { kind: "lag", milliseconds: 5000 } }] },
    },
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "accessPolicy",
        mailboxes: { group: "sales-mailboxes@contoso.com" },
      },
      order: 0,
      crash: { request: 2, phase: "before" },
    },
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "accessPolicy",
        mailboxes: { allow: ["meganb@contoso.com"] },
      },
      order: 0,
    },
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "rbac",
        mailboxes: { filter: "Department -eq 'Sales'" },
      },
      order: 0,
      crash: { request: 1, phase: "before" },
    },
  ],
  "a policy that one directory server only knows while consent is given": [
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "accessPolicy",
        mailboxes: { group: "sales-mailboxes@contoso.com" },
      },
      order: 70094,
      faults: {
        seed: 603,
        rules: [
          { probability: 0.3, count: 10, fault: { kind: "lag", milliseconds: 5000 } },
          {
            probability: 0.05,
            count: 10,
            fault: { kind: "revoke", permissions: ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All"] },
          },
        ],
      },
    },
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "accessPolicy",
        mailboxes: { allow: ["meganb@contoso.com"] },
      },
      order: 0,
    },
    { kind: "destroy", order: 0, crash: { request: 1, phase: "before" } },
  ],
  "a pointer whose new name one directory server only knows": [
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "rbac",
        mailboxes: { filter: "Department -eq 'Sales'" },
      },
      order: 0,
      crash: { request: 12, phase: "before" },
    },
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor's access",
        mechanism: "rbac",
        mailboxes: { except: ["meganb@contoso.com"] },
      },
      order: 0,
      faults: {
        seed: 0,
        rules: [{ when: { does: "write" }, nth: 1, count: 2, fault: { kind: "lag", milliseconds: 600000 } }],
      },
    },
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "rbac",
        mailboxes: { filter: "Department -eq 'Sales'" },
      },
      order: 0,
    },
  ],
  "a consent that was taken away by hand, as an error said, and is in the state": [
    {
      kind: "up",
      access: {
        permissions: ["Contacts.Read", "User.Read.All"],
        description: "Vendor",
        mechanism: "rbac",
        mailboxes: { group: "sales-mailboxes@contoso.com" },
      },
      order: 0,
      crash: { request: 2, phase: "after" },
    },
    {
      kind: "up",
      access: {
        permissions: ["Contacts.Read", "User.Read.All"],
        description: "Vendor",
        mechanism: "accessPolicy",
        mailboxes: { except: ["meganb@contoso.com"] },
      },
      order: 0,
      crash: { request: 13, phase: "after" },
    },
  ],
  "a management scope of an interrupted update, whose filter was changed by hand": [
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "rbac",
        mailboxes: { except: ["meganb@contoso.com"] },
      },
      order: 0,
      crash: { request: 18, phase: "after" },
    },
    { kind: "edit", edit: "change the management scope" },
  ],
  "a policy of an interrupted update, whose description was changed by hand": [
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "rbac",
        mailboxes: { allow: ["meganb@contoso.com"] },
      },
      order: 0,
      crash: { request: 8, phase: "after" },
    },
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "accessPolicy",
        mailboxes: { allow: ["meganb@contoso.com"] },
      },
      order: 0,
      crash: { request: 14, phase: "after" },
    },
    { kind: "edit", edit: "describe the policies otherwise" },
  ],
  "a group that an interrupted destroy was about to remove": [
    {
      kind: "up",
      access: {
        permissions: ["Mail.Read"],
        description: "Vendor",
        mechanism: "rbac",
        mailboxes: { except: ["meganb@contoso.com"] },
      },
      order: 300249,
    },
    { kind: "destroy", order: 0, crash: { request: 14, phase: "before" } },
  ],
};
