import type { GraphReader } from "../../graph-reader";
import type { Manifest } from "../manifest";
import { isKind, listed, single } from "../objects/context";
import { readMailboxGrants, type MailboxGrants } from "../objects/entra-grants";
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
  /** By client ID. */
  pointers: Map<string, ExchangeObject | undefined>;
  /** By name. */
  scopes: Map<string, ExchangeObject | undefined>;
  /** By client ID. */
  assignments: Map<string, Assignment[]>;
  /** What was consented to in Entra and reaches mailboxes, by client ID. */
  consents: Map<string, MailboxGrants>;
}

/** Reads once for each kind and application: one request to Exchange, a second one only for role assignments, two to Graph for each application. */
export async function readFacts(
  manifests: readonly Manifest[],
  graph: Pick<GraphReader, "list">,
  exchange: Pick<ExchangeTransport, "batch">,
): Promise<Facts> {
  const facts: Facts = {
    groups: new Map(),
    members: new Map(),
    managers: new Map(),
    policies: [],
    pointers: new Map(),
    scopes: new Map(),
    assignments: new Map(),
    consents: new Map(),
  };
  const reads = readsOf(manifests, facts);
  const [answers] = await Promise.all([
    exchange.batch(reads.map((each) => each.read)),
    ...appIdsOf(manifests).map(async (appId) => facts.consents.set(appId, await readMailboxGrants(graph, appId))),
  ]);
  for (const [index, { take }] of reads.entries()) take(answers[index]);
  await readAssignments(manifests, facts, exchange);
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
}

function readsOf(manifests: readonly Manifest[], facts: Facts): Read[] {
  const reads = new Map<string, Read>();
  const ask = (cmdlet: string, Identity: string | undefined, take: Read["take"]) =>
    reads.set(`${cmdlet} ${Identity ?? ""}`, {
      read: { cmdlet, parameters: Identity === undefined ? {} : { Identity } },
      take,
    });
  const askGroup = (address: string) =>
    ask("Get-Recipient", address, (answer) => facts.groups.set(address, single(answer, address)));
  for (const { kind, spec } of manifests) {
    switch (kind) {
      case "MailEnabledSecurityGroup": {
        const address = spec.primarySmtpAddress;
        askGroup(address);
        for (const each of spec.managedBy)
          ask("Get-Recipient", each, (answer) => facts.managers.set(each, single(answer, each)));
        ask("Get-DistributionGroupMember", address, (answer) => {
          const found = (answerOrNotFound(answer) ?? []).map((each) => text(each.PrimarySmtpAddress).toLowerCase());
          facts.members.set(address, new Set(found));
        });
        break;
      }
      case "ApplicationAccessPolicy":
        askGroup(spec.scopeGroup);
        askPolicies(ask, manifests, facts);
        break;
      case "ExchangeServicePrincipal":
        ask("Get-ServicePrincipal", spec.appId, (answer) =>
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
        ask("Get-ManagementScope", spec.name, (answer) =>
          facts.scopes.set(
            spec.name,
            single(answer, spec.name, (each) => text(each.Name) === spec.name),
          ),
        );
        break;
      }
      case "RoleAssignment":
        if ("group" in spec.scope) askGroup(spec.scope.group);
        askPolicies(ask, manifests, facts);
        break;
    }
  }
  return [...reads.values()];
}

function askPolicies(
  ask: (cmdlet: string, identity: undefined, take: Read["take"]) => void,
  manifests: readonly Manifest[],
  facts: Facts,
): void {
  const appIds = appIdsOf(manifests);
  ask("Get-ApplicationAccessPolicy", undefined, (answer) => {
    // Who manages roles only may not read policies; then none is known.
    if (isKind(answer, "notAllowed") && !manifests.some(({ kind }) => kind === "ApplicationAccessPolicy")) return;
    facts.policies = policiesOf(answer).filter(
      (policy) => isForAll(policy) || appIds.some((appId) => sameText(appId, policy.appId)),
    );
  });
}

/** By Entra's object ID, which only the first reads tell; also for an access policy, beside which roles may grant access of their own. */
async function readAssignments(
  manifests: readonly Manifest[],
  facts: Facts,
  exchange: Pick<ExchangeTransport, "batch">,
): Promise<void> {
  const scoped = manifests.filter(({ kind }) => kind === "RoleAssignment" || kind === "ApplicationAccessPolicy");
  const principals = appIdsOf(scoped).flatMap((appId) => {
    const id = facts.consents.get(appId)?.servicePrincipalId;
    return id === undefined ? [] : [{ appId, id }];
  });
  if (principals.length === 0) return;
  const answers = await exchange.batch(
    principals.map(({ id }) => ({ cmdlet: "Get-ManagementRoleAssignment", parameters: { RoleAssignee: id } })),
  );
  for (const [index, { appId }] of principals.entries()) {
    // Where access policies are managed only, the deployer need not be allowed to read roles.
    const unread = isKind(answers[index], "notAllowed") && !manifests.some(({ kind }) => kind === "RoleAssignment");
    const found = unread ? [] : (answerOrNotFound(answers[index]) ?? []);
    facts.assignments.set(appId, listed(found, "Get-ManagementRoleAssignment").map(toAssignment));
  }
}
