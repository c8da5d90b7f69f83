import { CALLPLEASE_APP_ID, PEOPLE_AI_APP_ID } from "@consentra/sandbox/tenant";
import { VendorApp, type VendorAppArgs } from "consentra";
import type { HistoryTenant } from "../histories/tenant";

/** What one of two stacks declares on the tenant. */
export interface Declaration {
  /** Name of the component. */
  name: string;
  args: VendorAppArgs;
}

/** Two stacks that touch the same. */
export interface Scenario {
  title: string;
  first: Declaration;
  second: Declaration;
  /** Whether the tenant has the service principal already, which both adopt. */
  principal?: "there";
  /** Whether both can stand beside each other. */
  together: "both" | "one";
  /** The second uses what the first makes: it can only be declared while that is there, and has nothing to stand on when it is gone. */
  secondNeedsFirst?: true;
}

type Permissions = ("Mail.Read" | "Calendars.Read")[];
type Scope = NonNullable<VendorAppArgs["mailboxScope"]>;

const megan = "meganb@contoso.com";
const patti = "pattif@contoso.com";
const existingGroup = "sales-mailboxes@contoso.com";

const vendor = (
  name: string,
  mailboxScope: Scope,
  given: { clientId?: string; application?: Permissions; adopt?: boolean } = {},
): Declaration => ({
  name,
  args: {
    vendor: "Vendor",
    clientId: given.clientId ?? PEOPLE_AI_APP_ID,
    permissions: { application: given.application ?? ["Mail.Read"] },
    mailboxScope,
    ...(given.adopt && { adopt: true }),
  },
});
const rbac = (scope: Scope): Scope => ({ ...scope, mechanism: "rbac" });
const allow = (...members: string[]): Scope => ({ allow: { members } });
const adopting = (name: string, scope: Scope, application?: Permissions) =>
  vendor(name, scope, { adopt: true, ...(application && { application }) });
const shared = { principal: "there", together: "one" } as const;

export const scenarios: readonly Scenario[] = [
  {
    title: "the same configuration in two stacks",
    first: vendor("people-ai", allow(megan)),
    second: vendor("people-ai", allow(megan)),
    together: "one",
  },
  {
    title: "one group address, more members in the second",
    first: adopting("people-ai", allow(megan)),
    second: adopting("people-ai", allow(megan, patti)),
    ...shared,
  },
  {
    title: "one group address, two applications",
    first: vendor("people-ai", allow(megan)),
    second: vendor("people-ai", allow(megan, patti), { clientId: CALLPLEASE_APP_ID }),
    together: "one",
  },
  {
    title: "one application, two groups",
    first: adopting("people-ai", allow(megan)),
    second: adopting("mail-archive", allow(patti)),
    ...shared,
  },
  {
    title: "one application, allowed in one and excepted in the other",
    first: adopting("people-ai", allow(megan)),
    second: adopting("mail-archive", { except: { members: [megan] } }),
    ...shared,
  },
  {
    title: "one application and one group that was there",
    first: adopting("people-ai", { allow: { group: existingGroup } }),
    second: adopting("people-ai", { allow: { group: existingGroup } }),
    ...shared,
  },
  {
    title: "two applications and one group that was there",
    first: vendor("people-ai", { allow: { group: existingGroup } }),
    second: vendor("callplease", { allow: { group: existingGroup } }, { clientId: CALLPLEASE_APP_ID }),
    together: "both",
  },
  {
    title: "the second uses the group of the first",
    first: vendor("people-ai", allow(megan)),
    second: vendor(
      "callplease",
      { allow: { group: "app-scope-people-ai@contoso.com" } },
      { clientId: CALLPLEASE_APP_ID },
    ),
    together: "both",
    secondNeedsFirst: true,
  },
  {
    title: "roles: one component name",
    first: adopting("people-ai", rbac(allow(megan))),
    second: adopting("people-ai", rbac(allow(megan))),
    ...shared,
  },
  {
    title: "roles: one role for two groups",
    first: adopting("people-ai", rbac(allow(megan))),
    second: adopting("mail-archive", rbac(allow(patti))),
    principal: "there",
    together: "one",
  },
  {
    title: "roles: two roles for two groups",
    first: adopting("people-ai", rbac(allow(megan))),
    second: adopting("mail-archive", rbac(allow(patti)), ["Calendars.Read"]),
    principal: "there",
    together: "one",
  },
];

/** A service principal that one stack makes, and another adopts for something that reaches no mailbox. */
export const adopted: Scenario = {
  title: "the second adopts the service principal that the first makes",
  first: vendor("people-ai", allow(megan)),
  second: {
    name: "reporting",
    args: {
      vendor: "Vendor",
      clientId: PEOPLE_AI_APP_ID,
      permissions: { application: ["User.Read.All"] },
      adopt: true,
    },
  },
  together: "both",
};

export function declare({ name, args }: Declaration): void {
  new VendorApp(name, args);
}

/** Mailboxes that a declaration lets its application reach. */
export function declaredReach(tenant: HistoryTenant, { args }: Declaration): { clientId: string; mailboxes: string[] } {
  const { allow: allowed, except } = args.mailboxScope ?? {};
  const all = [...tenant.contoso.exchange.mailboxes.keys()];
  const idsOf = (members: readonly string[]) => members.map((each) => tenant.mailboxOf(each));
  const groupMembers = (address: string): string[] =>
    address === existingGroup
      ? [...([...tenant.contoso.groups.values()].find(({ mail }) => mail === address)?.members ?? [])]
      : idsOf([megan]);
  const mailboxes = except
    ? all.filter((each) => !idsOf(except.members ?? []).includes(each))
    : allowed?.members
      ? idsOf(allowed.members)
      : allowed?.group !== undefined
        ? groupMembers(allowed.group)
        : all.filter((each) => tenant.contoso.users.get(each)?.department === "Sales");
  return { clientId: args.clientId as string, mailboxes };
}
