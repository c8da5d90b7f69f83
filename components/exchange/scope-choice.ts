import type { DirectoryRequest } from "../directory";
import type { Faults } from "../faults";
import { reachesMailboxes, type Permission } from "../graph";
import { opathFault } from "./opath";
import type { SettleArgs } from "./settle";

/** Mailboxes by name, or what holds them already. Exactly one of these. */
export interface ScopeMembers {
  /** Addresses of mailboxes: a group of them is made. */
  members?: string[];
  /**
   * An existing group: its address. It is used as it is and never changed. An access policy takes a mail-enabled security group; RBAC for
   * Applications takes distribution lists and Microsoft 365 groups too, and counts direct members only.
   */
  group?: string;
  /** Object ID of an administrative unit; with `allow` and RBAC for Applications only. */
  administrativeUnit?: string;
  /** Which recipients, as an OPATH filter, e.g. `CustomAttribute1 -eq 'Sales'`; with `allow` and RBAC for Applications only. */
  filter?: string;
}

/**
 * What confines the application. `accessPolicy`: an application access policy, which filters what was consented to in Entra. `rbac`: RBAC for
 * Applications, which Microsoft recommends: roles with a scope, which grant on their own instead of the consent.
 */
export type ScopeMechanism = "accessPolicy" | "rbac";

/** Which mailboxes an app may reach: exactly one of the three. */
export interface MailboxScopeChoice {
  /** Only these. */
  allow?: ScopeMembers;
  /** All but these. */
  except?: ScopeMembers;
  /** Every mailbox, with the reason why it has to be so; policy packs judge it. */
  everyone?: { reason: string };
  /** @default "accessPolicy" */
  mechanism?: ScopeMechanism;
  /** How long consent waits for the scope. @default - until Exchange's own test cmdlets say that it is in force, at most five minutes */
  settle?: SettleArgs;
  /**
   * Whether another scope of the same application is left alone: its policies and roles add up with this one's. Else they are an error on create;
   * what was made by hand later is removed. Each of the scopes has to say so.
   *
   * @default false
   */
  shared?: boolean;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type ScopeMode = "allow" | "except" | "everyone";

export function scopeMode(choice: MailboxScopeChoice): ScopeMode {
  if (choice.everyone) return "everyone";
  return choice.except ? "except" : "allow";
}

/** Whether Exchange's roles give the permission, so that it must not be consented to in Entra as well. */
export function isGivenByRole(permission: Permission, choice: MailboxScopeChoice | undefined): boolean {
  return choice?.mechanism === "rbac" && reachesMailboxes(permission);
}

/** Notes what is wrong with a choice that can be seen without the tenant. */
export function checkScopeChoice(choice: MailboxScopeChoice, path: string, faults: Faults): void {
  const given = (["allow", "except", "everyone"] as const).filter((each) => choice[each] !== undefined);
  if (given.length !== 1) {
    faults.add(
      path,
      given.length === 0 ? undefined : given.join(" and "),
      "exactly one of allow, except, everyone",
      "decide which mailboxes the app may reach",
    );
  }
  if (choice.everyone && choice.everyone.reason.trim().length < 10) {
    faults.add(
      `${path}.everyone.reason`,
      choice.everyone.reason,
      "a reason of at least ten characters",
      "write down why the app has to reach every mailbox",
    );
  }
  checkMechanism(choice, path, faults);
  for (const kind of ["allow", "except"] as const) {
    const members = choice[kind];
    if (members) checkMembers(members, kindsOf(choice, kind), `${path}.${kind}`, faults);
  }
}

function checkMechanism({ mechanism, everyone, settle }: MailboxScopeChoice, path: string, faults: Faults): void {
  // A value from a stack's configuration is whatever somebody wrote there.
  if (mechanism !== undefined && !["accessPolicy", "rbac"].includes(mechanism)) {
    faults.add(`${path}.mechanism`, mechanism, "accessPolicy or rbac", "choose what confines the application");
  }
  if (mechanism === "rbac" && everyone) {
    faults.add(
      `${path}.mechanism`,
      mechanism,
      "nothing beside `everyone`",
      "a role without a scope is no confinement; leave the mechanism away, then consent in Entra reaches every mailbox",
    );
  }
  for (const key of ["minutes", "limitMinutes"] as const) {
    const value = settle?.[key];
    if (value !== undefined && !(value >= 0 && value <= 24 * 60))
      faults.add(`${path}.settle.${key}`, value, "minutes, at most a day", "shorten it");
  }
}

const memberKinds = ["members", "group", "administrativeUnit", "filter"] as const;
type MemberKind = (typeof memberKinds)[number];

/** What a scope may be made of: exceptions, and an access policy, need a group. */
function kindsOf({ mechanism }: MailboxScopeChoice, kind: "allow" | "except"): readonly MemberKind[] {
  return mechanism === "rbac" && kind === "allow" ? memberKinds : ["members", "group"];
}

function checkMembers(choice: ScopeMembers, allowed: readonly MemberKind[], path: string, faults: Faults): void {
  const given = memberKinds.filter((each) => choice[each] !== undefined);
  const [only] = given;
  if (given.length !== 1 || !only || !allowed.includes(only)) {
    const expected = `exactly one of ${allowed.join(", ").replace(/, ([a-zA-Z]+)$/, " and $1")}`;
    const rbacOnly = given.some((each) => !allowed.includes(each));
    faults.add(
      path,
      given.length === 0 ? undefined : given.join(" and "),
      expected,
      rbacOnly ? "use `allow` with `mechanism: rbac`, or name mailboxes or a group" : "name mailboxes or a group",
    );
    return;
  }
  const { members, administrativeUnit, filter } = choice;
  if (administrativeUnit !== undefined && !guid.test(administrativeUnit)) {
    faults.add(
      `${path}.administrativeUnit`,
      administrativeUnit,
      "the object ID of an administrative unit",
      "copy it from the Entra admin center",
    );
  }
  const filterFault = filter === undefined ? undefined : opathFault(filter);
  if (filterFault !== undefined) {
    faults.add(`${path}.filter`, filter, "an OPATH filter such as CustomAttribute1 -eq 'Sales'", filterFault);
  }
  if (members?.length === 0) {
    faults.add(`${path}.members`, members, "at least one mailbox", "name the mailboxes; an empty scope is a mistake");
  }
  const seen = new Set<string>();
  for (const [index, member] of (members ?? []).entries()) {
    const key = member.trim().toLowerCase();
    if (seen.has(key)) faults.add(`${path}.members[${index}]`, member, "each mailbox once", "remove one");
    seen.add(key);
  }
}

/** What a look-up has to find for a choice. */
export function scopeRequest(
  choice: MailboxScopeChoice,
  path: string,
): Pick<DirectoryRequest, "mailboxes" | "scopeGroups"> {
  const kind = choice.except ? "except" : "allow";
  const members = choice[kind];
  if (!members) return {};
  return {
    mailboxes: (members.members ?? []).map((value, index) => ({ path: `${path}.${kind}.members[${index}]`, value })),
    ...(members.group !== undefined && {
      scopeGroups: [
        {
          path: `${path}.${kind}.group`,
          value: members.group,
          ...(choice.mechanism === "rbac" && { directMembersOnly: true as const }),
        },
      ],
    }),
  };
}
