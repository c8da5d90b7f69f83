import { CALLPLEASE_APP_ID } from "@consentra/sandbox/tenant";
import {
  adele,
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
  type Permissions,
  type Scope,
} from "./declarations";

/** Two stacks that stand, and both change what they declare. */
export interface Crossing {
  title: string;
  before: readonly [Declaration, Declaration];
  now: readonly [Declaration, Declaration];
  /** Whether the tenant has the service principal already, which both adopt. */
  principal?: "there";
}

/** Two applications: what each lets in, if anything. */
const apart = (one: Scope | undefined, two: Scope | undefined): readonly [Declaration, Declaration] => [
  vendor("people-ai", one),
  vendor("callplease", two, { clientId: CALLPLEASE_APP_ID }),
];

/** One application that both scope, each for permissions of its own. */
const together = (
  one: Scope | undefined,
  two: Scope | undefined,
  [ofOne, ofTwo]: readonly [Permissions?, Permissions?] = [],
): readonly [Declaration, Declaration] => [
  adopting("people-ai", one && { ...one, shared: true }, ofOne),
  adopting("mail-archive", two && { ...two, shared: true }, ofTwo ?? ["Calendars.Read"]),
];

const ofTheFirst = groupOf("people-ai");
const at = (scope: Scope, groupAddress: string): Scope => ({ ...scope, groupAddress });

export const crossings: readonly Crossing[] = [
  {
    title: "members change while another stack's policy comes to their group",
    before: apart(allow(megan), allow(adele)),
    now: apart(allow(patti), { allow: { group: ofTheFirst } }),
  },
  {
    title: "members change while another stack's policy leaves their group",
    before: apart(allow(megan), { allow: { group: ofTheFirst } }),
    now: apart(allow(patti), allow(adele)),
  },
  {
    title: "a scope goes while another stack's policy comes to its group",
    before: apart(allow(megan), allow(adele)),
    now: apart(undefined, { allow: { group: ofTheFirst } }),
  },
  {
    title: "a scope goes while another stack's policy leaves its group for more mailboxes",
    before: apart(allow(megan), { allow: { group: ofTheFirst } }),
    now: apart(undefined, allow(megan, patti)),
  },
  {
    title: "a scope goes while another stack's exception comes to its group",
    before: apart(allow(megan), except(megan, adele)),
    now: apart(undefined, { except: { group: ofTheFirst } }),
  },
  {
    title: "an exception goes while another stack's exception leaves its group",
    before: apart(except(megan), { except: { group: groupOf("people-ai-except") } }),
    now: apart(allow(patti), except(megan, adele)),
  },
  {
    title: "a group takes the address that another stack's group gives up",
    before: apart(at(allow(megan), "one@contoso.com"), at(allow(adele), "two@contoso.com")),
    now: apart(at(allow(megan), "two@contoso.com"), at(allow(adele, patti), "three@contoso.com")),
  },
  {
    title: "two groups change to each other's addresses",
    before: apart(at(allow(megan), "one@contoso.com"), at(allow(adele), "two@contoso.com")),
    now: apart(at(allow(megan), "two@contoso.com"), at(allow(adele, patti), "one@contoso.com")),
  },
  {
    title: "one application: a scope goes while the other stack's lets in more",
    before: together(allow(megan), allow(patti)),
    now: together(undefined, allow(patti, adele)),
    principal: "there",
  },
  {
    title: "one application: a scope goes while the other stack's group is excepted instead of allowed",
    before: together(allow(megan), { allow: { group: existingGroup } }),
    now: together(undefined, { except: { group: existingGroup } }),
    principal: "there",
  },
  {
    title: "one application: a consent goes from one stack to the other",
    before: together(allow(megan), allow(patti)),
    now: together(undefined, allow(patti), [["User.Read.All"], ["Calendars.Read", "Mail.Read"]]),
    principal: "there",
  },
  {
    title: "both change from policies to roles, the second by the group of the first",
    before: apart(allow(megan), { allow: { group: ofTheFirst } }),
    now: apart(rbac(allow(megan, patti)), rbac({ allow: { group: ofTheFirst } })),
  },
  {
    title: "one application: a policy becomes roles while the other stack's policy lets in more",
    before: together(allow(megan), allow(patti)),
    now: together(rbac(allow(megan)), allow(patti, adele)),
    principal: "there",
  },
  {
    title: "one application: roles become a policy while the other stack's roles are for more mailboxes",
    before: together(rbac(allow(megan)), rbac(allow(patti))),
    now: together(allow(megan), rbac(allow(patti, adele))),
    principal: "there",
  },
  {
    title: "one application: a policy becomes roles while the other stack's roles become a policy",
    before: together(allow(megan), rbac(allow(patti))),
    now: together(rbac(allow(megan)), allow(patti)),
    principal: "there",
  },
  {
    title: "roles: a scope goes while another stack's exception comes to its group",
    before: apart(allow(megan), rbac(except(megan, adele))),
    now: apart(undefined, rbac({ except: { group: ofTheFirst } })),
  },
  {
    title: "roles: a scope goes while another stack's exception leaves its group",
    before: apart(allow(megan), rbac({ except: { group: ofTheFirst } })),
    now: apart(undefined, rbac(except(megan, adele))),
  },
];
