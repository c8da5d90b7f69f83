import type { ManagementScopeSpec, RoleAssignmentSpec } from "../manifest";
import { opathFault, opathText, sameFilter } from "../opath";
import type { ExchangeObject } from "../transport";
import { isKind, makeOnce, single, until, type StepContext } from "./context";
import { assertGroupStays } from "./group-leaving";
import { hasScope, type Assignment } from "./role-assignments";
import { sameText, text } from "./values";

/** What is kept of a management scope in the stack's state. */
export interface ManagementScopeState {
  name: string;
  /** It was there before the stack, which leaves it when it goes. */
  adopted?: true;
}

export async function createManagementScope(
  context: StepContext,
  spec: ManagementScopeSpec,
): Promise<ManagementScopeState> {
  const { filter, existing } = await readScope(context, spec);
  if (spec.adopt && !existing) {
    throw new Error(`there is no management scope ${spec.name} to take over; remove \`adopt\`, then it is made`);
  }
  if (existing && !spec.adopt && !sameFilter(text(existing.RecipientFilter), filter)) {
    throw new Error(
      `there is a management scope ${spec.name} already that this stack did not make: its filter is ${text(existing.RecipientFilter)} instead ` +
        `of ${filter}. Remove it, or take it over with \`adopt\`.`,
    );
  }
  await bringTo(context, spec, filter, existing);
  return { name: spec.name, ...(spec.adopt && { adopted: true }) };
}

export async function updateManagementScope(
  context: StepContext,
  spec: ManagementScopeSpec,
  previous: ManagementScopeState,
): Promise<ManagementScopeState> {
  const { filter, existing } = await readScope(context, spec);
  await bringTo(context, spec, filter, existing);
  return { name: spec.name, ...((spec.adopt ?? previous.adopted) && { adopted: true }) };
}

export async function removeManagementScope(context: StepContext, previous: ManagementScopeState): Promise<void> {
  if (previous.adopted)
    return context.progress(`the management scope ${previous.name} was there before the stack and is left`);
  let problem: unknown;
  let missed = 0;
  const gone = await until(
    { ...context, patience: Math.min(context.patience, 60_000) },
    `no role assignment uses the management scope ${previous.name} any more`,
    async () => {
      try {
        await context.exchange.invoke("Remove-ManagementScope", {
          Identity: previous.name,
          Confirm: false,
          Force: true,
        });
        return true;
      } catch (error) {
        problem = error;
        // Said twice it is believed: the directory server that was asked first may not have known what was made just now.
        if (isKind(error, "notFound")) return ++missed === 2;
        if (isKind(error, "transient")) return (await findScope(context, previous.name)) === undefined;
        // Refused while it is in use; another directory server may still list an assignment that is gone.
        if (isKind(error, "invalid")) return false;
        throw error;
      }
    },
    (each) => each,
  );
  if (!gone) throw problem;
}

async function bringTo(
  context: StepContext,
  spec: ManagementScopeSpec,
  filter: string,
  existing: ExchangeObject | undefined,
): Promise<void> {
  if (existing && sameFilter(text(existing.RecipientFilter), filter)) return;
  const { recipients } = spec;
  if (existing) return change(context, spec, filter, text(existing.RecipientFilter));
  await makeOnce(
    context,
    `the group of the management scope ${spec.name} has`,
    () => context.exchange.invoke("New-ManagementScope", { Name: spec.name, RecipientRestrictionFilter: filter }),
    () => findScope(context, spec.name),
  );
  if (!("notMemberOf" in recipients)) return;
  await assertGroupStays(context, recipients.notMemberOf, () => removeManagementScope(context, { name: spec.name }));
}

/**
 * Every role that uses the scope follows at once. An exception of a group that is being removed would leave nobody out, so that both exceptions hold until
 * it is known that the group stays.
 */
async function change(
  context: StepContext,
  { name, recipients }: ManagementScopeSpec,
  filter: string,
  before: string,
): Promise<void> {
  const set = (RecipientRestrictionFilter: string) =>
    context.exchange.invoke("Set-ManagementScope", { Identity: name, RecipientRestrictionFilter, Confirm: false });
  // One that somebody wrote by hand may not be readable.
  if ("notMemberOf" in recipients && opathFault(before) === undefined) {
    await set(`(${before}) -and (${filter})`);
    await assertGroupStays(context, recipients.notMemberOf, () => set(before));
  }
  await set(filter);
}

async function findScope(context: StepContext, name: string): Promise<ExchangeObject | undefined> {
  const [answer] = await context.exchange.batch([{ cmdlet: "Get-ManagementScope", parameters: { Identity: name } }]);
  return single(answer, "Get-ManagementScope", (each) => text(each.Name) === name);
}

/** The filter that is wanted, with the group's distinguished name where it is about a group, and the scope as it is. */
async function readScope(
  context: StepContext,
  { name, recipients }: ManagementScopeSpec,
): Promise<{ filter: string; existing: ExchangeObject | undefined }> {
  if ("filter" in recipients) return { filter: recipients.filter, existing: await findScope(context, name) };
  const address = "memberOf" in recipients ? recipients.memberOf : recipients.notMemberOf;
  const found = await until(
    context,
    `the group ${address} is seen`,
    async () => {
      const [scopes, groups] = await context.exchange.batch([
        { cmdlet: "Get-ManagementScope", parameters: { Identity: name } },
        { cmdlet: "Get-Recipient", parameters: { Identity: address } },
      ]);
      const group = single(groups, address);
      return { group, existing: single(scopes, name, (each) => text(each.Name) === name) };
    },
    ({ group }) => group !== undefined,
  );
  if (!found?.group)
    throw new Error(`there is no recipient ${address}; a new group can take minutes to be seen: run again`);
  return { filter: groupFilter(recipients, text(found.group.DistinguishedName)), existing: found.existing };
}

/**
 * Whether an assignment is for the declared mailboxes: by the same scope, or by another management scope of the same filter.
 *
 * @param group of the declared scope, where it is one @param scopes all management scopes that there are
 */
export function isForDeclared(
  assignment: Assignment,
  declared: RoleAssignmentSpec["scope"],
  group: ExchangeObject | undefined,
  scopes: readonly ExchangeObject[],
): boolean {
  if (hasScope(assignment, declared, group)) return true;
  const { scopeKind, scope } = assignment;
  return (
    scopeKind === "CustomRecipientScope" &&
    "managementScope" in declared &&
    haveSameFilter(scope, declared.managementScope, scopes)
  );
}

function haveSameFilter(one: string, other: string, scopes: readonly ExchangeObject[]): boolean {
  const filterOf = (name: string) => text(scopes.find((each) => sameText(text(each.Name), name))?.RecipientFilter);
  return filterOf(one) !== "" && sameFilter(filterOf(one), filterOf(other));
}

/** Whose group it is, and whether its members are the ones that are meant or the ones that are not. */
export function groupFilter(recipients: ManagementScopeSpec["recipients"], distinguishedName: string): string {
  if ("filter" in recipients) return recipients.filter;
  const member = `MemberOfGroup -eq ${opathText(distinguishedName)}`;
  return "memberOf" in recipients ? member : `-not(${member})`;
}
