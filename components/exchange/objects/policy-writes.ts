import type { ApplicationAccessPolicySpec } from "../manifest";
import { described } from "../ownership";
import { isKind, makeOnce, removeOnce, until, type StepContext } from "./context";
import { readMailboxGrantsForSure } from "./entra-grants";
import { findPolicy, otherPolicies, readPolicies, toPolicy, type Policy } from "./policies";

/** Makes a policy, or finds the one that somebody else made in that moment. */
export async function makePolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  scopeId: string,
): Promise<Policy> {
  const seen = () => findPolicy(context, spec.appId, scopeId);
  const made = await makeOnce(
    context,
    `the group ${spec.scopeGroup} has`,
    () =>
      context.exchange.invoke("New-ApplicationAccessPolicy", {
        AppId: [spec.appId],
        PolicyScopeGroupId: spec.scopeGroup,
        AccessRight: spec.accessRight,
        Description: described(spec.description, spec.owner),
      }),
    seen,
  ).catch((error: unknown) => {
    // Somebody was quicker: that policy is judged as one that was there.
    if (isKind(error, "exists")) return undefined;
    throw error;
  });
  const found = made ?? (await until(context, "the new policy is seen", seen, (each) => each !== undefined));
  if (!found) throw new Error("the policy was created but is not seen yet; run again in some minutes");
  return toPolicy(found);
}

/** Brings the description to what is declared, and to who manages the policy. */
export async function describe(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  { identity, description }: Policy,
): Promise<void> {
  const wanted = described(spec.description, spec.owner);
  if (description === wanted) return;
  await context.exchange.invoke("Set-ApplicationAccessPolicy", { Identity: identity, Description: wanted });
}

export async function sendRemove(context: StepContext, identity: string): Promise<void> {
  await removeOnce(
    () => context.exchange.invoke("Remove-ApplicationAccessPolicy", { Identity: identity, Confirm: false }),
    async () => (await readPolicies(context)).some((policy) => policy.identity === identity),
  );
}

/** Takes back a policy that was made just now, unless something would open without it. */
export async function withdraw(context: StepContext, { identity, appId }: Policy): Promise<void> {
  const beside = otherPolicies(await readPolicies(context), identity, appId);
  const isConfined = beside.some(({ accessRight }) => accessRight === "RestrictAccess");
  if (isConfined || (await readReaching(context, appId)).length === 0) await sendRemove(context, identity);
}

/** Names of the permissions by consent that reach mailboxes. */
export async function readReaching(context: StepContext, appId: string): Promise<string[]> {
  const { grants } = await readMailboxGrantsForSure(context.graph, appId);
  return grants.map(({ permission }) => permission.name).sort();
}
