import { isFilteredByAccessPolicy } from "../../graph";
import type { Manifest } from "../manifest";
import { groupFilter } from "../objects/management-scope";
import { addingForAll, describePolicy, isForAll, isSame, type Policy } from "../objects/policies";
import { describeScope, hasScope, type Assignment } from "../objects/role-assignments";
import { byMaker } from "../objects/undeclared-roles";
import { sameText, text } from "../objects/values";
import { sameFilter } from "../opath";
import { markOf } from "../scope-names";
import { appIdsOf, type Facts } from "./facts";
import { some } from "./words";

type Spec<K extends Manifest["kind"]> = Extract<Manifest, { kind: K }>["spec"];

/**
 * The order in which an existing scope becomes the declared one, so that at each step the application reaches nothing beyond the old and
 * the new mailboxes. Empty where nothing of the kind changes, and where the application had no scope.
 */
export function orderedSteps(manifests: readonly Manifest[], facts: Facts): string[] {
  const scopes = appIdsOf(manifests).flatMap((appId) => {
    const specs = manifests.filter(({ spec }) => "appId" in spec && sameText(spec.appId, appId));
    const policy = specs.find((each) => each.kind === "ApplicationAccessPolicy");
    const assignments = specs.filter((each) => each.kind === "RoleAssignment").map(({ spec }) => spec);
    if (policy) return toPolicy(policy.spec, facts);
    return assignments.length > 0 ? toAssignments(assignments, facts) : [];
  });
  const filters = manifests.flatMap((each) => (each.kind === "ManagementScope" ? toFilter(each.spec, facts) : []));
  const groups = manifests.flatMap((each) =>
    each.kind === "MailEnabledSecurityGroup" ? toGroup(each.spec, facts, scopes.length > 0) : [],
  );
  return [...groups, ...filters, ...scopes];
}

/** @param isReplacing whether a scope that exists gets this group: then making it is the first step */
function toGroup(spec: Spec<"MailEnabledSecurityGroup">, facts: Facts, isReplacing: boolean): string[] {
  const address = spec.primarySmtpAddress;
  if (!facts.groups.get(address)) {
    return isReplacing ? [`the group ${address} is made with its ${spec.members.length} members`] : [];
  }
  const members = facts.members.get(address) ?? new Set<string>();
  const declared = new Set(spec.members);
  const leaving = [...members].filter((each) => !declared.has(each));
  const joining = spec.members.filter((each) => !members.has(each));
  return [
    ...(leaving.length > 0 ? [`${some(leaving)} leave the group ${address}`] : []),
    ...(joining.length > 0 ? [`${some(joining)} join the group ${address}`] : []),
  ];
}

function toFilter(spec: Spec<"ManagementScope">, facts: Facts): string[] {
  const scope = facts.scopes.get(spec.name);
  if (!scope) return [];
  const { recipients } = spec;
  const address =
    "memberOf" in recipients ? recipients.memberOf : "notMemberOf" in recipients ? recipients.notMemberOf : "";
  const filter = groupFilter(recipients, text(facts.groups.get(address)?.DistinguishedName));
  if (sameFilter(text(scope.RecipientFilter), filter)) return [];
  const how = "notMemberOf" in recipients ? "when both exceptions have held for a moment" : "in one step";
  return [`the filter of the management scope ${spec.name} becomes ${filter} ${how}, for every role that uses it`];
}

function toPolicy(spec: Spec<"ApplicationAccessPolicy">, facts: Facts): string[] {
  const scopeId = text(facts.groups.get(spec.scopeGroup)?.ExternalDirectoryObjectId);
  const policies = facts.policies.filter((each) => sameText(each.appId, spec.appId));
  const own = policies.find((each) => isSame(each, spec.appId, scopeId));
  const wanted = `the access policy ${spec.accessRight} for ${spec.scopeGroup}`;
  const roles = applicationRoles(facts, spec.appId);
  const others = spec.shared ? [] : policies.filter((each) => each !== own);
  if (own && !sameText(own.accessRight, spec.accessRight)) return turnedAround(own, wanted);
  // Without a scope before, the first one is made; that is no change of a scope.
  if (others.length === 0 && (own !== undefined || roles.length === 0)) return [];
  return [
    ...(own ? [] : [`${wanted} is made and waited for`]),
    ...(roles.length > 0 ? ["consent in Entra is given, which the policy filters"] : []),
    ...(others.length > 0
      ? [`${listOf(others)} ${others.length > 1 ? "are" : "is"} removed; until then the policies count together`]
      : []),
    ...(roles.length > 0 ? [`the role assignments ${roles.map((each) => each.name).join(", ")} are removed`] : []),
  ];
}

/** Exchange keeps one policy per application and group: between the old one and the new one another stands guard. */
function turnedAround(own: Policy, wanted: string): string[] {
  return [
    "an access policy that allows one mailbox of the group stands guard: Exchange keeps one policy per application and group",
    `${listOf([own])} is removed: the application reaches no more than that mailbox from here on`,
    `${wanted} is made and waited for`,
    "the policy that stood guard is removed",
  ];
}

function toAssignments(specs: readonly Spec<"RoleAssignment">[], facts: Facts): string[] {
  const [first] = specs;
  if (!first) return [];
  const live = applicationRoles(facts, first.appId);
  const policies = facts.policies.filter((each) => sameText(each.appId, first.appId));
  const liveOf = (spec: Spec<"RoleAssignment">) => live.find((each) => sameText(each.name, spec.name));
  const missing = specs.filter((spec) => !liveOf(spec));
  const moved = specs.filter((spec) => {
    const found = liveOf(spec);
    const group = "group" in spec.scope ? facts.groups.get(spec.scope.group) : undefined;
    return found && !hasScope(found, spec.scope, group);
  });
  const undeclared = byMaker(
    live.filter((each) => !specs.some((spec) => sameText(spec.name, each.name))),
    markOf(first.name),
  );
  const stale = [...undeclared.own, ...(first.shared ? [] : undeclared.foreign)];
  if (policies.length === 0 && moved.length === 0 && stale.length === 0) return [];
  const consented = consentsOf(first.appId, facts);
  return [
    ...(missing.length > 0
      ? [`${missing.map((each) => each.role).join(", ")} for ${describeScope(first.scope)} is assigned and waited for`]
      : []),
    ...moved.map((each) => `the scope of ${each.name} becomes ${describeScope(each.scope)} in one step`),
    ...(stale.length > 0 ? [`the role assignments ${stale.map((each) => each.name).join(", ")} are removed`] : []),
    ...(policies.length > 0 && consented
      ? [`consent to ${consented} in Entra is taken out: the roles grant on their own from here on`]
      : []),
    ...(policies.length > 0 ? [`${listOf(policies)} ${policies.length > 1 ? "are" : "is"} removed`] : []),
  ];
}

function applicationRoles(facts: Facts, appId: string): Assignment[] {
  return (facts.assignments.get(appId) ?? []).filter((each) => each.role.startsWith("Application "));
}

function listOf(policies: readonly Policy[]): string {
  const each = policies.map(({ accessRight, scopeName }) => `${accessRight} for ${scopeName}`);
  return `the access ${policies.length > 1 ? "policies" : "policy"} ${each.join(", ")}`;
}

function consentsOf(appId: string, facts: Facts): string {
  const grants = facts.consents.get(appId)?.grants ?? [];
  return grants.map(({ permission }) => permission.name).join(", ");
}

/** Applications that reach more than they should at this moment, in words. */
export function exposures(manifests: readonly Manifest[], facts: Facts): string[] {
  return [
    ...appIdsOf(manifests).flatMap((appId) => openToAll(appId, manifests, facts)),
    ...manifests.flatMap((each) => (each.kind === "ApplicationAccessPolicy" ? besideForAll(each.spec, facts) : [])),
  ];
}

function openToAll(appId: string, manifests: readonly Manifest[], facts: Facts): string[] {
  const isRestricted = facts.policies.some(
    (each) => (isForAll(each) || sameText(each.appId, appId)) && sameText(each.accessRight, "RestrictAccess"),
  );
  const open = (facts.consents.get(appId)?.grants ?? []).filter(
    ({ permission }) => !isRestricted || !isFilteredByAccessPolicy(permission),
  );
  const isDeclared = manifests.some(
    ({ kind, spec }) =>
      "appId" in spec &&
      sameText(spec.appId, appId) &&
      (kind === "RoleAssignment" || (kind === "ApplicationAccessPolicy" && spec.accessRight === "RestrictAccess")),
  );
  if (open.length === 0 || !isDeclared) return [];
  return [
    `application ${appId} can reach every mailbox at this moment: it holds ${open.map(({ permission }) => permission.name).join(", ")}, and no ` +
      "access policy confines that",
  ];
}

/** Policies for all applications are nobody's in particular, so they are told and left. */
function besideForAll(spec: Spec<"ApplicationAccessPolicy">, facts: Facts): string[] {
  if (spec.shared || spec.accessRight !== "RestrictAccess") return [];
  const scopeId = text(facts.groups.get(spec.scopeGroup)?.ExternalDirectoryObjectId);
  return addingForAll(facts.policies, scopeId).map(
    (each) =>
      `an access policy for all applications lets application ${spec.appId} into mailboxes beside its scope: ${describePolicy(each)}`,
  );
}
