import type { RoleAssignmentSpec } from "../manifest";
import { markOf } from "../scope-names";
import type { StepContext } from "./context";
import { describeAssignment, isApplicationRole, removeAssignment, type Assignment } from "./role-assignments";
import { eachOnce, sameText } from "./values";

/** Role assignments of an application, by who made them. */
export interface Makers {
  /** The mailbox scope itself: what it declared before, or in an update that was interrupted, so that no state knows them. */
  own: Assignment[];
  /** Another mailbox scope, of this stack or another one, which declares them still. */
  scoped: Assignment[];
  /** Somebody by hand. */
  foreign: Assignment[];
}

/** @param mark of the mailbox scope; undefined for an object that is used without one */
export function byMaker(assignments: readonly Assignment[], mark: string | undefined): Makers {
  const makers: Makers = { own: [], scoped: [], foreign: [] };
  for (const each of assignments) {
    const found = markOf(each.name);
    makers[found === undefined ? "foreign" : found === mark ? "own" : "scoped"].push(each);
  }
  return makers;
}

/**
 * Assignments that give the application more than is declared and that this one answers for: others of the same role, and, for the last one of
 * a scope, those of roles that none of its siblings gives. Where the application is shared, only what the mailbox scope itself left.
 *
 * @param isSameScope whether an assignment is for the declared mailboxes
 */
export function undeclaredBeside(
  assignments: readonly Assignment[],
  spec: RoleAssignmentSpec,
  isSameScope: (assignment: Assignment) => boolean,
): Makers {
  const { siblings } = spec;
  const isJudged = ({ role }: Assignment) =>
    sameText(role, spec.role) || (siblings !== undefined && !siblings.some((each) => sameText(each.role, role)));
  const makers = byMaker(undeclared(assignments, spec).filter(isJudged), markOf(spec.name));
  if (spec.shared) return { ...makers, scoped: [], foreign: [] };
  // Where a stack was given another name, what it assigned under the old one goes when the new is there: it gives nothing more.
  const declared = [spec, ...(siblings ?? [])];
  const isMore = (each: Assignment) => !isSameScope(each) || !declared.some(({ role }) => sameText(role, each.role));
  return { ...makers, scoped: makers.scoped.filter(isMore) };
}

/** What the mailbox scope itself assigned and does not declare any more, for the last assignment of the scope: of every role. */
export function leftBehind(assignments: readonly Assignment[], spec: RoleAssignmentSpec): Assignment[] {
  return spec.siblings === undefined ? [] : byMaker(undeclared(assignments, spec), markOf(spec.name)).own;
}

function undeclared(assignments: readonly Assignment[], spec: RoleAssignmentSpec): Assignment[] {
  const declared = [spec, ...(spec.siblings ?? [])];
  return assignments.filter(
    (each) => isApplicationRole(each) && !declared.some(({ name }) => sameText(name, each.name)),
  );
}

const nameOf = ({ name }: Assignment): string => name;

/** Removes assignments, each once. */
export async function removeAll(context: StepContext, assignments: readonly Assignment[], why: string): Promise<void> {
  for (const each of eachOnce(assignments, nameOf)) {
    context.progress(`removing the role assignment ${describeAssignment(each)}: ${why}`);
    await removeAssignment(context, each.name);
  }
}

/**
 * Roles add up, so one that is not declared opens mailboxes beyond the scope, or gives more there than is meant.
 *
 * @throws Error where there are any
 */
export function refuse(assignments: readonly Assignment[], appId: string): void {
  if (assignments.length === 0) return;
  throw new Error(
    `application ${appId} has other role assignments that this scope did not make: ${eachOnce(assignments, nameOf).map(describeAssignment).join("; ")}. Roles ` +
      "of one application add up, and an access policy filters none of them, so the scope would not be what is declared. Remove them, or say " +
      "`shared: true` where somebody else scopes the same application on purpose.",
  );
}
