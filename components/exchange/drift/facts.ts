import type { GraphReader } from "../../graph-reader";
import type { Manifest } from "../manifest";
import { isKind, listed, single } from "../objects/context";
import { readMailboxGrants, type MailboxGrants } from "../objects/entra-grants";
import { leavingDescription } from "../objects/group-leaving";
import { isForAll, policiesOf, type Policy } from "../objects/policies";
import { toAssignment, type Assignment } from "../objects/role-assignments";
import { answerOrNotFound } from "../objects/probes";
import { sameText, text } from "../objects/values";
import type { ExchangeObject, ExchangeTransport, Invocation } from "../transport";

/** What the tenant has now of what a scope is made of. */
export interface Facts {
  /** Groups that manifests name, by address; undefined where there is none. */
  groups: Map<string, ExchangeObject | undefined>;
  /** Addresses of the members of groups that the stack makes, by the group's address. */
  members: Map<string, Set<string>>;
  /** Who shall manage them, by address. */
  managers: Map<string, ExchangeObject | undefined>;
  /** Access policies of the applications, and those of all applications. */
  policies: Policy[];
  /** Addresses of groups whose description says that they are being removed. */
  leaving: Set<string>;
  /** By client ID. */
  pointers: Map<string, ExchangeObject | undefined>;
  /** All management scopes, by name. */
  scopes: Map<string, ExchangeObject>;
  /** By client ID. */
  assignments: Map<string, Assignment[]>;
  /** What was consented to in Entra and reaches mailboxes, by client ID. */
  consents: Map<string, MailboxGrants>;
}

/**
 * Two requests to Graph for each application, then one to Exchange for everything, and a second one at the same time for role assignments and
 * policies once more: not every directory server knows one that an interrupted update made just now.
 *
 * @param secondly asks the same again, and takes nothing of what was answered before for an answer
 */
export async function readFacts(
  manifests: readonly Manifest[],
  graph: Pick<GraphReader, "list">,
  exchange: Pick<ExchangeTransport, "batch">,
  secondly = exchange,
): Promise<Facts> {
  const facts: Facts = {
    groups: new Map(),
    members: new Map(),
    managers: new Map(),
    policies: [],
    leaving: new Set(),
    pointers: new Map(),
    scopes: new Map(),
    assignments: new Map(),
    consents: new Map(),
  };
  await Promise.all(
    appIdsOf(manifests).map(async (appId) => facts.consents.set(appId, await readMailboxGrants(graph, appId))),
  );
  const reads = readsOf(manifests, facts);
  const again = reads.filter(({ isTwice }) => isTwice);
  const [answers, answersAgain] = await Promise.all([
    exchange.batch(reads.map(({ read }) => read)),
    again.length > 0 ? secondly.batch(again.map(({ read }) => read)) : [],
  ]);
  for (const [index, { take }] of reads.entries()) take(answers[index]);
  for (const [index, { take }] of again.entries()) take(answersAgain[index]);
  return facts;
}

/** The applications that the manifests are about. */
export function appIdsOf(manifests: readonly Manifest[]): string[] {
  return [...new Set(manifests.flatMap(({ spec }) => ("appId" in spec ? [spec.appId] : [])))];
}

type Answer = ExchangeObject[] | Error | undefined;

interface Read {
  read: Invocation;
  take: (answer: Answer) => void;
  /** Whether another directory server is asked too. */
  isTwice?: true;
}

/** Notes a read, each once. */
type Ask = (cmdlet: string, parameters: Record<string, string>, take: Read["take"], isTwice?: true) => void;

function readsOf(manifests: readonly Manifest[], facts: Facts): Read[] {
  const reads = new Map<string, Read>();
  const ask: Ask = (cmdlet, parameters, take, isTwice) =>
    reads.set(`${cmdlet} ${JSON.stringify(parameters)}`, {
      read: { cmdlet, parameters },
      take,
      ...(isTwice && { isTwice }),
    });
  const askGroup = (Identity: string) =>
    ask("Get-Recipient", { Identity }, (answer) => facts.groups.set(Identity, single(answer, Identity)));
  for (const { kind, spec } of manifests) {
    switch (kind) {
      case "MailEnabledSecurityGroup": {
        const address = spec.primarySmtpAddress;
        askGroup(address);
        ask("Get-DistributionGroup", { Identity: address }, (answer) => {
          if (leavingDescription(answer) !== undefined) facts.leaving.add(address);
        });
        for (const Identity of spec.managedBy)
          ask("Get-Recipient", { Identity }, (answer) => facts.managers.set(Identity, single(answer, Identity)));
        ask("Get-DistributionGroupMember", { Identity: address }, (answer) => {
          const found = (answerOrNotFound(answer) ?? []).map((each) => text(each.PrimarySmtpAddress).toLowerCase());
          facts.members.set(address, new Set(found));
        });
        break;
      }
      case "ApplicationAccessPolicy":
        askGroup(spec.scopeGroup);
        askPolicies(ask, manifests, facts);
        askAssignments(ask, spec.appId, manifests, facts);
        break;
      case "ExchangeServicePrincipal":
        ask("Get-ServicePrincipal", { Identity: spec.appId }, (answer) =>
          facts.pointers.set(
            spec.appId,
            single(answer, spec.appId, (each) => sameText(text(each.AppId), spec.appId)),
          ),
        );
        break;
      case "ManagementScope": {
        const { recipients } = spec;
        if ("memberOf" in recipients) askGroup(recipients.memberOf);
        if ("notMemberOf" in recipients) askGroup(recipients.notMemberOf);
        // All of them: another stack may use one of its own for the same recipients.
        ask("Get-ManagementScope", {}, (answer) => {
          const found = isKind(answer, "notFound") ? [] : listed(answer, "Get-ManagementScope");
          facts.scopes = new Map(found.map((each) => [text(each.Name), each]));
        });
        break;
      }
      case "RoleAssignment":
        if ("group" in spec.scope) askGroup(spec.scope.group);
        askPolicies(ask, manifests, facts);
        askAssignments(ask, spec.appId, manifests, facts);
        break;
    }
  }
  return [...reads.values()];
}

function askPolicies(ask: Ask, manifests: readonly Manifest[], facts: Facts): void {
  const appIds = appIdsOf(manifests);
  const take = (answer: Answer) => {
    // Who manages roles only may not read policies; then none is known.
    if (isKind(answer, "notAllowed") && !manifests.some(({ kind }) => kind === "ApplicationAccessPolicy")) return;
    const found = policiesOf(answer).filter(
      (policy) => isForAll(policy) || appIds.some((appId) => sameText(appId, policy.appId)),
    );
    facts.policies = merged(facts.policies, found, ({ identity }) => identity);
  };
  ask("Get-ApplicationAccessPolicy", {}, take, true);
}

/** By Entra's object ID; also for an access policy, beside which roles may grant access of their own. */
function askAssignments(ask: Ask, appId: string, manifests: readonly Manifest[], facts: Facts): void {
  const RoleAssignee = facts.consents.get(appId)?.servicePrincipalId;
  if (RoleAssignee === undefined) return;
  const take = (answer: Answer) => {
    // Where access policies are managed only, the deployer need not be allowed to read roles.
    const unread = isKind(answer, "notAllowed") && !manifests.some(({ kind }) => kind === "RoleAssignment");
    const found = unread ? [] : (answerOrNotFound(answer) ?? []);
    const assignments = listed(found, "Get-ManagementRoleAssignment").map(toAssignment);
    facts.assignments.set(
      appId,
      merged(facts.assignments.get(appId) ?? [], assignments, ({ name }) => name),
    );
  };
  ask("Get-ManagementRoleAssignment", { RoleAssignee }, take, true);
}

/** What either answer tells. */
function merged<T>(first: readonly T[], second: readonly T[], keyOf: (each: T) => string): T[] {
  const known = new Set(first.map((each) => keyOf(each).toLowerCase()));
  return [...first, ...second.filter((each) => !known.has(keyOf(each).toLowerCase()))];
}
