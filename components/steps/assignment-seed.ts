import { defaultAccess } from "../default-access";
import { succeeded, type GraphStepContext } from "./context";
import type { AssignmentSeedSpec } from "./manifest";

/** An assignment that the stack made, once; from then on the app's owners decide. */
export interface SeededAssignment {
  principalId: string;
  assignmentId: string;
}

/** What is kept in the stack's state. */
export interface AssignmentSeedState {
  servicePrincipalId: string;
  seeded: SeededAssignment[];
}

interface Assignment {
  id: string;
  appRoleId: string;
  principalId: string;
}

/**
 * Assigns who was not assigned by the stack before. Who was, and is not any more, was removed by an owner: that is reported and left so.
 * Who left the stack's list is removed, unless an owner did so already.
 */
export async function seedAssignments(
  context: GraphStepContext,
  spec: AssignmentSeedSpec,
  previous: AssignmentSeedState = { servicePrincipalId: spec.servicePrincipalId, seeded: [] },
): Promise<AssignmentSeedState> {
  const existing = await list(context, spec.servicePrincipalId);
  const seeded: SeededAssignment[] = [];
  for (const { id, kind, name } of spec.principals) {
    const earlier = previous.seeded.find((each) => each.principalId === id);
    const found = existing.find((each) => each.principalId === id);
    if (earlier) {
      if (!found) context.progress(`the ${kind} ${name} was removed by an owner of the app, and is left so`);
      seeded.push(earlier);
    } else if (found) {
      context.progress(`the ${kind} ${name} is assigned already`);
    } else {
      seeded.push({ principalId: id, assignmentId: await assign(context, spec.servicePrincipalId, id, name) });
    }
  }
  const left = previous.seeded.filter((each) => !spec.principals.some(({ id }) => id === each.principalId));
  await remove(context, spec.servicePrincipalId, left);
  return { servicePrincipalId: spec.servicePrincipalId, seeded };
}

/** Removes what the stack made and is still there; what owners added stays. */
export function unseedAssignments(context: GraphStepContext, previous: AssignmentSeedState): Promise<void> {
  return remove(context, previous.servicePrincipalId, previous.seeded);
}

async function list({ graph }: GraphStepContext, servicePrincipalId: string): Promise<Assignment[]> {
  const all = await graph.list<Assignment>(`/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo`);
  return all.filter((each) => each.appRoleId === defaultAccess);
}

async function assign(
  context: GraphStepContext,
  servicePrincipalId: string,
  principalId: string,
  name: string,
): Promise<string> {
  const answer = await context.graph.ask("POST", `/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo`, {
    appRoleId: defaultAccess,
    principalId,
    resourceId: servicePrincipalId,
  });
  if (answer.status < 400) return String(answer.body.id);
  // The request may have been done although its answer was an error.
  const found = (await list(context, servicePrincipalId)).find((each) => each.principalId === principalId);
  if (found) return found.id;
  return String(succeeded(`assigning ${name}`, answer).id);
}

async function remove(
  { graph }: GraphStepContext,
  servicePrincipalId: string,
  assignments: readonly SeededAssignment[],
): Promise<void> {
  for (const { assignmentId } of assignments) {
    const path = `/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo/${assignmentId}`;
    const answer = await graph.ask("DELETE", path);
    if (answer.status !== 404) succeeded("removing an assignment", answer);
  }
}
