import { namesInFilter } from "../opath";
import { hasMark, isMarked, markOf, markOfOwner } from "../scope-names";
import type { ExchangeObject } from "../transport";
import { isKind, listed, until, type StepContext } from "./context";
import { describeAssignment, hasScope, isApplicationRole, toAssignment, type Assignment } from "./role-assignments";
import { removeAll } from "./undeclared-roles";
import { sameText, text } from "./values";

/** What stands on a group. */
interface Standing {
  /** Exceptions of the group's own mailbox scope. Its roles for the group itself open nothing, and reach nobody without it. */
  own: Assignment[];
  /** Of others, in words. */
  others: string[];
}

/**
 * Roles that stand on a group lose their mailboxes with it, and those of a filter that leaves its members out come to reach them. Waits for what is on its
 * way out, or was moved to another group just now, which not every directory server knows yet. What is left of the group's own mailbox scope then goes
 * first: an update that was interrupted made it.
 *
 * @param owner who manages the group
 * @throws Error where one of others stays
 */
export async function assertNoRoles(
  context: StepContext,
  group: ExchangeObject,
  owner: string | undefined,
): Promise<void> {
  let standing: Standing = { own: [], others: [] };
  await until(
    { ...context, patience: Math.min(context.patience, 30_000) },
    "no role assignment stands on the group any more",
    async () => (standing = await readStanding(context, group, owner)),
    ({ own, others }) => own.length + others.length === 0,
  );
  const { own, others } = standing;
  if (others.length > 0)
    throw new Error(
      `the group is not removed, because roles stand on it that this scope did not make: ${others.join("; ")}. Take it out there first, then run again. If ` +
        "nobody declares them any more, remove them.",
    );
  await removeAll(context, own, "it is left of the mailbox scope, of which the group goes");
}

async function readStanding(context: StepContext, group: ExchangeObject, owner: string | undefined): Promise<Standing> {
  const [scopes, pointers] = await context.exchange.batch([
    { cmdlet: "Get-ManagementScope", parameters: {} },
    { cmdlet: "Get-ServicePrincipal", parameters: {} },
  ]);
  const named = readable(scopes, "Get-ManagementScope")
    .filter(({ RecipientFilter }) => namesInFilter(text(RecipientFilter), text(group.DistinguishedName)))
    .map(({ Name }) => text(Name));
  const applications = readable(pointers, "Get-ServicePrincipal").map(({ AppId, ObjectId }) => ({
    RoleAssignee: text(ObjectId),
    mark: owner === undefined ? undefined : markOfOwner(owner, text(AppId).toLowerCase()),
  }));
  const reads = applications.map(({ RoleAssignee }) => ({
    cmdlet: "Get-ManagementRoleAssignment",
    parameters: { RoleAssignee },
  }));
  const assigned = reads.length === 0 ? [] : await context.exchange.batch(reads);
  const address = text(group.PrimarySmtpAddress);
  const standsOn = (each: Assignment) =>
    hasScope(each, { group: address }, group) ||
    (each.scopeKind === "CustomRecipientScope" && named.some((name) => sameText(name, each.scope)));
  const standing = assigned.flatMap((answer, index) =>
    readable(answer, "Get-ManagementRoleAssignment")
      .map(toAssignment)
      .filter((each) => isApplicationRole(each) && standsOn(each))
      .map((each) => ({ each, isOwn: markOf(each.name) === (applications[index]?.mark ?? "") })),
  );
  const isUsed = (name: string) => standing.some(({ each }) => sameText(each.scope, name));
  const isOwnScope = (name: string) => applications.some(({ mark }) => mark !== undefined && hasMark(name, mark));
  // Roles follow the scope that a stack made for them.
  const awaiting = named.filter((name) => isMarked(name) && !isUsed(name) && !isOwnScope(name));
  return {
    own: standing.flatMap(({ each, isOwn }) => (isOwn && each.scopeKind === "CustomRecipientScope" ? [each] : [])),
    others: [
      ...standing.flatMap(({ each, isOwn }) => (isOwn ? [] : [describeAssignment(each)])),
      ...awaiting.map((name) => `${name} (a management scope that has no role yet)`),
    ],
  };
}

/** Who manages groups only may not read these; then nothing is known to stand on the group. */
function readable(answer: ExchangeObject[] | Error | undefined, what: string): ExchangeObject[] {
  return isKind(answer, "notAllowed", "notFound") ? [] : listed(answer, what);
}
