import { otherOwner } from "../ownership";
import { isKind, until, type StepContext } from "./context";
import { readMailboxGrantsForSure } from "./entra-grants";
import { describePolicy, readPolicies, type Policy } from "./policies";
import { sameText } from "./values";

/**
 * Whether the group may go: nothing opens by it, and no other stack's scope stands on it.
 *
 * @param groupId object ID of the group in Entra
 * @param owner who manages the group
 * @throws Error where it may not
 */
export async function assertUnused(context: StepContext, groupId: string, owner: string | undefined): Promise<void> {
  const others = owner === undefined ? [] : await policiesOfOthers(context, groupId, owner);
  if (others.length > 0) {
    throw new Error(
      `the group is not removed, because another stack's scope stands on it: ${others.map(describePolicy).join("; ")}. Take it out there first, ` +
        "then run again. If that stack is gone, remove the policy once the consent is taken away.",
    );
  }
  await assertDeniesNobody(context, groupId);
}

async function policiesOfOthers(context: StepContext, groupId: string, owner: string): Promise<Policy[]> {
  const stack = (each: string) => each.slice(0, each.lastIndexOf("/"));
  return (await policiesOrNone(context)).filter(({ scopeId, description }) => {
    const other = sameText(scopeId, groupId) ? otherOwner(description, owner) : undefined;
    // This stack's own policy is another component, which is on its way out.
    return other !== undefined && stack(other) !== stack(owner);
  });
}

/**
 * A policy that denies a group denies nobody when the group is gone: its application would reach the group's mailboxes. Waits for a policy
 * that is on its way out, which not every directory server knows yet.
 *
 * @param groupId object ID of the group in Entra
 * @throws Error where a policy stays and its application holds permissions that reach mailboxes
 */
async function assertDeniesNobody(context: StepContext, groupId: string): Promise<void> {
  let last: Policy[] = [];
  const free = await until(
    context,
    "no access policy denies the group any more",
    async () => {
      last = await openedWithout(context, groupId);
      return last.length === 0;
    },
    (each) => each,
  );
  if (free) return;
  throw new Error(
    `the group is not removed, because mailboxes would open: ${last.map(describePolicy).join("; ")} denies it, and the application still holds ` +
      "permissions that reach mailboxes. Take its consent away, then remove that policy, then run again.",
  );
}

async function openedWithout(context: StepContext, groupId: string): Promise<Policy[]> {
  const denying = (await policiesOrNone(context)).filter(
    (each) => sameText(each.scopeId, groupId) && sameText(each.accessRight, "DenyAccess"),
  );
  const consented = await Promise.all(denying.map(({ appId }) => readMailboxGrantsForSure(context.graph, appId)));
  return denying.filter((_, index) => (consented[index]?.grants.length ?? 0) > 0);
}

async function policiesOrNone(context: StepContext): Promise<Policy[]> {
  try {
    return await readPolicies(context);
  } catch (error) {
    // Who manages groups only may not read policies; then nothing is known to deny the group.
    if (isKind(error, "notAllowed")) return [];
    throw error;
  }
}
