import { isFilteredByAccessPolicy } from "../../graph";
import type { RoleAssignmentSpec } from "../manifest";
import { isWhole, ownerIn } from "../ownership";
import { markOf, markOfOwner } from "../scope-names";
import type { MailboxGrant } from "./entra-grants";
import { describePolicy, type Policy } from "./policies";
import { eachOnce, sameText } from "./values";

type Judged = Pick<RoleAssignmentSpec, "name" | "appId">;

/**
 * Access policies of the application that a mailbox scope manages. None where that cannot be told: for a role that no mailbox scope named, and an
 * owner too long to be written in full.
 */
function policiesOfScopes(policies: readonly Policy[], { name, appId }: Judged): { policy: Policy; isOwn: boolean }[] {
  const mark = markOf(name);
  if (mark === undefined) return [];
  return policies.flatMap((policy) => {
    const owner = ownerIn(policy.description);
    if (owner === undefined || !isWhole(owner) || !sameText(policy.appId, appId)) return [];
    return [{ policy, isOwn: markOfOwner(owner, appId) === mark }];
  });
}

/** Those that another scope manages. One of the own scope is on its way out: the mechanism is being changed. */
export function policiesOfOthers(policies: readonly Policy[], spec: Judged): Policy[] {
  return policiesOfScopes(policies, spec).flatMap(({ policy, isOwn }) => (isOwn ? [] : [policy]));
}

/** Whether a consent only counts for what the access policy of this or another mailbox scope allows. */
export function isFilteredForScope({ permission }: MailboxGrant, policies: readonly Policy[], spec: Judged): boolean {
  return isFilteredByAccessPolicy(permission) && policiesOfScopes(policies, spec).length > 0;
}

/**
 * Roles and what a policy lets through add up, so neither would be what is declared.
 *
 * @throws Error where another stack scopes the application by a policy, and it is not shared
 */
export function refusePolicies(policies: readonly Policy[], spec: Judged & Pick<RoleAssignmentSpec, "shared">): void {
  const others = spec.shared ? [] : eachOnce(policiesOfOthers(policies, spec), ({ identity }) => identity);
  if (others.length === 0) return;
  throw new Error(
    `application ${spec.appId} is scoped by another stack as well: ${others.map(describePolicy).join("; ")}. What an access policy lets through and ` +
      "what roles give add up, so neither scope would be what is declared. Declare the scope in one stack, or say `shared: true` of both where both " +
      "scope the application on purpose. If that stack is gone, take the consent away, then remove its policy.",
  );
}
