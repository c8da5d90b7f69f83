import type { AccessArgs, Mishap, Operation } from "./operations";

const group = { group: "sales-mailboxes@contoso.com" };
const megan = ["meganb@contoso.com"];
const filter = { filter: "Department -eq 'Sales'" };

type Up = Partial<AccessArgs> & Pick<AccessArgs, "mechanism" | "mailboxes"> & Mishap & { order?: number };

/** An update. @param access by default Mail.Read, described as Vendor */
function up({ crash, faults, order = 0, ...access }: Up): Operation {
  return {
    kind: "up",
    access: { permissions: ["Mail.Read"], description: "Vendor", ...access },
    order,
    ...(crash && { crash }),
    ...(faults && { faults }),
  };
}

/** Histories that once ended otherwise than they should, each with what went wrong. */
export const knownHistories: Readonly<Record<string, readonly Operation[]>> = {
  "a role that an interrupted update assigned and the next one does not declare": [
    // When the role for calendars was assigned.
    up({
      mechanism: "rbac",
      mailboxes: group,
      permissions: ["Mail.Read", "Calendars.Read"],
      crash: { request: 24, phase: "after" },
    }),
    up({ mechanism: "rbac", mailboxes: { allow: megan }, permissions: ["Contacts.Read", "User.Read.All"] }),
  ],
  "a role of another permission that was assigned by hand": [
    up({ mechanism: "rbac", mailboxes: { allow: megan }, permissions: ["Contacts.Read", "User.Read.All"] }),
    { kind: "edit", edit: "add a foreign role assignment" },
    up({ mechanism: "rbac", mailboxes: { allow: megan }, permissions: ["Contacts.Read", "User.Read.All"] }),
  ],
  "a policy that one directory server only knows when the scope gets another group": [
    up({
      mechanism: "accessPolicy",
      mailboxes: group,
      faults: { seed: 315, rules: [{ probability: 0.3, count: 10, fault: { kind: "lag", milliseconds: 5000 } }] },
    }),
    up({ mechanism: "accessPolicy", mailboxes: group, crash: { request: 2, phase: "before" } }),
    up({ mechanism: "accessPolicy", mailboxes: { allow: megan } }),
    up({ mechanism: "rbac", mailboxes: filter, crash: { request: 1, phase: "before" } }),
  ],
  "a policy that one directory server only knows while consent is given": [
    up({
      mechanism: "accessPolicy",
      mailboxes: group,
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
    }),
    up({ mechanism: "accessPolicy", mailboxes: { allow: megan } }),
    { kind: "destroy", order: 0, crash: { request: 1, phase: "before" } },
  ],
  "a pointer whose new name one directory server only knows": [
    up({ mechanism: "rbac", mailboxes: filter, crash: { request: 12, phase: "before" } }),
    up({
      mechanism: "rbac",
      mailboxes: { except: megan },
      description: "Vendor's access",
      faults: {
        seed: 0,
        rules: [{ when: { does: "write" }, nth: 1, count: 2, fault: { kind: "lag", milliseconds: 600000 } }],
      },
    }),
    up({ mechanism: "rbac", mailboxes: filter }),
  ],
  "a consent that was taken away by hand, as an error said, and is in the state": [
    up({
      mechanism: "rbac",
      mailboxes: group,
      permissions: ["Contacts.Read", "User.Read.All"],
      crash: { request: 2, phase: "after" },
    }),
    up({
      mechanism: "accessPolicy",
      mailboxes: { except: megan },
      permissions: ["Contacts.Read", "User.Read.All"],
      crash: { request: 13, phase: "after" },
    }),
  ],
  "a management scope of an interrupted update, whose filter was changed by hand": [
    up({ mechanism: "rbac", mailboxes: { except: megan }, crash: { request: 18, phase: "after" } }),
    { kind: "edit", edit: "change the management scope" },
  ],
  "a policy of an interrupted update, whose description was changed by hand": [
    up({ mechanism: "rbac", mailboxes: { allow: megan }, crash: { request: 8, phase: "after" } }),
    up({ mechanism: "accessPolicy", mailboxes: { allow: megan }, crash: { request: 14, phase: "after" } }),
    { kind: "edit", edit: "describe the policies otherwise" },
  ],
  "a group that an interrupted destroy was about to remove": [
    up({ mechanism: "rbac", mailboxes: { except: megan }, order: 300249 }),
    { kind: "destroy", order: 0, crash: { request: 14, phase: "before" } },
  ],
};
