import type { RoleAssignmentSpec } from "../manifest";
import type { ExchangeObject } from "../transport";
import { isKind, listed, makeOnce, removeOnce, settle, single, until, type StepContext } from "./context";
import { assertNotConsented, takeConsentOut } from "./entra-consent";
import { readMailboxGrants, type MailboxGrants } from "./entra-grants";
import { withoutOutside, type Probes } from "./probes";
import {
  describeAssignment,
  describeScope,
  hasScope,
  isApplicationRole,
  isDeclared,
  isReplacedBy,
  scopeKindOf,
  scopeParameters,
  toAssignment,
  type Assignment,
} from "./role-assignments";
import { groupReads, probesByName, probesOfFilter, probesOfGroup, waitUntilInForce } from "./role-in-force";
import { sameText, text } from "./values";

/** What is kept of a role assignment in the stack's state. */
export interface RoleAssignmentState {
  name: string;
  appId: string;
  /** It was there before the stack, which leaves it when it goes. */
  adopted?: true;
}

export async function createRoleAssignment(
  context: StepContext,
  spec: RoleAssignmentSpec,
): Promise<RoleAssignmentState> {
  const found = await readFacts(context, spec);
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
  assertAlone(found.others, spec);
  // Roles confined the application before, so that a consent is not on its way out: it was added beside them.
  if (found.isConfinedByRoles) await takeConsentOut(context, spec, found.consents);
  else await assertNotConsented(context, spec, found.consents);
  await bringTo(context, spec, found);
  const { group, probes, others } = found;
  await waitUntilInForce(context, spec, group, others.length === 0 ? probes : withoutOutside(probes));
  // Also where an earlier run made the assignment: it may have ended while it waited.
  await settle(context, spec.settle?.minutes);
  return { name: spec.name, appId: spec.appId, ...(spec.adopt && { adopted: true }) };
}

/**
 * Brings the assignment to what is declared: what was removed or changed by hand is made again, other assignments of the same role go, and
 * so does a consent in Entra to the same permission, which would open every mailbox.
 */
export async function updateRoleAssignment(
  context: StepContext,
  spec: RoleAssignmentSpec,
  previous: RoleAssignmentState,
): Promise<RoleAssignmentState> {
  const found = await readFacts(context, spec);
  // What is open and should not be is closed before anything is waited for.
  await takeConsentOut(context, spec, found.consents);
  await bringTo(context, spec, found);
  const leaving = spec.shared ? [] : found.others;
  for (const other of leaving) {
    context.progress(`removing the role assignment ${describeAssignment(other)}: it is not declared`);
    await sendRemove(context, other.name);
  }
  const isAlone = leaving.length === found.others.length;
  await waitUntilInForce(context, spec, found.group, isAlone ? found.probes : withoutOutside(found.probes));
  if (!found.existing) await settle(context, spec.settle?.minutes);
  return { name: spec.name, appId: spec.appId, ...((spec.adopt ?? previous.adopted) && { adopted: true }) };
}

/** Removing an assignment closes mailboxes and never opens any. */
export async function removeRoleAssignment(context: StepContext, previous: RoleAssignmentState): Promise<void> {
  if (previous.adopted)
    return context.progress(`the role assignment ${previous.name} was there before the stack and is left`);
  await sendRemove(context, previous.name);
}

interface Facts {
  existing: Assignment | undefined;
  /** Other assignments of the same role to the application, which reach beyond this one. */
  others: Assignment[];
  /** Whether it has roles for other mailboxes: the scope that is changed is one of roles. */
  isConfinedByRoles: boolean;
  group: ExchangeObject | undefined;
  probes: Probes;
  consents: MailboxGrants & { servicePrincipalId: string };
}

async function readFacts(context: StepContext, spec: RoleAssignmentSpec): Promise<Facts> {
  const facts = await until(
    context,
    `the application and ${describeScope(spec.scope)} are seen by Exchange`,
    () => readFactsOnce(context, spec),
    (each) => each !== undefined,
  );
  if (facts) return facts;
  throw new Error(
    `Exchange does not know application ${spec.appId} or ${describeScope(spec.scope)}; new ones can take minutes to be seen: run again`,
  );
}

async function readFactsOnce(context: StepContext, spec: RoleAssignmentSpec): Promise<Facts | undefined> {
  const { servicePrincipalId, grants } = await readMailboxGrants(context.graph, spec.appId);
  if (servicePrincipalId === undefined) return undefined;
  const { scope } = spec;
  const [pointers, assigned, ...ofScope] = await context.exchange.batch([
    { cmdlet: "Get-ServicePrincipal", parameters: { Identity: spec.appId } },
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: servicePrincipalId } },
    ...("group" in scope ? groupReads(scope.group) : []),
    ...("managementScope" in scope
      ? [{ cmdlet: "Get-ManagementScope", parameters: { Identity: scope.managementScope } }]
      : []),
  ]);
  if (!single(pointers, spec.appId, (each) => sameText(text(each.AppId), spec.appId))) return undefined;
  const found = isKind(assigned, "notFound") ? [] : listed(assigned, "Get-ManagementRoleAssignment");
  const assignments = found.map(toAssignment);
  const [first, members, mailboxes] = ofScope;
  const seen =
    "administrativeUnit" in scope
      ? undefined
      : "group" in scope
        ? single(first, scope.group)
        : single(first, scope.managementScope, (each) => sameText(text(each.Name), scope.managementScope));
  if (!seen && !("administrativeUnit" in scope)) return undefined;
  const group = "group" in scope ? seen : undefined;
  return {
    existing: assignments.find((each) => sameText(each.name, spec.name)),
    others: assignments.filter((each) => !sameText(each.name, spec.name) && sameText(each.role, spec.role)),
    isConfinedByRoles: assignments.some((each) => isApplicationRole(each) && !hasScope(each, scope, group)),
    group,
    probes: group
      ? probesOfGroup(spec, members, mailboxes)
      : seen
        ? await probesOfFilter(context, spec, text(seen.RecipientFilter))
        : probesByName(spec),
    consents: { servicePrincipalId, grants },
  };
}

/** Assignments of one role add up, so one that is not declared opens mailboxes beyond the scope. */
function assertAlone(others: readonly Assignment[], spec: RoleAssignmentSpec): void {
  // Another kind of scope of this very component is replaced: its assignment goes after this one is there.
  const foreign = others.filter((each) => !isReplacedBy(each, spec));
  if (spec.shared || foreign.length === 0) return;
  throw new Error(
    `application ${spec.appId} has ${spec.role} by other assignments that this stack did not make: ${foreign.map(describeAssignment).join("; ")}. ` +
      "Assignments add up, so the scope would not be what is declared. Remove them, or say `shared: true` where somebody else scopes the " +
      "same application on purpose.",
  );
}

async function bringTo(context: StepContext, spec: RoleAssignmentSpec, facts: Facts): Promise<void> {
  const { existing, group, consents } = facts;
  if (existing && !sameText(existing.role, spec.role)) {
    // A name is bound to its role; somebody made another assignment of that name.
    await sendRemove(context, existing.name);
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
    () => findByName(context, spec.name),
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
    await sendRemove(context, existing.name);
    return make(context, spec, objectId);
  }
  await context.exchange.invoke("Set-ManagementRoleAssignment", {
    Identity: spec.name,
    ...(!hasScope(existing, spec.scope, group) && scopeParameters(spec.scope)),
    ...(!existing.enabled && { Enabled: true }),
  });
}

async function findByName(context: StepContext, name: string): Promise<ExchangeObject | undefined> {
  const [answer] = await context.exchange.batch([
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { Identity: name } },
  ]);
  return single(answer, name, (each) => sameText(text(each.Name), name));
}

async function sendRemove(context: StepContext, name: string): Promise<void> {
  await removeOnce(
    () => context.exchange.invoke("Remove-ManagementRoleAssignment", { Identity: name, Confirm: false, Force: true }),
    async () => (await findByName(context, name)) !== undefined,
  );
}
