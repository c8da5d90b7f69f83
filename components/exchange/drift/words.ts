import { isFilteredByAccessPolicy } from "../../graph";
import type { Manifest } from "../manifest";
import { defeats } from "../objects/entra-grants";
import { groupFilter, isForDeclared } from "../objects/management-scope";
import { isFilteredForScope } from "../objects/policies-beside";
import { otherManagers } from "../objects/managers";
import { describePolicy, isSame, type Policy } from "../objects/policies";
import {
  describeAssignment,
  describeScope,
  hasScope,
  isApplicationRole,
  type Assignment,
} from "../objects/role-assignments";
import { byMaker, undeclaredBeside } from "../objects/undeclared-roles";
import { sameText, text } from "../objects/values";
import { sameFilter } from "../opath";
import { described } from "../ownership";
import type { ExchangeObject } from "../transport";
import type { Facts } from "./facts";

/** How the tenant differs from what a manifest declares, in words; empty where it does not. */
export function differences(manifest: Manifest, facts: Facts): string[] {
  // What others wrote in the tenant is shown to people and handed on as an environment variable.
  return wordsOf(manifest, facts).map((each) => each.replace(/\p{Cc}+/gu, " "));
}

/**
 * Whether nothing differs but roles that the scope itself assigned and does not declare any more: a change of the scope leaves them, or an update
 * that was interrupted.
 */
export function isLeftBehindOnly(manifest: Manifest, facts: Facts): boolean {
  if (manifest.kind !== "RoleAssignment") return false;
  const { spec } = manifest;
  const assignments = facts.assignments.get(spec.appId) ?? [];
  const { own } = undeclaredBeside(assignments, spec, isFor(spec, facts));
  const others = assignments.filter((each) => !own.includes(each));
  const without = { ...facts, assignments: new Map([[spec.appId, others]]) };
  return own.length > 0 && ofRoleAssignment(spec, without).length === 0;
}

/** Whether the object is not there at all. */
export function isMissing({ kind, spec }: Manifest, facts: Facts): boolean {
  switch (kind) {
    case "MailEnabledSecurityGroup":
      return !facts.groups.get(spec.primarySmtpAddress);
    case "ApplicationAccessPolicy":
      return !policyOf(spec, facts);
    case "ExchangeServicePrincipal":
      return !facts.pointers.get(spec.appId);
    case "ManagementScope":
      return !facts.scopes.get(spec.name);
    case "RoleAssignment":
      return !(facts.assignments.get(spec.appId) ?? []).some((each) => sameText(each.name, spec.name));
  }
}

function wordsOf({ kind, spec }: Manifest, facts: Facts): string[] {
  switch (kind) {
    case "MailEnabledSecurityGroup":
      return ofGroup(spec, facts);
    case "ApplicationAccessPolicy":
      return ofPolicy(spec, facts);
    case "ExchangeServicePrincipal":
      return ofPointer(spec, facts);
    case "ManagementScope":
      return ofManagementScope(spec, facts);
    case "RoleAssignment":
      return ofRoleAssignment(spec, facts);
  }
}

type Spec<K extends Manifest["kind"]> = Extract<Manifest, { kind: K }>["spec"];

function ofGroup(spec: Spec<"MailEnabledSecurityGroup">, facts: Facts): string[] {
  const group = facts.groups.get(spec.primarySmtpAddress);
  if (!group) return ["the group is not there"];
  const members = facts.members.get(spec.primarySmtpAddress) ?? new Set();
  const declared = new Set(spec.members);
  const beside = [...members].filter((each) => !declared.has(each));
  const missing = spec.members.filter((each) => !members.has(each));
  const managers = otherManagers(
    group,
    spec.managedBy.map((each) => facts.managers.get(each)),
  );
  const name = text(group.DisplayName);
  return [
    ...(group.IsDirSynced === true ? ["the group is synchronised from an on-premises directory now"] : []),
    ...(facts.leaving.has(spec.primarySmtpAddress) ? ["its description says that it is being removed"] : []),
    ...(name === spec.displayName ? [] : [`its display name is "${name}"`]),
    ...(managers ? [`it is managed by ${some(managers) || "nobody"} instead of ${some(spec.managedBy)}`] : []),
    ...(beside.length === 0 ? [] : [`it has members beside the declared ones: ${some(beside)}`]),
    ...(missing.length === 0 ? [] : [`it lacks members: ${some(missing)}`]),
  ];
}

function policyOf(spec: Spec<"ApplicationAccessPolicy">, facts: Facts): Policy | undefined {
  const scopeId = text(facts.groups.get(spec.scopeGroup)?.ExternalDirectoryObjectId);
  return facts.policies.find((policy) => isSame(policy, spec.appId, scopeId));
}

function ofPolicy(spec: Spec<"ApplicationAccessPolicy">, facts: Facts): string[] {
  const own = policyOf(spec, facts);
  const others = facts.policies.filter((policy) => policy !== own && sameText(policy.appId, spec.appId));
  const all = (facts.assignments.get(spec.appId) ?? []).filter(isApplicationRole);
  const roles = spec.shared ? byMaker(all, spec.scopeMark).own : all;
  return [
    ...(own ? [] : ["the access policy is not there"]),
    ...(own && !sameText(own.accessRight, spec.accessRight) ? [`its right is ${own.accessRight}`] : []),
    ...(own && own.description !== described(spec.description, spec.owner)
      ? [`its description is "${own.description}"`]
      : []),
    ...(spec.shared ? [] : others.map((each) => `there is another policy of the application: ${describePolicy(each)}`)),
    ...(own ? roles.map((each) => `a role grants beside the policy: ${describeAssignment(each)}`) : []),
  ];
}

function ofPointer(spec: Spec<"ExchangeServicePrincipal">, facts: Facts): string[] {
  const pointer = facts.pointers.get(spec.appId);
  if (!pointer) return ["Exchange has no pointer to the application"];
  const principal = facts.consents.get(spec.appId)?.servicePrincipalId;
  if (principal === undefined || sameText(text(pointer.ObjectId), principal)) return [];
  return [`the pointer is to ${text(pointer.ObjectId)}, which is not the application's service principal any more`];
}

function ofManagementScope(spec: Spec<"ManagementScope">, facts: Facts): string[] {
  const scope = facts.scopes.get(spec.name);
  if (!scope) return ["the management scope is not there"];
  const { recipients } = spec;
  const address =
    "memberOf" in recipients ? recipients.memberOf : "notMemberOf" in recipients ? recipients.notMemberOf : "";
  const filter = groupFilter(recipients, text(facts.groups.get(address)?.DistinguishedName));
  const found = text(scope.RecipientFilter);
  return sameFilter(found, filter) ? [] : [`its filter is ${found}`];
}

function ofRoleAssignment(spec: Spec<"RoleAssignment">, facts: Facts): string[] {
  const assignments = facts.assignments.get(spec.appId) ?? [];
  const own = assignments.find((each) => sameText(each.name, spec.name));
  const isSameScope = isFor(spec, facts);
  const { own: left, scoped, foreign } = undeclaredBeside(assignments, spec, isSameScope);
  const isChanged = own && !(sameText(own.role, spec.role) && hasScope(own, spec.scope, groupOf(spec, facts)));
  const open = (facts.consents.get(spec.appId)?.grants ?? []).filter(
    (each) =>
      defeats(each, spec) &&
      !isFilteredForScope(each, facts.policies, spec) &&
      (own ?? !(isFilteredByAccessPolicy(each.permission) && isConfined(spec.appId, facts))),
  );
  return [
    ...(own ? [] : ["the role assignment is not there"]),
    ...(isChanged ? [`it is ${describeAssignment(own)} instead of ${spec.role} for ${describeScope(spec.scope)}`] : []),
    ...(own && !own.enabled ? ["it is switched off"] : []),
    ...left.map((each) => `a role is not declared any more: ${describeAssignment(each)}`),
    ...[...scoped, ...foreign].map((each) => besideWords(each, spec.role)),
    ...open.map(({ permission }) => `${permission.name} is consented to in Entra too, which opens every mailbox`),
  ];
}

function isFor(spec: Spec<"RoleAssignment">, facts: Facts): (assignment: Assignment) => boolean {
  return (each) => isForDeclared(each, spec.scope, groupOf(spec, facts), [...facts.scopes.values()]);
}

function groupOf({ scope }: Spec<"RoleAssignment">, facts: Facts): ExchangeObject | undefined {
  return "group" in scope ? facts.groups.get(scope.group) : undefined;
}

function besideWords(assignment: Assignment, role: string): string {
  const what = sameText(assignment.role, role) ? "another assignment gives the same role" : "a role is not declared";
  return `${what}: ${describeAssignment(assignment)}`;
}

/** Whether an access policy filters what the application was consented to, as it does while the mechanism is being changed. */
function isConfined(appId: string, facts: Facts): boolean {
  return facts.policies.some((each) => sameText(each.appId, appId));
}

/** A list that stays readable. */
export function some(addresses: readonly string[]): string {
  const shown = addresses.slice(0, 5).join(", ");
  return addresses.length > 5 ? `${shown} and ${addresses.length - 5} more` : shown;
}
