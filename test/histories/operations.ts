import fc from "fast-check";
import type { FaultPlan, Tenant } from "@consentra/sandbox/tenant";
import type { VendorAppArgs } from "consentra";
import { appId, type CrashPoint, type HistoryTenant } from "./tenant";
import { edits, type EditName } from "./hand-edits";

/** What declares the app's access, as a program would write it. */
export interface AccessArgs {
  mechanism: "accessPolicy" | "rbac";
  mailboxes: { allow: string[] } | { except: string[] } | { group: string } | { filter: string };
  permissions: ("Mail.Read" | "Calendars.Read" | "Contacts.Read" | "User.Read.All")[];
  /** @default - named after the component */
  groupAddress?: string;
  description: string;
}

/** What goes wrong while an operation runs. */
export interface Mishap {
  /** Of the model: the step dies. */
  crash?: CrashPoint;
  /** Of the real engine: it is killed with all that it started when it has written so often to the tenant. */
  killAt?: number;
  faults?: FaultPlan;
}

/** One thing that happens to the tenant. */
export type Operation =
  | ({ kind: "up"; access: AccessArgs; order: number } & Mishap)
  | ({ kind: "destroy"; order: number } & Mishap)
  | { kind: "edit"; edit: EditName };

const people = ["meganb@contoso.com", "pattif@contoso.com", "isaiahl@contoso.com", "nestorw@contoso.com"];
const existingGroup = "sales-mailboxes@contoso.com";
const filteredDepartment = "Sales";

/** The arguments of the vendor app. */
export function argsOf({ mechanism, mailboxes, permissions, groupAddress, description }: AccessArgs): VendorAppArgs {
  const choice =
    "allow" in mailboxes
      ? { allow: { members: mailboxes.allow } }
      : "except" in mailboxes
        ? { except: { members: mailboxes.except } }
        : "group" in mailboxes
          ? { allow: { group: mailboxes.group } }
          : { allow: { filter: mailboxes.filter } };
  return {
    vendor: "Vendor",
    clientId: appId,
    permissions: { application: permissions },
    mailboxScope: {
      ...choice,
      mechanism,
      description,
      // A group that is allowed is never one that is excepted: the component asks for another address.
      ...("allow" in mailboxes && groupAddress !== undefined && { groupAddress }),
    },
  };
}

/** Object IDs of the mailboxes that the app may reach. */
export function declaredReach(tenant: HistoryTenant, { mailboxes }: AccessArgs): Set<string> {
  const all = [...tenant.contoso.exchange.mailboxes.keys()];
  if ("allow" in mailboxes) return new Set(mailboxes.allow.map((each) => tenant.mailboxOf(each)));
  if ("except" in mailboxes) {
    const out = new Set(mailboxes.except.map((each) => tenant.mailboxOf(each)));
    return new Set(all.filter((each) => !out.has(each)));
  }
  if ("group" in mailboxes) return new Set(membersOf(tenant.contoso, mailboxes.group));
  return new Set(all.filter((each) => tenant.contoso.users.get(each)?.department === filteredDepartment));
}

function membersOf({ groups }: Tenant, address: string): string[] {
  return [...([...groups.values()].find((each) => each.mail === address)?.members ?? [])];
}

/** So many and no more, that what they declare is asked of the components once: disjoint, overlapping, and one within another. */
const [megan, patti, isaiah, nestor] = people as [string, string, string, string];
const allowed = [[megan], [patti], [megan, patti], [patti, isaiah, nestor]];
const excepted = [[megan], [patti, nestor]];
const mailboxesByGroup: fc.Arbitrary<AccessArgs["mailboxes"]>[] = [
  fc.constantFrom(...allowed).map((allow) => ({ allow })),
  fc.constantFrom(...excepted).map((except) => ({ except })),
  fc.constant({ group: existingGroup }),
];
const permissions = fc.constantFrom<AccessArgs["permissions"]>(
  ["Mail.Read"],
  ["Contacts.Read", "User.Read.All"],
  ["Mail.Read", "Calendars.Read"],
);
const common = {
  permissions,
  groupAddress: fc.constantFrom(undefined, "vendor-mailboxes@contoso.com"),
  description: fc.constantFrom("Vendor", "Vendor's access"),
};

export const access: fc.Arbitrary<AccessArgs> = fc.oneof(
  fc.record({ ...common, mechanism: fc.constant("accessPolicy"), mailboxes: fc.oneof(...mailboxesByGroup) }),
  fc.record({
    ...common,
    mechanism: fc.constant("rbac"),
    mailboxes: fc.oneof(...mailboxesByGroup, fc.constant({ filter: `Department -eq '${filteredDepartment}'` })),
  }),
);

export type Fault = FaultPlan["rules"][number]["fault"];
const phase = fc.constantFrom("before" as const, "after" as const);
const always = (given: Fault): fc.Arbitrary<Fault> => fc.constant(given);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant("throttle" as const), retryAfter: fc.constantFrom(1, 200) }),
  always({ kind: "throttle" }),
  fc.record({ kind: fc.constant("serverError" as const), when: phase }),
  fc.record({ kind: fc.constant("reset" as const), when: phase }),
  fc.record({
    kind: fc.constant("truncate" as const),
    length: fc.constantFrom("declared" as const, "shortened" as const),
  }),
  always({ kind: "lag", milliseconds: 5_000 }),
  always({ kind: "lag", milliseconds: 600_000 }),
  always({ kind: "clock", milliseconds: 7_200_000 }),
  always({ kind: "expireTokens" }),
  always({ kind: "revoke", permissions: ["Exchange.ManageAsApp"] }),
  always({ kind: "revoke", permissions: ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All"] }),
);
const rule: fc.Arbitrary<FaultPlan["rules"][number]> = fc.oneof(
  fc.record({
    when: fc.oneof(
      { weight: 3, arbitrary: fc.constant({ does: "write" as const }) },
      { weight: 1, arbitrary: fc.constantFrom({ service: "graph" as const }, { service: "exchange" as const }, {}) },
    ),
    nth: fc.integer({ min: 1, max: 8 }),
    count: fc.integer({ min: 1, max: 2 }),
    fault,
  }),
  fc.record({ probability: fc.constantFrom(0.05, 0.3), count: fc.constant(10), fault }),
);
const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc.record({ crash: fc.record({ request: fc.integer({ min: 1, max: 50 }), phase }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      faults: fc.record({ seed: fc.nat(1_000), rules: fc.array(rule, { minLength: 1, maxLength: 2 }) }),
    }),
  },
);
export const order = fc.nat(1_000_000);

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(access, order, mishap)
      .map(([declared, seed, more]): Operation => ({ kind: "up", access: declared, order: seed, ...more })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(order, mishap).map(([seed, more]): Operation => ({ kind: "destroy", order: seed, ...more })),
  },
  { weight: 3, arbitrary: fc.constantFrom(...edits).map((edit): Operation => ({ kind: "edit", edit })) },
);

export const history = fc.array(operation, { minLength: 1, maxLength: 8 });
