import type { RoleAssignmentSpec } from "../manifest";
import type { ExchangeObject } from "../transport";
import { isKind, listed, makeOnce, settle, single, until, type StepContext } from "./context";
import { defeats, readMailboxGrants, type MailboxGrant } from "./entra-grants";
import { readPolicies } from "./policies";
import { answerOrNotFound, chooseProbes, probeFaults, someMailboxes, type Probes } from "./probes";
import {
  describeAssignment,
  describeScope,
  hasScope,
  scopeParameters,
  toAssignment,
  type Assignment,
} from "./role-assignments";
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
  await assertNotConsented(context, spec, found.defeating);
  await bringTo(context, spec, found);
  await settle(context, existing ? undefined : spec.settle?.minutes);
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
  await bringTo(context, spec, found);
  await settle(context, found.existing ? undefined : spec.settle?.minutes);
  if (!spec.shared) {
    for (const other of found.others) {
      context.progress(`removing the role assignment ${describeAssignment(other)}: it is not declared`);
      await sendRemove(context, other.name);
    }
  }
  await takeConsentOut(context, spec, found);
  return { name: spec.name, appId: spec.appId, ...((spec.adopt ?? previous.adopted) && { adopted: true }) };
}

/** Removing an assignment closes mailboxes and never opens any. */
export async function removeRoleAssignment(context: StepContext, previous: RoleAssignmentState): Promise<void> {
  if (previous.adopted)
    return context.progress(`the role assignment ${previous.name} was there before the stack and is left`);
  await sendRemove(context, previous.name);
}

interface Facts {
  /** Object ID of the service principal, by which Exchange names the application. */
  objectId: string;
  existing: Assignment | undefined;
  /** Other assignments of the same role to the application, which reach beyond this one. */
  others: Assignment[];
  group: ExchangeObject | undefined;
  probes: Probes;
  /** Consents in Entra that make the scope worth nothing. */
  defeating: MailboxGrant[];
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
  const { servicePrincipalId: objectId, grants } = await readMailboxGrants(context.graph, spec.appId);
  if (objectId === undefined) return undefined;
  const ofGroup =
    "group" in spec.scope
      ? [
          { cmdlet: "Get-Recipient", parameters: { Identity: spec.scope.group } },
          { cmdlet: "Get-DistributionGroupMember", parameters: { Identity: spec.scope.group } },
          someMailboxes,
        ]
      : [];
  const [assigned, groups, members, mailboxes] = await context.exchange.batch([
    { cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: objectId } },
    ...ofGroup,
  ]);
  const group = "group" in spec.scope ? single(groups, spec.scope.group) : undefined;
  if (isKind(assigned, "notFound") || ("group" in spec.scope && !group)) return undefined;
  const assignments = listed(assigned, "Get-ManagementRoleAssignment").map(toAssignment);
  const { granted, denied } = spec.probes;
  const named = { inside: granted, outside: denied };
  return {
    objectId,
    existing: assignments.find((each) => sameText(each.name, spec.name)),
    others: assignments.filter((each) => !sameText(each.name, spec.name) && sameText(each.role, spec.role)),
    group,
    probes: group
      ? // Direct members only count here, so that others are surely outside.
        { ...chooseProbes(named, answerOrNotFound(members) ?? [], listed(mailboxes, "Get-Recipient")), unsure: false }
      : { ...named, unsure: false },
    defeating: grants.filter((each) => defeats(each, spec.role)),
  };
}

function isDeclared(assignment: Assignment, spec: RoleAssignmentSpec, group: ExchangeObject | undefined): boolean {
  return sameText(assignment.role, spec.role) && assignment.enabled && hasScope(assignment, spec.scope, group);
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

/** Names of one component differ in their last part only. */
function isReplacedBy({ name }: Assignment, spec: RoleAssignmentSpec): boolean {
  const stem = (each: string) => each.toLowerCase().replace(/-(?:group|unit|filter)$/, "");
  return stem(name) === stem(spec.name);
}

/**
 * A consent to the same permission opens every mailbox whatever the role's scope is. While an access policy still confines the application,
 * the consent is on its way out: the mechanism is being changed, and it goes after this.
 */
async function assertNotConsented(
  context: StepContext,
  spec: RoleAssignmentSpec,
  defeating: readonly MailboxGrant[],
): Promise<void> {
  if (defeating.length === 0 || (await isConfined(context, spec.appId))) return;
  throw new Error(
    `application ${spec.appId} has ${names(defeating)} by consent in Entra, which opens every mailbox whatever the scope of ${spec.role} is. Take ` +
      "that consent away first (RBAC for Applications grants on its own), then run again.",
  );
}

async function takeConsentOut(
  context: StepContext,
  spec: RoleAssignmentSpec,
  { objectId, defeating }: Facts,
): Promise<void> {
  if (defeating.length === 0 || (await isConfined(context, spec.appId))) return;
  context.progress(`taking out the consent to ${names(defeating)}: it opens every mailbox beside the scope`);
  for (const { id } of defeating) {
    const answer = await context.graph.ask("DELETE", `/servicePrincipals/${objectId}/appRoleAssignments/${id}`);
    if (answer.status >= 400 && answer.status !== 404) {
      throw new Error(
        `the consent to ${names(defeating)} could not be taken out: Microsoft Graph answered ${answer.status}`,
      );
    }
  }
}

async function isConfined(context: StepContext, appId: string): Promise<boolean> {
  try {
    return (await readPolicies(context)).some((each) => sameText(each.appId, appId));
  } catch (error) {
    // Who manages roles only may not read policies; then nothing is known to confine the application.
    if (isKind(error, "notAllowed")) return false;
    throw error;
  }
}

function names(grants: readonly MailboxGrant[]): string {
  return grants.map(({ permission }) => permission.name).join(", ");
}

async function bringTo(context: StepContext, spec: RoleAssignmentSpec, facts: Facts): Promise<void> {
  const { existing, group, objectId } = facts;
  if (existing && !sameText(existing.role, spec.role)) {
    // A name is bound to its role; somebody made another assignment of that name.
    await sendRemove(context, existing.name);
    await make(context, spec, objectId);
  } else if (!existing) {
    await make(context, spec, objectId);
  } else if (!isDeclared(existing, spec, group)) {
    await change(context, spec, existing, group, objectId);
  }
  await waitUntilInForce(context, spec, facts);
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
  const kinds = { group: "Group", administrativeUnit: "AdministrativeUnit", managementScope: "CustomRecipientScope" };
  const [kind] = Object.keys(spec.scope) as (keyof typeof kinds)[];
  if (kind && existing.scopeKind !== kinds[kind]) {
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
  try {
    await context.exchange.invoke("Remove-ManagementRoleAssignment", { Identity: name, Confirm: false, Force: true });
  } catch (error) {
    if (isKind(error, "notFound")) return;
    if (!isKind(error, "transient") || (await findByName(context, name))) throw error;
  }
}

async function waitUntilInForce(
  context: StepContext,
  spec: RoleAssignmentSpec,
  { probes, group }: Facts,
): Promise<void> {
  const mailboxes = [...new Set([...probes.inside, ...probes.outside])];
  let last: string[] = [];
  const inForce = await until(
    context,
    "the role assignment is in force",
    async () => {
      const [assigned, ...tests] = await context.exchange.batch([
        { cmdlet: "Get-ManagementRoleAssignment", parameters: { Identity: spec.name } },
        ...mailboxes.map((mailbox) => ({
          cmdlet: "Test-ServicePrincipalAuthorization",
          parameters: { Identity: spec.appId, Resource: mailbox },
        })),
      ]);
      const assignment = single(assigned, spec.name, (each) => sameText(text(each.Name), spec.name));
      const isListed = assignment !== undefined && isDeclared(toAssignment(assignment), spec, group);
      const answers = mailboxes.map((mailbox, index) => {
        const rows = answerOrNotFound(tests[index])?.filter((row) => sameText(text(row.RoleName), spec.role));
        const reached = rows && rows.some((row) => row.InScope === true);
        return { mailbox, reached, said: reached === undefined ? "not found" : reached ? "in scope" : "not in scope" };
      });
      last = [
        ...(isListed ? [] : ["the role assignment is not listed"]),
        ...probeFaults(probes, answers, { reached: "in scope", kept: "not in scope" }),
      ];
      return last.length === 0;
    },
    (each) => each,
  );
  if (inForce) return;
  throw new Error(`the role assignment ${spec.name} is not in force as declared: ${last.join("; ")}; run again`);
}
