import { isKind, until, type StepContext } from "./context";
import { readMailboxGrantsForSure } from "./entra-grants";
import { describePolicy, readPolicies, type Policy } from "./policies";
import { sameText } from "./values";

/**
 * A policy that denies a group denies nobody when the group is gone: its application would reach the group's mailboxes. Waits for a policy
 * that is on its way out, which not every directory server knows yet.
 *
 * @param groupId object ID of the group in Entra
 * @throws Error where a policy stays and its application holds permissions that reach mailboxes
 */
export async function assertDeniesNobody(context: StepContext, groupId: string): Promise<void> {
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
