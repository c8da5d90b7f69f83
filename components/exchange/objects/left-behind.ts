import { hasMark } from "../scope-names";
import { isKind, listed, type StepContext } from "./context";
import { removeManagementScope } from "./management-scope";
import { answerOrNotFound } from "./probes";
import { toAssignment, type Assignment } from "./role-assignments";
import { byMaker, removeAll } from "./undeclared-roles";
import { text } from "./values";

/** What is named as of one mailbox scope. */
interface Left {
  assignments: Assignment[];
  managementScopes: string[];
}

/**
 * Removes the role assignments and the management scope that are named as of a mailbox scope. To be called when all of it that is in a state is gone.
 *
 * @param objectId of the application's service principal
 */
export async function removeScopeLeftBehind(context: StepContext, mark: string, objectId: string): Promise<void> {
  // Read twice: not every directory server knows what is new.
  const found = [await readLeft(context, mark, objectId), await readLeft(context, mark, objectId)];
  await removeAll(
    context,
    found.flatMap(({ assignments }) => assignments),
    "it is left of the mailbox scope, which goes",
  );
  for (const name of new Set(found.flatMap(({ managementScopes }) => managementScopes))) {
    context.progress(`removing the management scope ${name}: it is left of the mailbox scope, which goes`);
    await removeManagementScope(context, { name });
  }
}

async function readLeft(context: StepContext, mark: string, objectId: string): Promise<Left> {
  const [assignments, scopes] = await context.exchange.batch([
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: objectId } },
    { cmdlet: "Get-ManagementScope", parameters: {} },
  ]);
  const ofApplication = (answerOrNotFound(assignments) ?? []).map(toAssignment);
  const names = isKind(scopes, "notFound") ? [] : listed(scopes, "Get-ManagementScope").map((each) => text(each.Name));
  return {
    assignments: byMaker(ofApplication, mark).own,
    managementScopes: names.filter((name) => hasMark(name, mark)),
  };
}
