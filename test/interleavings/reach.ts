import type { HistoryTenant } from "../histories/tenant";
import { existingGroup, groupOf, type Declaration } from "./declarations";

/** Mailboxes by application: its client ID, and their object IDs. */
export type Reach = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What declarations let their applications reach, all together.
 *
 * @param beside declarations of which they may use the groups
 */
export function declaredReach(
  tenant: HistoryTenant,
  declarations: readonly Declaration[],
  beside: readonly Declaration[],
): Reach {
  const reach = new Map<string, Set<string>>();
  for (const each of declarations) {
    const clientId = each.args.clientId as string;
    reach.set(clientId, new Set([...(reach.get(clientId) ?? []), ...mailboxesOf(tenant, each, beside)]));
  }
  return reach;
}

function mailboxesOf(tenant: HistoryTenant, { args }: Declaration, beside: readonly Declaration[]): string[] {
  const { allow, except } = args.mailboxScope ?? {};
  const chosen = allow ?? except;
  if (!chosen) return [];
  const all = [...tenant.contoso.exchange.mailboxes.keys()];
  const named = chosen.members
    ? idsOf(tenant, chosen.members)
    : chosen.group !== undefined
      ? membersOf(tenant, chosen.group, beside)
      : all.filter((each) => tenant.contoso.users.get(each)?.department === "Sales");
  return allow ? named : all.filter((each) => !named.includes(each));
}

const idsOf = (tenant: HistoryTenant, members: readonly string[]) => members.map((each) => tenant.mailboxOf(each));

/** Those of a group that was there before, or that one of the declarations makes. */
function membersOf(tenant: HistoryTenant, address: string, beside: readonly Declaration[]): string[] {
  if (address === existingGroup)
    return [...([...tenant.contoso.groups.values()].find(({ mail }) => mail === address)?.members ?? [])];
  return beside.flatMap(({ name, args: { mailboxScope } }) => {
    const made = mailboxScope?.groupAddress ?? groupOf(mailboxScope?.except ? `${name}-except` : name);
    const { members = [] } = mailboxScope?.allow ?? mailboxScope?.except ?? {};
    return made === address ? idsOf(tenant, members) : [];
  });
}
