import type { HandOff } from "consentra/handoff";
import { UsageError } from "../exit";
import type { AppClient } from "./app-client";
import { collectionsOf, comparePermissions, judgeInside, judgeOutside, mechanismOf, type Finding } from "./report";

/** By which mailboxes the scope is tried. */
export interface Probes {
  inside: string;
  /** Absent where every mailbox is inside. */
  outside?: string;
}

/**
 * The mailboxes that were named, else the first of the scope and one found by listing users.
 *
 * @returns undefined where no permission opens mailboxes
 * @throws UsageError where one has to be named
 */
export async function chooseProbes(
  handOff: HandOff,
  client: AppClient,
  named: Partial<Probes>,
): Promise<Probes | undefined> {
  if (collectionsOf(handOff).length === 0) return undefined;
  const scope = handOff.mailboxScope;
  const members = (scope?.mailboxes ?? []).map((each) => each.toLowerCase());
  const listed = named.inside && named.outside ? undefined : await client.memberAddresses();
  const others = listed?.filter((each) => !members.includes(each));
  const excepting = scope?.mode === "except";
  const inside = named.inside ?? (excepting ? others?.[0] : (members[0] ?? undefined));
  if (inside === undefined)
    throw new UsageError("which mailbox the app has to reach cannot be told: name one with --inside");
  if (scope?.mode === "everyone") return { inside };
  const outside = named.outside ?? (excepting ? members[0] : scope?.mailboxes.length === 0 ? undefined : others?.[0]);
  if (outside === undefined) {
    throw new UsageError(
      "which mailbox the app must not reach cannot be told (it may not list users, or the scope is a group of your own): name one with --outside",
    );
  }
  return { inside, outside };
}

/** What one look at the token and the mailboxes gave. */
export interface Look {
  permissions: Finding[];
  mailboxes: Finding[];
  /** Whether there is a difference that time does not mend: a mailbox that is not there. */
  hopeless: boolean;
}

/** Reads the mailboxes once, as the app. */
export async function look(handOff: HandOff, client: AppClient, probes: Probes | undefined): Promise<Look> {
  const permissions = comparePermissions(handOff, client.roles);
  const mailboxes: Finding[] = [];
  let hopeless = false;
  for (const side of ["inside", "outside"] as const) {
    const mailbox = probes?.[side];
    if (mailbox === undefined) continue;
    const judge = side === "inside" ? judgeInside : judgeOutside;
    for (const collection of collectionsOf(handOff)) {
      const read = await client.read(mailbox, collection);
      mailboxes.push(judge(read, mechanismOf(handOff)));
      hopeless ||= read.status === 404;
    }
  }
  return { permissions, mailboxes, hopeless };
}
