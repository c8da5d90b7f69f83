import type { RoleAssignmentSpec } from "../manifest";
import type { ExchangeObject } from "../transport";
import { makeOnce, settle, type StepContext } from "./context";
import { assertNotConsented, takeConsentOut } from "./entra-consent";
import { assertGroupStays } from "./group-leaving";
import type { Policy } from "./policies";
import { refusePolicies } from "./policies-beside";
import { withoutOutside } from "./probes";
import {
  describeAssignment,
  describeScope,
  findAssignment,
  hasScope,
  isDeclared,
  readAssignments,
  removeAssignment,
  scopeKindOf,
  scopeParameters,
  type Assignment,
} from "./role-assignments";
import { readRoleFacts, type RoleFacts } from "./role-facts";
import { waitUntilInForce } from "./role-in-force";
import { leftBehind, refuse, removeAll, undeclaredBeside } from "./undeclared-roles";
import { sameText } from "./values";

/** What is kept of a role assignment in the stack's state. */
export interface RoleAssignmentState {
  name: string;
  appId: string;
  /** It was there before the stack, which leaves it when it goes. */
  adopted?: true;
  /** Names of the scope's other assignments, where it is the last one. */
  siblings?: string[];
}

export async function createRoleAssignment(
  context: StepContext,
  spec: RoleAssignmentSpec,
): Promise<RoleAssignmentState> {
  const found = await readRoleFacts(context, spec);
  const { existing } = found;
  if (spec.adopt && !existing) {
    throw new Error(`there is no role assignment ${spec.name} to take over; remove \`adopt\`, then it is made`);
  }
  if (existing && !spec.adopt && !isDeclared(existing, spec, found.group)) {
    throw new Error(
      `there is a role assignment ${spec.name} already that this stack did not make: ${describeAssignment(existing)} instead of ${spec.role} for ` +
        `${describeScope(spec.scope)}. Remove it, or take it over with \`adopt\`.`,
    );
  }
  refuse(othersOf(found.assignments, spec, found), spec.appId);
  refusePolicies(found.policies, spec);
  // Roles confined the application before, so that a consent is not on its way out: it was added beside them.
  if (found.isConfinedByRoles) await takeConsentOut(context, spec, found);
  else assertNotConsented(spec, found);
  await bringTo(context, spec, found);
  const isAlone = othersOfRole(found.assignments, spec).length === 0;
  const listed = await waitUntilInForce(
    context,
    spec,
    found,
    isAlone ? found.probes : withoutOutside(found.probes),
  ).catch(async (error: unknown) => {
    // What somebody else assigned may let in who is to be outside.
    const assignments = await readAssignments(context, found.consents.servicePrincipalId);
    await giveWay(context, spec, found, { assignments, policies: [] });
    throw error;
  });
  // Also where an earlier run made the assignment: it may have ended while it waited.
  await settle(context, spec.settle?.minutes);
  const known = [...found.assignments, ...listed.assignments, ...(await readOnceMore(context, spec, found))];
  await giveWay(context, spec, found, { assignments: known, policies: listed.policies });
  await removeAll(context, leftBehind(known, spec), notAnyMore);
  return stateOf(spec, spec.adopt);
}

/**
 * Brings the assignment to what is declared: what was removed or changed by hand is made again, assignments that are not declared go, and so
 * does a consent in Entra to the same permission, which would open every mailbox.
 */
export async function updateRoleAssignment(
  context: StepContext,
  spec: RoleAssignmentSpec,
  previous: RoleAssignmentState,
): Promise<RoleAssignmentState> {
  const found = await readRoleFacts(context, spec);
  // What is open and should not be is closed before anything is waited for.
  await takeConsentOut(context, spec, found);
  await bringTo(context, spec, found);
  const { own, foreign } = undeclaredBeside(found.assignments, spec, found.isSameScope);
  const leaving = [...foreign, ...own.filter(({ role }) => sameText(role, spec.role))];
  await removeAll(context, leaving, "it is not declared");
  const isAlone = othersOfRole(found.assignments, spec).every((each) => leaving.includes(each));
  const listed = await waitUntilInForce(context, spec, found, isAlone ? found.probes : withoutOutside(found.probes));
  const isNew = !found.existing || newSiblings(spec, previous).length > 0;
  if (isNew) await settle(context, spec.settle?.minutes);
  const known = [...found.assignments, ...listed.assignments, ...(await readOnceMore(context, spec, found))];
  const left = known.filter(isNoneOf(leaving));
  await removeAll(context, leftBehind(left, spec), notAnyMore);
  // Not every directory server knew them before.
  const beside = undeclaredBeside(left, spec, found.isSameScope);
  await removeAll(context, beside.foreign, "it is not declared");
  // What another scope declares is that one's to take away.
  refuse(beside.scoped, spec.appId);
  refusePolicies([...found.policies, ...listed.policies], spec);
  return stateOf(spec, spec.adopt ?? previous.adopted);
}

/** Removing an assignment closes mailboxes and never opens any. */
export async function removeRoleAssignment(context: StepContext, previous: RoleAssignmentState): Promise<void> {
  if (previous.adopted)
    return context.progress(`the role assignment ${previous.name} was there before the stack and is left`);
  await removeAssignment(context, previous.name);
}

function stateOf(
  { name, appId, siblings }: RoleAssignmentSpec,
  adopted: RoleAssignmentState["adopted"],
): RoleAssignmentState {
  return {
    name,
    appId,
    ...(adopted && { adopted: true }),
    ...(siblings && { siblings: siblings.map((each) => each.name) }),
  };
}

/** Siblings that are there since the last time: they wait for Microsoft Graph together with this one. */
function newSiblings({ siblings = [] }: RoleAssignmentSpec, previous: RoleAssignmentState): string[] {
  return siblings.map(({ name }) => name).filter((name) => !previous.siblings?.includes(name));
}

const isNoneOf = (known: readonly Assignment[]) => (each: Assignment) =>
  !known.some(({ name }) => sameText(name, each.name));

function othersOfRole(assignments: readonly Assignment[], spec: RoleAssignmentSpec): Assignment[] {
  return assignments.filter((each) => !sameText(each.name, spec.name) && sameText(each.role, spec.role));
}

/**
 * Where somebody else came in between, both would count, and neither is served before one has given way. So does who came to a group that is being
 * removed.
 *
 * @throws Error where it is so
 */
async function giveWay(
  context: StepContext,
  spec: RoleAssignmentSpec,
  found: RoleFacts,
  known: { assignments: readonly Assignment[]; policies: readonly Policy[] },
): Promise<void> {
  try {
    refuse(othersOf(known.assignments, spec, found), spec.appId);
    refusePolicies(known.policies, spec);
    if (!found.existing && "group" in spec.scope) await assertGroupStays(context, spec.scope.group);
  } catch (error) {
    if (!found.existing) await removeAssignment(context, spec.name);
    throw error;
  }
}

/** What somebody else assigned. What the scope itself left, or replaces, is none of it: that goes when the new one is there. */
function othersOf(
  assignments: readonly Assignment[],
  spec: RoleAssignmentSpec,
  { isSameScope }: RoleFacts,
): Assignment[] {
  const { scoped, foreign } = undeclaredBeside(assignments, spec, isSameScope);
  return [...foreign, ...scoped];
}

const notAnyMore = "it is not declared any more";

/**
 * The last assignment of a scope looks once more, when all that is declared is there: not every directory server knows what is new. What goes then
 * interrupts nothing that stays declared.
 */
async function readOnceMore(context: StepContext, spec: RoleAssignmentSpec, found: RoleFacts): Promise<Assignment[]> {
  return spec.siblings ? readAssignments(context, found.consents.servicePrincipalId) : [];
}

async function bringTo(context: StepContext, spec: RoleAssignmentSpec, facts: RoleFacts): Promise<void> {
  const { existing, group, consents } = facts;
  if (existing && !sameText(existing.role, spec.role)) {
    // A name is bound to its role; somebody made another assignment of that name.
    await removeAssignment(context, existing.name);
    await make(context, spec, consents.servicePrincipalId);
  } else if (!existing) {
    await make(context, spec, consents.servicePrincipalId);
  } else if (!isDeclared(existing, spec, group)) {
    await change(context, spec, existing, group, consents.servicePrincipalId);
  }
}

async function make(context: StepContext, spec: RoleAssignmentSpec, objectId: string): Promise<void> {
  await makeOnce(
    context,
    `the application and ${describeScope(spec.scope)} have`,
    () =>
      context.exchange.invoke("New-ManagementRoleAssignment", {
        Name: spec.name,
        App: objectId,
        Role: spec.role,
        ...scopeParameters(spec.scope),
      }),
    () => findAssignment(context, spec.name),
  );
}

/** A scope of the same kind changes in place; of another kind, the old assignment has to go first, which closes and opens nothing. */
async function change(
  context: StepContext,
  spec: RoleAssignmentSpec,
  existing: Assignment,
  group: ExchangeObject | undefined,
  objectId: string,
): Promise<void> {
  if (existing.scopeKind !== scopeKindOf(spec.scope)) {
    await removeAssignment(context, existing.name);
    return make(context, spec, objectId);
  }
  await context.exchange.invoke("Set-ManagementRoleAssignment", {
    Identity: spec.name,
    ...(!hasScope(existing, spec.scope, group) && scopeParameters(spec.scope)),
    ...(!existing.enabled && { Enabled: true }),
  });
}
