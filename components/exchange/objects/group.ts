import type { MailEnabledSecurityGroupSpec } from "../manifest";
import { described, otherOwner, withoutOwner } from "../ownership";
import type { ExchangeObject } from "../transport";
import { assertUnused } from "./group-in-use";
import { asLeaving, asStaying, descriptionOf } from "./group-leaving";
import { assertNoRoles } from "./group-roles";
import { forSure, isKind, removeOnce, single, until, type StepContext } from "./context";
import { isManagedByOthers } from "./managers";
import { text } from "./values";

/** What is kept of a group in the stack's state. */
export interface GroupState {
  /** Exchange's GUID: the only name of the group that never changes. */
  guid: string;
  /** Object ID in Entra. */
  id: string;
  primarySmtpAddress: string;
  /** Who was declared to manage it, because Exchange tells names instead of addresses. */
  managedBy?: string[];
  /** Who the group's description names. */
  owner?: string;
  /** It was there before the stack, which leaves it when it goes. */
  adopted?: true;
}

/** How many members travel with the creation; the rest follows one by one, so that a crash in the middle loses nothing. */
const firstMembers = 1_000;

/** What stands before the owner in a group's description. */
const managed = "Managed by Consentra";

const bypass = { BypassSecurityGroupManagerCheck: true };

export async function createGroup(context: StepContext, spec: MailEnabledSecurityGroupSpec): Promise<GroupState> {
  const find = () => findGroup(context, spec.primarySmtpAddress);
  const existing = await forSure(context, `the group ${spec.primarySmtpAddress}`, await find(), find);
  if (existing) {
    await assertTakable(context, existing, spec);
    return bringTo(context, spec, existing, toState(existing, spec));
  }
  if (spec.adopt) {
    throw new Error(`there is no group ${spec.primarySmtpAddress} to take over; remove \`adopt\`, then it is made`);
  }
  const group = (await newGroup(context, spec)) ?? (await waitForGroup(context, spec.primarySmtpAddress));
  await reconcileMembers(context, text(group.Guid), spec.members);
  return toState(group, spec);
}

/** The service's answer, or undefined where the group has to be read back. */
async function newGroup(context: StepContext, spec: MailEnabledSecurityGroupSpec): Promise<ExchangeObject | undefined> {
  try {
    const [created] = await context.exchange.invoke("New-DistributionGroup", {
      Name: spec.name,
      Alias: spec.alias,
      DisplayName: spec.displayName,
      Type: "Security",
      PrimarySmtpAddress: spec.primarySmtpAddress,
      ManagedBy: spec.managedBy,
      ...(spec.owner !== undefined && { Description: described(managed, spec.owner) }),
      Members: spec.members.slice(0, firstMembers),
      MemberDepartRestriction: "Closed",
      MemberJoinRestriction: "Closed",
      RequireSenderAuthenticationEnabled: true,
      IgnoreNamingPolicy: true,
    });
    return created;
  } catch (error) {
    // After a fault the write may have been done: read back, never send it twice. Refused, somebody may have been quicker.
    if (!isKind(error, "transient", "exists", "invalid")) throw error;
    const done = await findGroup(context, spec.primarySmtpAddress);
    if (!done) throw error;
    if (!isKind(error, "transient")) await assertTakable(context, done, spec);
    return done;
  }
}

export async function updateGroup(
  context: StepContext,
  spec: MailEnabledSecurityGroupSpec,
  previous: GroupState,
): Promise<GroupState> {
  const group = await findGroup(context, previous.guid);
  if (!group) return createGroup(context, spec);
  assertNobodyElses(group, spec, previous.owner);
  return bringTo(context, spec, group, previous);
}

async function bringTo(
  context: StepContext,
  spec: MailEnabledSecurityGroupSpec,
  group: ExchangeObject,
  previous: GroupState,
): Promise<GroupState> {
  if (group.IsDirSynced === true) {
    throw new Error(
      `the group ${spec.primarySmtpAddress} is synchronised from an on-premises directory and can only be changed there; ` +
        "name it as `allow.group` to use it as it is",
    );
  }
  const managers =
    spec.managedBy.join() !== (previous.managedBy ?? spec.managedBy).join() ||
    (await isManagedByOthers(context, group, spec.managedBy));
  if (managers && spec.managedBy.length === 0) {
    context.progress(
      `${spec.primarySmtpAddress} keeps its managers: Exchange does not empty the list; change them by naming others`,
    );
  }
  const changed = {
    ...(group.DisplayName !== spec.displayName && { DisplayName: spec.displayName }),
    // An empty list does not clear a list in Exchange, so that the last manager stays.
    ...(managers && spec.managedBy.length > 0 && { ManagedBy: spec.managedBy }),
    ...(!previous.adopted && spec.owner !== undefined && remarked(group, spec.owner)),
  };
  if (Object.keys(changed).length > 0) {
    await context.exchange.invoke("Set-DistributionGroup", { Identity: previous.guid, ...changed, ...bypass });
  }
  await reconcileMembers(context, previous.guid, spec.members);
  return { ...toState(group, spec), ...(previous.adopted && { adopted: true }) };
}

export async function removeGroup(context: StepContext, previous: GroupState): Promise<void> {
  if (previous.adopted)
    return context.progress(`${previous.primarySmtpAddress} was there before the stack and is left`);
  // Twice: not every directory server knows one that is new.
  const existing = (await findGroup(context, previous.guid)) ?? (await findGroup(context, previous.guid));
  const other = existing && otherOwner(descriptionOf(existing), previous.owner);
  if (other !== undefined)
    return context.progress(`${previous.primarySmtpAddress} is managed by ${other} now and is left`);
  await assertNothingStandsOn(context, existing, previous);
  await removeOnce(
    () => context.exchange.invoke("Remove-DistributionGroup", { Identity: previous.guid, Confirm: false, ...bypass }),
    async () => (await findGroup(context, previous.guid)) !== undefined,
  );
}

/** Who comes to stand on the group from now on gives way. */
async function assertNothingStandsOn(
  context: StepContext,
  group: ExchangeObject | undefined,
  previous: GroupState,
): Promise<void> {
  const describe = (Description: string) =>
    context.exchange.invoke("Set-DistributionGroup", { Identity: previous.guid, Description, ...bypass });
  const description = group && descriptionOf(group);
  if (description !== undefined && description !== asLeaving(description)) await describe(asLeaving(description));
  try {
    await assertUnused(context, previous.id, previous.owner);
    if (group) await assertNoRoles(context, group, previous.owner);
  } catch (error) {
    if (description !== undefined) await describe(asStaying(description));
    throw error;
  }
}

/** Makes the members exactly the wanted ones, by difference; a member is known by its primary SMTP address. */
export async function reconcileMembers(context: StepContext, guid: string, wanted: readonly string[]): Promise<void> {
  const found = await until(
    context,
    "the new group has reached every directory server",
    () => readMembers(context, guid),
    (members) => members !== undefined,
  );
  if (!found) throw new Error(`the group ${guid} did not appear on every directory server in time; run again`);
  const want = new Set(wanted.map((each) => each.toLowerCase()));
  const extra = [...found].filter((member) => !want.has(member));
  const missing = [...want].filter((member) => !found.has(member));
  // Who must leave goes first: a change never reaches more than the old members and the new ones.
  await changeMembers(context, guid, "Remove", extra);
  await changeMembers(context, guid, "Add", missing);
}

/** How many are changed between two words to those who watch. */
const chunk = 500;

/** Both cmdlets change nothing when done twice, so they travel together and after a crash the rest follows. */
async function changeMembers(
  context: StepContext,
  guid: string,
  verb: "Add" | "Remove",
  members: readonly string[],
): Promise<void> {
  const done = verb === "Add" ? "alreadyMember" : "notMember";
  for (let start = 0; start < members.length; start += chunk) {
    if (start > 0) context.progress(`${verb === "Add" ? "added" : "removed"} ${start} of ${members.length} members`);
    const some = members.slice(start, start + chunk);
    const answers = await context.exchange.batch(
      some.map((Member) => ({
        cmdlet: `${verb}-DistributionGroupMember`,
        parameters: { Identity: guid, Member, ...(verb === "Remove" && { Confirm: false }), ...bypass },
      })),
    );
    const failed = answers.find((each) => each instanceof Error && !isKind(each, done));
    if (failed) throw failed as Error;
  }
}

async function readMembers(context: StepContext, guid: string): Promise<Set<string> | undefined> {
  try {
    const members = await context.exchange.invoke("Get-DistributionGroupMember", { Identity: guid });
    return new Set(members.map((member) => text(member.PrimarySmtpAddress).toLowerCase()));
  } catch (error) {
    if (isKind(error, "notFound")) return undefined;
    throw error;
  }
}

async function findGroup(context: StepContext, identity: string): Promise<ExchangeObject | undefined> {
  try {
    return single(await context.exchange.invoke("Get-DistributionGroup", { Identity: identity }), identity);
  } catch (error) {
    if (isKind(error, "notFound")) return undefined;
    throw error;
  }
}

async function waitForGroup(context: StepContext, address: string): Promise<ExchangeObject> {
  const group = await until(
    context,
    `the new group ${address} is seen`,
    () => findGroup(context, address),
    (each) => each !== undefined,
  );
  if (!group) throw new Error(`the group ${address} was created but is not seen yet; run again in some minutes`);
  return group;
}

/** What somebody wrote there stays; who manages the group follows it. */
function remarked(group: ExchangeObject, owner: string): { Description?: string } {
  const found = descriptionOf(group);
  const wanted = described(withoutOwner(asStaying(found)) || managed, owner);
  return found === wanted ? {} : { Description: wanted };
}

async function assertTakable(
  context: StepContext,
  group: ExchangeObject,
  spec: MailEnabledSecurityGroupSpec,
): Promise<void> {
  assertNobodyElses(group, spec, undefined);
  if (!spec.adopt) await assertOurs(context, group, spec);
}

/** @param earlier who managed it when this stack last wrote it */
function assertNobodyElses(
  group: ExchangeObject,
  { primarySmtpAddress, owner }: MailEnabledSecurityGroupSpec,
  earlier: string | undefined,
): void {
  const other = otherOwner(descriptionOf(group), owner, earlier);
  if (other === undefined) return;
  throw new Error(
    `the group ${primarySmtpAddress} is managed by ${other} already, and two stacks would undo each other's members. Use it as it is with ` +
      "`allow: { group }`, or choose another `groupAddress`. If that stack is gone, empty the group's description and run again.",
  );
}

/**
 * A group of that address is taken for our own earlier, half-done work only when it looks exactly like what this step would make and
 * holds nobody that the stack did not name.
 */
async function assertOurs(
  context: StepContext,
  group: ExchangeObject,
  spec: MailEnabledSecurityGroupSpec,
): Promise<void> {
  const differences: string[] = [];
  if (group.RecipientTypeDetails !== "MailUniversalSecurityGroup") {
    differences.push(`it is a ${text(group.RecipientTypeDetails)}`);
  }
  if (group.IsDirSynced === true) differences.push("it is synchronised from an on-premises directory");
  if (group.DisplayName !== spec.displayName) differences.push(`its display name is "${text(group.DisplayName)}"`);
  if (group.Alias !== spec.alias) differences.push(`its alias is "${text(group.Alias)}"`);
  if (differences.length === 0) {
    const wanted = new Set(spec.members.map((each) => each.toLowerCase()));
    const members = (await readMembers(context, text(group.Guid))) ?? new Set();
    const strangers = [...members].filter((member) => !wanted.has(member));
    if (strangers.length > 0) differences.push(`it has members that the stack does not name: ${strangers.join(", ")}`);
  }
  if (differences.length === 0) return;
  throw new Error(
    `there is a group ${spec.primarySmtpAddress} already that this stack did not make: ${differences.join("; ")}. ` +
      "Use it as it is with `allow: { group }`, or choose another `groupAddress`.",
  );
}

function toState(group: ExchangeObject, { managedBy, owner, adopt }: MailEnabledSecurityGroupSpec): GroupState {
  return {
    guid: text(group.Guid),
    id: text(group.ExternalDirectoryObjectId),
    primarySmtpAddress: text(group.PrimarySmtpAddress).toLowerCase(),
    ...(managedBy.length > 0 && { managedBy }),
    ...(owner !== undefined && { owner }),
    ...(adopt && { adopted: true }),
  };
}
