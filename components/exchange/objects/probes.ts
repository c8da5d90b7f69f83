import type { ExchangeObject } from "../transport";
import { isKind } from "./context";
import { sameText, text } from "./values";

/** Mailboxes by which a scope is seen to be in force. */
export interface Probes {
  inside: string[];
  outside: string[];
  /** Whether a mailbox outside was only taken to be outside, because the group holds groups whose members count as well. */
  unsure: boolean;
}

const mailboxTypes = new Set(["UserMailbox", "SharedMailbox", "RoomMailbox", "EquipmentMailbox"]);

/** A read of some mailboxes of the organisation, out of which one outside the scope is chosen. */
export const someMailboxes = {
  cmdlet: "Get-Recipient",
  parameters: { Filter: "RecipientTypeDetails -eq 'UserMailbox'" },
  first: 12,
};

/**
 * The mailboxes that were named, or else one of the group and up to three that are not in it.
 *
 * @param members of the scope's group
 * @param others some mailboxes of the organisation
 */
export function chooseProbes(
  named: { inside: readonly string[]; outside: readonly string[] },
  members: readonly ExchangeObject[],
  others: readonly ExchangeObject[],
): Probes {
  const addresses = members.map((each) => text(each.PrimarySmtpAddress));
  const isMember = (address: string) => addresses.some((each) => sameText(each, address));
  const inside = members.filter((each) => mailboxTypes.has(text(each.RecipientTypeDetails)));
  const outside = others.map((each) => text(each.PrimarySmtpAddress)).filter((each) => each !== "" && !isMember(each));
  return {
    inside:
      named.inside.length > 0 ? [...named.inside] : inside.slice(0, 1).map((each) => text(each.PrimarySmtpAddress)),
    outside: named.outside.length > 0 ? [...named.outside] : outside.slice(0, 3),
    unsure: named.outside.length === 0 && members.some((each) => /Group/.test(text(each.RecipientTypeDetails))),
  };
}

/** Where others scope the application as well, a mailbox outside this scope may be inside theirs. */
export function withoutOutside(probes: Probes): Probes {
  return { ...probes, outside: [] };
}

/** What a test cmdlet answered for one mailbox; undefined where the directory server does not know the mailbox. */
export type ProbeAnswer = { mailbox: string; reached: boolean | undefined; said: string };

/**
 * What is not yet as it should be.
 *
 * @param told how the answers are called, for people
 */
export function probeFaults(
  { inside, outside, unsure }: Probes,
  answers: readonly ProbeAnswer[],
  told: { reached: string; kept: string },
): string[] {
  const of = (mailbox: string) => answers.find((each) => each.mailbox === mailbox);
  const fault = (mailbox: string, expected: string) =>
    `${mailbox}: ${of(mailbox)?.said ?? "no answer"} instead of ${expected}`;
  const faults = inside.filter((each) => of(each)?.reached !== true).map((each) => fault(each, told.reached));
  const open = outside.filter((each) => of(each)?.reached !== false);
  // Members of groups within the group may be reached too; then one mailbox that is kept out proves the scope.
  const proven = unsure && open.length < outside.length;
  if (!proven) faults.push(...open.map((each) => fault(each, told.kept)));
  return faults;
}

/** Not found is no fault of a test: the mailbox has not reached the directory server that was asked. */
export function answerOrNotFound(answer: ExchangeObject[] | Error | undefined): ExchangeObject[] | undefined {
  if (answer instanceof Error) {
    if (isKind(answer, "notFound")) return undefined;
    throw answer;
  }
  return answer;
}
