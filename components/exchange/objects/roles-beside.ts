import type { ApplicationAccessPolicySpec } from "../manifest";
import type { ExchangeObject } from "../transport";
import { isKind, type StepContext } from "./context";
import { hasScope, isApplicationRole, readAssignments, type Assignment } from "./role-assignments";
import { byMaker, refuse, removeAll } from "./undeclared-roles";
import { text } from "./values";

/** Where a policy is made, and what Exchange said of the application and the group meanwhile. */
interface Beside {
  /** Exchange's pointer to the application, without which it has no roles. */
  pointer: ExchangeObject | undefined;
  /** The policy's group. */
  group: ExchangeObject;
}

const why = "it grants beside the access policy";

/**
 * Roles of RBAC for Applications grant on their own: an access policy filters nothing of them. Where a policy is new, the stack may still have
 * roles that it removes after consent is given; those for the same group give nothing beyond it and stay until then, so that nothing is
 * interrupted. All others go before consent comes: an update that was ended in the middle may have made them, and no state knows them.
 *
 * @throws Error where somebody else assigned roles
 */
export async function closeRolesBesideNewPolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  { pointer, group }: Beside,
): Promise<void> {
  const { own, scoped, foreign } = byMaker(await readRoles(context, pointer), spec.scopeMark);
  if (!spec.shared) refuse([...foreign, ...scoped], spec.appId);
  const within = (each: Assignment) =>
    spec.accessRight === "RestrictAccess" && hasScope(each, { group: spec.scopeGroup }, group);
  await removeAll(
    context,
    own.filter((each) => !within(each)),
    why,
  );
}

/**
 * Where a policy was there before, no role of the application is declared any more.
 *
 * @throws Error where another mailbox scope declares some
 */
export async function removeRolesBeside(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  pointer: ExchangeObject | undefined,
): Promise<void> {
  const { own, scoped, foreign } = byMaker(await readRoles(context, pointer), spec.scopeMark);
  await removeAll(context, spec.shared ? own : [...foreign, ...own], why);
  if (!spec.shared) refuse(scoped, spec.appId);
}

/** Read twice: not every directory server knows those that are new. */
async function readRoles(context: StepContext, pointer: ExchangeObject | undefined): Promise<Assignment[]> {
  const objectId = text(pointer?.ObjectId);
  if (objectId === "") return [];
  return [...(await readRolesOnce(context, objectId)), ...(await readRolesOnce(context, objectId))];
}

/** Who manages access policies only may not read roles. */
async function readRolesOnce(context: StepContext, objectId: string): Promise<Assignment[]> {
  try {
    return (await readAssignments(context, objectId)).filter(isApplicationRole);
  } catch (error) {
    if (isKind(error, "notAllowed")) return [];
    throw error;
  }
}
