import { CALLPLEASE_APP_ID, PEOPLE_AI_APP_ID } from "@consentra/sandbox/tenant";
import {
  adopting,
  allow,
  except,
  existingGroup,
  groupOf,
  megan,
  patti,
  rbac,
  vendor,
  type Declaration,
} from "./declarations";

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
    second: adopting("mail-archive", except(megan)),
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
    second: vendor("callplease", { allow: { group: groupOf("people-ai") } }, { clientId: CALLPLEASE_APP_ID }),
    together: "both",
    secondNeedsFirst: true,
  },
  {
    title: "the second excepts the group of the first",
    first: vendor("people-ai", allow(megan)),
    second: vendor("callplease", { except: { group: groupOf("people-ai") } }, { clientId: CALLPLEASE_APP_ID }),
    together: "both",
    secondNeedsFirst: true,
  },
  {
    title: "roles: the second uses the group of the first",
    first: vendor("people-ai", rbac(allow(megan))),
    second: vendor("callplease", rbac({ allow: { group: groupOf("people-ai") } }), { clientId: CALLPLEASE_APP_ID }),
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
  {
    title: "roles: one filter",
    first: adopting("people-ai", rbac({ allow: { filter: "Department -eq 'Sales'" } })),
    second: adopting("mail-archive", rbac({ allow: { filter: "Department -eq 'Sales'" } })),
    principal: "there",
    together: "both",
  },
  {
    title: "a policy in one, roles in the other",
    first: adopting("people-ai", allow(megan)),
    second: adopting("mail-archive", rbac(allow(patti))),
    ...shared,
  },
  {
    title: "one application on purpose: a policy in one, roles in the other",
    first: adopting("people-ai", { ...allow(megan), shared: true }),
    second: adopting("mail-archive", rbac({ ...allow(patti), shared: true })),
    principal: "there",
    together: "both",
  },
  {
    title: "roles: the second excepts the group of the first",
    first: vendor("people-ai", allow(megan)),
    second: vendor("callplease", rbac({ except: { group: groupOf("people-ai") } }), { clientId: CALLPLEASE_APP_ID }),
    together: "both",
    secondNeedsFirst: true,
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
