import { markOf, markOfOwner } from "../scope-names";
import { namesInFilter } from "../opath";
import type { ExchangeObject } from "../transport";
import { isKind, listed, until, type StepContext } from "./context";
import { describeAssignment, hasScope, isApplicationRole, toAssignment, type Assignment } from "./role-assignments";
import { removeAll } from "./undeclared-roles";
import { sameText, text } from "./values";

/** An assignment, and whose role it is. */
interface Given {
  appId: string;
  assignment: Assignment;
}

/**
 * Roles that stand on a group lose their mailboxes with it, and those of a filter that leaves its members out come to reach them. What is left of the
 * group's own mailbox scope goes first: an update that was interrupted made it. Waits for others, which may be on their way out.
 *
 * @param owner who manages the group
 * @throws Error where one stays
 */
export async function assertNoRoles(
  context: StepContext,
  group: ExchangeObject,
  owner: string | undefined,
): Promise<void> {
  let last: Assignment[] = [];
  const isOwn = ({ appId, assignment }: Given) =>
    owner !== undefined && markOf(assignment.name) === markOfOwner(owner, appId);
  const free = await until(
    { ...context, patience: Math.min(context.patience, 60_000) },
    "no role assignment stands on the group any more",
    async () => {
      const given = await readRolesOn(context, group);
      const own = given.filter(isOwn).map(({ assignment }) => assignment);
      await removeAll(context, own, "it is left of the mailbox scope, of which the group goes");
      last = given.filter((each) => !isOwn(each)).map(({ assignment }) => assignment);
      return last.length === 0;
    },
    (each) => each,
  );
  if (free) return;
  throw new Error(
    `the group is not removed, because roles that this scope did not make: ${last.map(describeAssignment).join("; ")} stand on it. Take it out there ` +
      "first, then run again. If nobody declares them any more, remove these role assignments.",
  );
}

/** Roles of applications that are for the group's members, or for all but them. */
async function readRolesOn(context: StepContext, group: ExchangeObject): Promise<Given[]> {
  const [scopes, pointers] = await context.exchange.batch([
    { cmdlet: "Get-ManagementScope", parameters: {} },
    { cmdlet: "Get-ServicePrincipal", parameters: {} },
  ]);
  const named = readable(scopes, "Get-ManagementScope")
    .filter(({ RecipientFilter }) => namesInFilter(text(RecipientFilter), text(group.DistinguishedName)))
    .map(({ Name }) => text(Name));
  const applications = readable(pointers, "Get-ServicePrincipal");
  if (applications.length === 0) return [];
  const assigned = await context.exchange.batch(
    applications.map(({ ObjectId }) => ({
      cmdlet: "Get-ManagementRoleAssignment",
      parameters: { RoleAssignee: text(ObjectId) },
    })),
  );
  const address = text(group.PrimarySmtpAddress);
  const standsOn = (each: Assignment) =>
    hasScope(each, { group: address }, group) ||
    (each.scopeKind === "CustomRecipientScope" && named.some((name) => sameText(name, each.scope)));
  return assigned.flatMap((answer, index) =>
    readable(answer, "Get-ManagementRoleAssignment")
      .map(toAssignment)
      .filter((each) => isApplicationRole(each) && standsOn(each))
      .map((assignment) => ({ appId: text(applications[index]?.AppId).toLowerCase(), assignment })),
  );
}

/** Who manages groups only may not read these; then nothing is known to stand on the group. */
function readable(answer: ExchangeObject[] | Error | undefined, what: string): ExchangeObject[] {
  return isKind(answer, "notAllowed", "notFound") ? [] : listed(answer, what);
}
