import type { Manifest } from "../manifest";
import { isSame } from "../objects/policies";
import { describeScope, hasScope } from "../objects/role-assignments";
import { sameText, text } from "../objects/values";
import { appIdsOf, type Facts } from "./facts";

type PolicySpec = Extract<Manifest, { kind: "ApplicationAccessPolicy" }>["spec"];
type AssignmentSpec = Extract<Manifest, { kind: "RoleAssignment" }>["spec"];

/**
 * The order in which an existing scope becomes the declared one, so that at each step the application reaches nothing beyond the old and
 * the new mailboxes. Empty where nothing of the kind changes, and where the application had no scope.
 */
export function orderedSteps(manifests: readonly Manifest[], facts: Facts): string[] {
  return appIdsOf(manifests).flatMap((appId) => {
    const specs = manifests.filter(({ spec }) => "appId" in spec && sameText(spec.appId, appId));
    const policy = specs.find((each) => each.kind === "ApplicationAccessPolicy");
    const assignments = specs.filter((each) => each.kind === "RoleAssignment").map(({ spec }) => spec);
    if (policy) return toPolicy(policy.spec, facts);
    return assignments.length > 0 ? toAssignments(assignments, facts) : [];
  });
}

function toPolicy(spec: PolicySpec, facts: Facts): string[] {
  const scopeId = text(facts.groups.get(spec.scopeGroup)?.ExternalDirectoryObjectId);
  const policies = facts.policies.filter((each) => sameText(each.appId, spec.appId));
  const own = policies.find((each) => isSame(each, spec.appId, scopeId));
  const wanted = `the access policy ${spec.accessRight} for ${spec.scopeGroup}`;
  const consented = consentsOf(spec.appId, facts);
  if (own && !sameText(own.accessRight, spec.accessRight)) {
    return [
      `consent to ${consented || "its mailbox permissions"} is taken out: the application reaches no mailbox from here on`,
      `the access policy ${own.accessRight} for the same group is removed: Exchange keeps one policy per application and group`,
      `${wanted} is made and waited for`,
      "consent is given again",
    ];
  }
  const others = policies.filter((each) => each !== own).map((each) => `${each.accessRight} for ${each.scopeName}`);
  const roles = (facts.assignments.get(spec.appId) ?? []).filter((each) => each.role.startsWith("Application "));
  if (others.length === 0 && (own !== undefined || roles.length === 0)) return [];
  return [
    ...(own ? [] : [`${wanted} is made and waited for`]),
    ...(others.length > 0
      ? [`the access policy ${others.join(", ")} is removed; until then the mailboxes of both count`]
      : []),
    ...(!own && roles.length > 0
      ? [
          "consent in Entra is given, which the policy filters",
          `the role assignments ${roles.map((each) => each.name).join(", ")} are removed`,
        ]
      : []),
  ];
}

function toAssignments(specs: readonly AssignmentSpec[], facts: Facts): string[] {
  const [first] = specs;
  if (!first) return [];
  const live = facts.assignments.get(first.appId) ?? [];
  const policies = facts.policies.filter((each) => sameText(each.appId, first.appId));
  const missing = specs.filter((spec) => !live.some((each) => sameText(each.name, spec.name)));
  const moved = specs.filter((spec) => {
    const found = live.find((each) => sameText(each.name, spec.name));
    const group = "group" in spec.scope ? facts.groups.get(spec.scope.group) : undefined;
    return found && !hasScope(found, spec.scope, group);
  });
  const consented = consentsOf(first.appId, facts);
  const stale = live.filter(
    (each) => each.role.startsWith("Application ") && !specs.some((spec) => sameText(spec.name, each.name)),
  );
  if (policies.length === 0 && moved.length === 0 && stale.length === 0) return [];
  return [
    ...(missing.length > 0
      ? [`${missing.map((each) => each.role).join(", ")} for ${describeScope(first.scope)} is assigned and waited for`]
      : []),
    ...moved.map((each) => `the scope of ${each.name} becomes ${describeScope(each.scope)} in one step`),
    ...(policies.length > 0 && consented
      ? [`consent to ${consented} in Entra is taken out: the roles grant on their own from here on`]
      : []),
    ...(policies.length > 0
      ? [
          `the access policy ${policies.map((each) => `${each.accessRight} for ${each.scopeName}`).join(", ")} is removed`,
        ]
      : []),
    ...(stale.length > 0 ? [`the role assignments ${stale.map((each) => each.name).join(", ")} are removed`] : []),
  ];
}

function consentsOf(appId: string, facts: Facts): string {
  const grants = facts.consents.get(appId)?.grants ?? [];
  return grants.map(({ permission }) => permission.name).join(", ");
}

/** Applications that reach more than they should at this moment, in words. */
export function exposures(manifests: readonly Manifest[], facts: Facts): string[] {
  return appIdsOf(manifests).flatMap((appId) => {
    const consented = consentsOf(appId, facts);
    if (consented === "") return [];
    const restricted = facts.policies.some(
      (each) => sameText(each.appId, appId) && sameText(each.accessRight, "RestrictAccess"),
    );
    const declared = manifests.find(
      ({ kind, spec }) =>
        "appId" in spec &&
        spec.appId === appId &&
        (kind === "RoleAssignment" || (kind === "ApplicationAccessPolicy" && spec.accessRight === "RestrictAccess")),
    );
    if (restricted || !declared) return [];
    return [
      `application ${appId} can reach every mailbox at this moment: it holds ${consented}, and no access policy confines it`,
    ];
  });
}
