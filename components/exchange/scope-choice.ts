import type { DirectoryRequest } from "../directory";
import type { Faults } from "../faults";

/** Mailboxes by name, or an existing group of them. Exactly one of both. */
export interface ScopeMembers {
  /** Addresses of mailboxes: a group of them is made. */
  members?: string[];
  /** An existing mail-enabled security group: its address. It is used as it is and never changed. */
  group?: string;
}

/** Which mailboxes an app may reach: exactly one of the three. */
export interface MailboxScopeChoice {
  /** Only these. */
  allow?: ScopeMembers;
  /** All but these. */
  except?: ScopeMembers;
  /** Every mailbox, with the reason why it has to be so; policy packs judge it. */
  everyone?: { reason: string };
}

export type ScopeMode = "allow" | "except" | "everyone";

export function scopeMode(choice: MailboxScopeChoice): ScopeMode {
  if (choice.everyone) return "everyone";
  return choice.except ? "except" : "allow";
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
  for (const kind of ["allow", "except"] as const) {
    const members = choice[kind];
    if (members) checkMembers(members, `${path}.${kind}`, faults);
  }
}

function checkMembers({ members, group }: ScopeMembers, path: string, faults: Faults): void {
  if ((members === undefined) === (group === undefined)) {
    faults.add(path, members ? "both" : undefined, "exactly one of members and group", "name mailboxes or a group");
    return;
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
    ...(members.group !== undefined && { scopeGroups: [{ path: `${path}.${kind}.group`, value: members.group }] }),
  };
}
