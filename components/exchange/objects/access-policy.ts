import type { ApplicationAccessPolicySpec } from "../manifest";
import { described, otherOwner } from "../ownership";
import type { ExchangeObject } from "../transport";
import { forSure, listed, settle, single, until, type StepContext } from "./context";
import { assertGroupStays } from "./group-leaving";
import {
  addingForAll,
  describePolicy,
  isSame,
  otherPolicies,
  policiesOf,
  policyRead,
  readPolicies,
  type Policy,
} from "./policies";
import { isOwnGuard, standGuard } from "./policy-guard";
import { pointerOf, waitUntilInForce, waitUntilListed } from "./policy-in-force";
import { describe, makePolicy, readReaching, sendRemove, withdraw } from "./policy-writes";
import { answerOrNotFound, chooseProbes, someMailboxes, withoutOutside, type Probes } from "./probes";
import { closeRolesBesideNewPolicy, removeRolesBeside } from "./roles-beside";
import { eachOnce, sameText, text } from "./values";

/** What is kept of a policy in the stack's state. */
export interface AccessPolicyState {
  /** As the service returned it: never built by us. */
  identity: string;
  appId: string;
  /** Who the policy's description names. */
  owner?: string;
  /** It was there before the stack, which leaves it when it goes. */
  adopted?: true;
}

export async function createAccessPolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
): Promise<AccessPolicyState> {
  const scope = await readScope(context, spec);
  const existing = await ownPolicy(context, spec, scope);
  if (spec.adopt && !existing) {
    throw new Error(
      `there is no access policy for application ${spec.appId} and group ${spec.scopeGroup} to take over; remove \`adopt\`, then it is made`,
    );
  }
  if (existing) assertTakable(existing, spec);
  // One that is gone counts no more, though the first answer had it.
  const policies = existing ? scope.policies : scope.policies.filter((each) => !isSame(each, spec.appId, scope.id));
  assertAlone(policies, existing, spec);
  assertNoneForAll(policies, spec, scope.id);
  const policy = existing ?? (await newPolicy(context, spec, scope.id));
  await describe(context, spec, policy);
  const isAlone =
    otherPolicies(policies, policy.identity, spec.appId).length === 0 && addingForAll(policies, scope.id).length === 0;
  const probes = isAlone ? scope.probes : withoutOutside(scope.probes);
  const seen = await waitUntilInForce(context, spec, policy.identity, probes);
  // One for a group that is being removed goes before anything relies on it.
  if (!existing && seen.leaving) {
    await withdraw(context, policy);
    throw seen.leaving;
  }
  // Somebody else came in between: both would count, and neither is served before one has given way.
  if (seen.intruders.length > 0) {
    if (!existing) await sendRemove(context, policy.identity);
    throw scopedElsewhere(spec, seen.intruders);
  }
  assertAlone(seen.policies, policy, spec);
  const beside = { pointer: seen.pointer ?? scope.pointer, group: scope.group };
  await closeRolesBesideNewPolicy(context, spec, beside).catch(async (error: unknown) => {
    // Who assigned roles meanwhile sees this policy too: neither is served before one has given way.
    if (!existing) await withdraw(context, policy);
    throw error;
  });
  // Also where an earlier run made the policy: it may have ended while it waited.
  await settle(context, spec.settle?.minutes);
  return stateOf(policy, spec, spec.adopt);
}

/**
 * Brings the policy to what is declared: what was removed or changed by hand is made again, another group gets its policy before the old
 * one's goes, another right for the same group is made while a policy stands guard, and policies and roles that are not declared go last.
 */
export async function updateAccessPolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  previous: AccessPolicyState,
): Promise<AccessPolicyState> {
  const read = await readScope(context, spec);
  // Twice: what is new, the previous policy for one, is not known to every directory server.
  const told = [...read.policies, ...(await readPolicies(context))];
  const scope = { ...read, policies: eachOnce(told, ({ identity }) => identity) };
  const same = await ownPolicy(context, spec, scope);
  assertNobodyElses(scope.policies, same, spec, previous.owner);
  const isTurned = same !== undefined && !sameText(same.accessRight, spec.accessRight);
  const guard = isTurned ? await standGuard(context, spec, scope.policies, scope.members) : undefined;
  if (isTurned) await sendRemove(context, same.identity);
  const existing = isTurned ? undefined : same;
  const policy = existing ?? (await newPolicy(context, spec, scope.id));
  await describe(context, spec, policy);
  if (!existing) {
    await assertGroupStays(context, spec.scopeGroup, () => withdraw(context, policy));
  }
  const known = scope.policies.filter((each) => !guard || !sameText(each.identity, guard.identity));
  const beside = otherPolicies(guard ? [...known, guard] : known, policy.identity, spec.appId);
  const isOwnBeside = (each: Policy) =>
    sameText(each.identity, previous.identity) || isOwnGuard(each, spec.owner, previous.owner);
  const leaving = beside.filter((each) => !spec.shared || isOwnBeside(each));
  if (leaving.length > 0) {
    await waitUntilListed(context, policy.identity);
    await settle(context, spec.settle?.minutes);
    for (const other of leaving) {
      context.progress(`removing the access policy ${describePolicy(other)}: it is not declared any more`);
      await sendRemove(context, other.identity);
    }
  }
  const isAlone = leaving.length === beside.length && addingForAll(scope.policies, scope.id).length === 0;
  const probes = isAlone ? scope.probes : withoutOutside(scope.probes);
  const seen = await waitUntilInForce(context, spec, policy.identity, probes);
  await removeRolesBeside(context, spec, seen.pointer ?? scope.pointer);
  if (!existing && leaving.length === 0) await settle(context, spec.settle?.minutes);
  const kept = previous.adopted && sameText(previous.identity, policy.identity);
  return stateOf(policy, spec, spec.adopt ?? kept);
}

function stateOf(
  { identity }: Policy,
  { appId, owner }: ApplicationAccessPolicySpec,
  adopted: boolean | undefined,
): AccessPolicyState {
  return { identity, appId, ...(owner !== undefined && { owner }), ...(adopted && { adopted: true }) };
}

/**
 * Removes a policy, unless that would open mailboxes: where the application still holds permissions that reach mailboxes and no other
 * policy confines it, the step is refused. Where nothing reaches mailboxes, and nobody else scopes the application, its other policies go too: an
 * update that was interrupted may have made them, and no state knows them.
 */
export async function removeAccessPolicy(
  context: StepContext,
  { shared }: Pick<ApplicationAccessPolicySpec, "shared">,
  previous: AccessPolicyState,
): Promise<void> {
  if (previous.adopted) return context.progress("the access policy was there before the stack and is left");
  const policies = await readPoliciesOf(context, previous);
  if (policies.length === 0) return;
  const own = policies.filter((each) => isOwn(each, previous));
  const other = own
    .map(({ description }) => otherOwner(description, previous.owner))
    .find((each) => each !== undefined);
  if (other !== undefined) return context.progress(`the access policy is managed by ${other} now and is left`);
  const beside = policies.filter((each) => !own.includes(each));
  const reaching = await readReaching(context, previous.appId);
  // A policy that denies confines nobody beside its group, so that only another one that restricts keeps the mailboxes closed.
  const isRestricted = beside.some((each) => sameText(each.accessRight, "RestrictAccess"));
  if (own.length > 0 && !isRestricted) assertNothingOpens(reaching, previous.appId, beside);
  for (const each of own) await sendRemove(context, each.identity);
  if (shared || reaching.length > 0) return;
  for (const each of beside.filter(({ description }) => otherOwner(description, previous.owner) === undefined)) {
    context.progress(
      `removing the access policy ${describePolicy(each)}: nothing of the application is declared any more`,
    );
    await sendRemove(context, each.identity);
  }
}

/** The policy itself, and one that stood guard for it in an update that was ended in the middle. */
function isOwn(policy: Policy, previous: AccessPolicyState): boolean {
  return sameText(policy.identity, previous.identity) || isOwnGuard(policy, previous.owner);
}

/** The policies of the application; read twice where the own one is not listed: not every directory server knows it when it is new. */
async function readPoliciesOf(context: StepContext, previous: AccessPolicyState): Promise<Policy[]> {
  const read = async () => (await readPolicies(context)).filter((each) => sameText(each.appId, previous.appId));
  const first = await read();
  return first.some((each) => sameText(each.identity, previous.identity)) ? first : read();
}

/** One of the same application and group is taken for our own earlier work only where it says the same. */
function assertTakable(existing: Policy, spec: ApplicationAccessPolicySpec): void {
  const which = `there is an access policy for application ${spec.appId} and group ${spec.scopeGroup} already`;
  if (existing.accessRight !== spec.accessRight) {
    throw new Error(
      `${which}, with ${existing.accessRight} instead of ${spec.accessRight}. Exchange keeps one policy per application and group: use another ` +
        "group, or take the old policy and the consent away first.",
    );
  }
  const other = otherOwner(existing.description, spec.owner);
  if (other !== undefined) {
    throw new Error(
      `${which}, managed by ${other}: declare the scope in one stack. If that stack is gone, take the consent away, then remove the policy.`,
    );
  }
  const wanted = described(spec.description, spec.owner);
  if (![wanted, spec.description].includes(existing.description) && !spec.adopt) {
    throw new Error(
      `${which} that this stack did not make: its description is "${existing.description}" instead of "${wanted}". Remove it once ` +
        "the consent is taken away, or take it over with `adopt` or the same description.",
    );
  }
}

/** Policies of one application add up, so one that is not declared opens mailboxes beyond the scope, or closes some of it. */
function assertAlone(policies: readonly Policy[], own: Policy | undefined, spec: ApplicationAccessPolicySpec): void {
  const foreign = otherPolicies(policies, own?.identity ?? "", spec.appId);
  if (spec.shared || foreign.length === 0) return;
  if (foreign.some(({ description }) => otherOwner(description, spec.owner) !== undefined))
    throw scopedElsewhere(spec, foreign);
  throw new Error(
    `application ${spec.appId} has other access policies that this stack did not make: ${foreign.map(describePolicy).join("; ")}. Policies ` +
      "of one application add up, so the scope would not be what is declared. Remove them once the consent is taken away, or say " +
      "`shared: true` where somebody else scopes the same application on purpose.",
  );
}

/** A policy for all applications that allows another group allows it to this one as well. Nobody but its maker knows whether it may go. */
function assertNoneForAll(policies: readonly Policy[], spec: ApplicationAccessPolicySpec, scopeId: string): void {
  const adding = spec.accessRight === "RestrictAccess" && !spec.shared ? addingForAll(policies, scopeId) : [];
  if (adding.length === 0) return;
  throw new Error(
    `application ${spec.appId} is let into other mailboxes by access policies for all applications: ${adding.map(describePolicy).join("; ")}. Policies ` +
      "add up, so the scope would not be what is declared. Replace them by policies for the applications that they are meant for, or say `shared: true`.",
  );
}

/**
 * What another stack scopes is not taken away from it.
 *
 * @param earlier who managed this policy when this stack last wrote it
 */
function assertNobodyElses(
  policies: readonly Policy[],
  own: Policy | undefined,
  spec: ApplicationAccessPolicySpec,
  earlier: string | undefined,
): void {
  const isElses = ({ description }: Policy) => otherOwner(description, spec.owner, earlier) !== undefined;
  const beside = spec.shared ? [] : otherPolicies(policies, own?.identity ?? "", spec.appId);
  const elses = [...(own ? [own] : []), ...beside].filter(isElses);
  if (elses.length > 0) throw scopedElsewhere(spec, elses);
}

function scopedElsewhere({ appId }: ApplicationAccessPolicySpec, policies: readonly Policy[]): Error {
  return new Error(
    `application ${appId} is scoped by another stack as well: ${policies.map(describePolicy).join("; ")}. Policies of one application add up, so ` +
      "neither scope would be what is declared. Declare the scope in one stack, or say `shared: true` of both policies where both scope the " +
      "application on purpose. If that stack is gone, take the consent away, then remove its policy.",
  );
}

/** @param beside policies that deny, of whoever scopes the application too */
function assertNothingOpens(reaching: readonly string[], appId: string, beside: readonly Policy[]): void {
  if (reaching.length === 0) return;
  const denied = beside.length === 0 ? "" : ` but those of ${beside.map(describePolicy).join("; ")}`;
  throw new Error(
    `the access policy is the last one that confines application ${appId}, which still holds ${reaching.join(", ")}: without the ` +
      `policy it could reach every mailbox${denied}. Take the consent away first (it was not made by this stack, or is not in it any more), then run again.`,
  );
}

interface Scope {
  /** Entra object ID of the group. */
  id: string;
  group: ExchangeObject;
  policies: Policy[];
  members: ExchangeObject[];
  probes: Probes;
  /** Exchange's pointer to the application, where it has one and the deployer may read it. */
  pointer: ExchangeObject | undefined;
}

async function readScope(context: StepContext, spec: ApplicationAccessPolicySpec): Promise<Scope> {
  const scope = await until(
    context,
    `the group ${spec.scopeGroup} is seen by the policy service`,
    () => readScopeOnce(context, spec),
    (each) => each !== undefined,
  );
  if (scope) return scope;
  throw new Error(`there is no recipient ${spec.scopeGroup}; a new group can take minutes to be seen: run again`);
}

async function readScopeOnce(context: StepContext, spec: ApplicationAccessPolicySpec): Promise<Scope | undefined> {
  const identity = { Identity: spec.scopeGroup };
  const [recipients, policies, members, mailboxes, pointers] = await context.exchange.batch([
    { cmdlet: "Get-Recipient", parameters: identity },
    policyRead,
    { cmdlet: "Get-DistributionGroupMember", parameters: identity },
    someMailboxes,
    { cmdlet: "Get-ServicePrincipal", parameters: { Identity: spec.appId } },
  ]);
  const recipient = single(recipients, spec.scopeGroup);
  if (!recipient) return undefined;
  if (recipient.RecipientTypeDetails !== "MailUniversalSecurityGroup") {
    throw new Error(
      `${spec.scopeGroup} is a ${text(recipient.RecipientTypeDetails)}, expected a mail-enabled security group: an access policy takes no other group`,
    );
  }
  const { granted, denied } = spec.probes;
  const [inside, outside] = spec.accessRight === "RestrictAccess" ? [granted, denied] : [denied, granted];
  const found = answerOrNotFound(members) ?? [];
  return {
    id: text(recipient.ExternalDirectoryObjectId),
    group: recipient,
    policies: policiesOf(policies),
    members: found,
    probes: chooseProbes({ inside, outside }, found, listed(mailboxes, "Get-Recipient")),
    pointer: pointerOf(pointers, spec.appId),
  };
}

/** Consent relies on it, so that it must not be one that only a single directory server still knows. */
function ownPolicy(
  context: StepContext,
  { appId }: ApplicationAccessPolicySpec,
  scope: Scope,
): Promise<Policy | undefined> {
  const own = (policies: readonly Policy[]) => policies.find((each) => isSame(each, appId, scope.id));
  return forSure(context, "the access policy", own(scope.policies), async () => own(await readPolicies(context)));
}

async function newPolicy(context: StepContext, spec: ApplicationAccessPolicySpec, scopeId: string): Promise<Policy> {
  const policy = await makePolicy(context, spec, scopeId);
  assertTakable(policy, spec);
  return policy;
}
