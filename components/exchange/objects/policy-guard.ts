import type { ApplicationAccessPolicySpec } from "../manifest";
import { described, otherOwner, withoutOwner } from "../ownership";
import type { ExchangeObject } from "../transport";
import { makeOnce, settle, type StepContext } from "./context";
import { readMailboxGrantsForSure } from "./entra-grants";
import { findPolicy, isSame, toPolicy, type Policy } from "./policies";
import { waitUntilListed } from "./policy-in-force";
import { sameText, text } from "./values";

/** Tells a policy that stands guard from all others: it goes with the step that made it, or with the next one. */
const description = "Stands guard while a policy is replaced (Consentra)";

/** Another stack's stands guard for that one's policy. @param owners who this stack's policy is and was managed by */
export function isOwnGuard(policy: Policy, ...owners: [owner?: string, earlier?: string]): boolean {
  return withoutOwner(policy.description) === description && otherOwner(policy.description, ...owners) === undefined;
}

/**
 * Exchange keeps one policy per application and group, so that allowing and excepting one group cannot stand side by side, and between them
 * there is neither. Meanwhile another policy allows one mailbox of that group, which is within what is allowed before or after.
 *
 * @returns the policy, when it is listed; undefined where the application holds nothing that reaches mailboxes
 * @throws Error where the group has no mailbox for it
 */
export async function standGuard(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  policies: readonly Policy[],
  members: readonly ExchangeObject[],
): Promise<Policy | undefined> {
  const { grants } = await readMailboxGrantsForSure(context.graph, spec.appId);
  if (grants.length === 0) return undefined;
  const policyOf = (member: ExchangeObject) =>
    policies.find((each) => isSame(each, spec.appId, text(member.ExternalDirectoryObjectId)));
  const isFree = (member: ExchangeObject) => otherOwner(policyOf(member)?.description ?? "", spec.owner) === undefined;
  const member = members.find((each) => text(each.RecipientTypeDetails) === "UserMailbox" && isFree(each));
  if (!member) {
    throw new Error(
      `${spec.scopeGroup} has no user mailbox that could stand guard while its access policy becomes ${spec.accessRight}, and without a policy ` +
        `application ${spec.appId} could reach every mailbox. Use another group, or take its consent away first.`,
    );
  }
  const scopeId = text(member.ExternalDirectoryObjectId);
  const address = text(member.PrimarySmtpAddress);
  const known = policies.find(
    (each) => isSame(each, spec.appId, scopeId) && sameText(each.accessRight, "RestrictAccess"),
  );
  const guard = known ?? (await makeGuard(context, spec, address, scopeId));
  context.progress(`an access policy for ${address} stands guard while the one for ${spec.scopeGroup} is replaced`);
  await waitUntilListed(context, guard.identity);
  await settle(context, spec.settle?.minutes);
  return guard;
}

async function makeGuard(
  context: StepContext,
  { appId, owner }: ApplicationAccessPolicySpec,
  address: string,
  scopeId: string,
): Promise<Policy> {
  const found = () => findPolicy(context, appId, scopeId);
  const made = await makeOnce(
    context,
    `the mailbox ${address} has`,
    () =>
      context.exchange.invoke("New-ApplicationAccessPolicy", {
        AppId: [appId],
        PolicyScopeGroupId: address,
        AccessRight: "RestrictAccess",
        Description: described(description, owner),
      }),
    found,
  );
  const guard = made ?? (await found());
  if (!guard) throw new Error("the access policy that stands guard was made but is not seen yet; run again");
  return toPolicy(guard);
}
