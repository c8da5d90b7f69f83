import type { HandOff } from "consentra/handoff";
import { UsageError } from "../exit";
import type { AppClient } from "./app-client";
import { checkContacts } from "./contacts";
import { collectionsOf, comparePermissions, judgeInside, judgeOutside, type Finding } from "./report";

export interface CheckOptions {
  inside?: string;
  outside?: string;
}

/** Compares what the stack declares with what the app can really do. */
export async function runCheck(handOff: HandOff, client: AppClient, options: CheckOptions): Promise<Finding[]> {
  const findings = comparePermissions(handOff, client.roles);
  if (handOff.permissions.some(({ kind, name }) => kind === "application" && name === "OrgContact.Read.All"))
    findings.push(...(await checkContacts(client)));
  const collections = collectionsOf(handOff);
  if (collections.length === 0) return findings;
  const scope = handOff.mailboxScope;
  const members = (scope?.mailboxes ?? []).map((each) => each.toLowerCase());
  const listed = options.inside && options.outside ? undefined : await client.memberAddresses();
  const others = listed?.filter((each) => !members.includes(each));
  const excepting = scope?.mode === "except";
  const inside = options.inside ?? (excepting ? others?.[0] : (members[0] ?? undefined));
  if (inside === undefined)
    throw new UsageError("which mailbox the app has to reach cannot be told: name one with --inside");
  findings.push(...(await judgeAll(client, inside, collections, judgeInside)));
  if (scope?.mode === "everyone") return findings;
  const outside = options.outside ?? (excepting ? members[0] : scope?.mailboxes.length === 0 ? undefined : others?.[0]);
  if (outside === undefined) {
    throw new UsageError(
      "which mailbox the app must not reach cannot be told (it may not list users, or the scope is a group of your own): name one with --outside",
    );
  }
  findings.push(...(await judgeAll(client, outside, collections, judgeOutside)));
  return findings;
}

async function judgeAll(
  client: AppClient,
  mailbox: string,
  collections: readonly string[],
  judge: typeof judgeInside,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const collection of collections) findings.push(judge(await client.read(mailbox, collection)));
  return findings;
}
