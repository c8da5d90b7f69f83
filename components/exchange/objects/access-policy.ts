import { findPermissionById, reachesMailboxes } from "../../graph";
import type { ApplicationAccessPolicySpec } from "../manifest";
import { ExchangeError } from "../rest-errors";
import type { ExchangeObject } from "../transport";
import { until, type StepContext } from "./context";

/** What is kept of a policy in the stack's state. */
export interface AccessPolicyState {
  /** As the service returned it: never built by us. */
  identity: string;
  appId: string;
}

interface Policy {
  identity: string;
  appId: string;
  /** Entra object ID of the scope group: the last part of the raw scope identity. */
  scopeId: string;
  accessRight: string;
  description: string;
}

export async function createAccessPolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
): Promise<AccessPolicyState> {
  const [group, policies] = await readScope(context, spec);
  const existing = policies.find((policy) => isSame(policy, spec.appId, group.id));
  if (existing && existing.accessRight !== spec.accessRight) {
    throw new Error(
      `there is an access policy for application ${spec.appId} and group ${spec.scopeGroup} already, with ${existing.accessRight} instead of ` +
        `${spec.accessRight}. Exchange keeps one policy per application and group: use another group, or take the old policy and the ` +
        "consent away first.",
    );
  }
  if (existing && existing.description !== spec.description) {
    throw new Error(
      `there is an access policy for application ${spec.appId} and group ${spec.scopeGroup} already that this stack did not make: its ` +
        `description is "${existing.description}" instead of "${spec.description}". Remove it once the consent is taken away, or give this ` +
        "scope the same description to take the policy over.",
    );
  }
  const policy = existing ?? (await newPolicy(context, spec, group.id));
  await waitUntilInForce(context, spec, policy.identity);
  return { identity: policy.identity, appId: spec.appId };
}

export async function updateAccessPolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  previous: AccessPolicyState,
): Promise<AccessPolicyState> {
  const policy = (await readPolicies(context)).find((each) => each.identity === previous.identity);
  if (!policy) return createAccessPolicy(context, spec);
  if (policy.description !== spec.description) await setDescription(context, policy.identity, spec.description);
  return previous;
}

/**
 * Removes a policy, unless that would open mailboxes: where the application still holds permissions that reach mailboxes and no other
 * policy confines it, the step is refused.
 */
export async function removeAccessPolicy(context: StepContext, previous: AccessPolicyState): Promise<void> {
  const policies = await readPolicies(context);
  if (!policies.some((policy) => policy.identity === previous.identity)) return;
  // A policy that denies confines nobody beside its group, so that only another one that restricts keeps the mailboxes closed.
  const stillRestricted = policies.some(
    (policy) =>
      policy.identity !== previous.identity &&
      sameText(policy.appId, previous.appId) &&
      sameText(policy.accessRight, "RestrictAccess"),
  );
  if (!stillRestricted) await assertNothingOpens(context, previous.appId);
  try {
    await context.exchange.invoke("Remove-ApplicationAccessPolicy", { Identity: previous.identity, Confirm: false });
  } catch (error) {
    if (error instanceof ExchangeError && error.kind === "notFound") return;
    const unsure = error instanceof ExchangeError && error.kind === "transient";
    const gone = unsure && !(await readPolicies(context)).some((policy) => policy.identity === previous.identity);
    if (!gone) throw error;
  }
}

async function assertNothingOpens(context: StepContext, appId: string): Promise<void> {
  const assignments = await context.graph.applicationPermissions(appId);
  const reaching = assignments.flatMap(({ resourceAppId, appRoleId }) => {
    const permission = findPermissionById(resourceAppId, "application", appRoleId);
    return permission && reachesMailboxes(permission) ? [permission.name] : [];
  });
  if (reaching.length === 0) return;
  throw new Error(
    `the access policy is the last one that confines application ${appId}, which still holds ${reaching.sort().join(", ")}: without the ` +
      "policy it could reach every mailbox. Take the consent away first (it was not made by this stack, or is not in it any more), then run again.",
  );
}

async function readScope(context: StepContext, spec: ApplicationAccessPolicySpec): Promise<[{ id: string }, Policy[]]> {
  let problem: Error | undefined;
  const answer = await until(
    context,
    `the group ${spec.scopeGroup} is seen by the policy service`,
    async () => {
      const [recipients, policies] = await context.exchange.batch([
        { cmdlet: "Get-Recipient", parameters: { Identity: spec.scopeGroup } },
        { cmdlet: "Get-ApplicationAccessPolicy", parameters: {} },
      ]);
      if (policies === undefined || policies instanceof Error) throw policies ?? new Error("no answer");
      if (recipients instanceof Error) {
        problem = recipients;
        if (recipients instanceof ExchangeError && recipients.kind === "notFound") return undefined;
        throw recipients;
      }
      // Asked for what does not exist, a Get- cmdlet may answer with everything: the first of many is never taken.
      if (recipients && recipients.length > 1) {
        throw new Error(
          `${spec.scopeGroup} names ${recipients.length} recipients, expected one; use the address of the group`,
        );
      }
      return { recipient: recipients?.[0], policies };
    },
    (each) => each !== undefined,
  );
  if (!answer?.recipient) throw problem ?? new Error(`there is no recipient ${spec.scopeGroup}`);
  const { recipient, policies } = answer;
  if (recipient.RecipientTypeDetails !== "MailUniversalSecurityGroup") {
    throw new Error(
      `${spec.scopeGroup} is a ${text(recipient.RecipientTypeDetails)}, expected a mail-enabled security group: an access policy takes no other group`,
    );
  }
  return [{ id: text(recipient.ExternalDirectoryObjectId) }, policies.map(toPolicy)];
}

async function newPolicy(context: StepContext, spec: ApplicationAccessPolicySpec, scopeId: string): Promise<Policy> {
  try {
    const created = await until(
      context,
      `the group ${spec.scopeGroup} has reached every directory server`,
      () => sendNewPolicy(context, spec),
      (answer) => answer !== "scopeNotThere",
    );
    if (created === undefined)
      throw new Error(`the group ${spec.scopeGroup} did not reach every directory server in time; run again`);
    if (created !== "scopeNotThere" && created[0]) return toPolicy(created[0]);
  } catch (error) {
    // After a fault the write may have been done: read back, never send it twice.
    if (!(error instanceof ExchangeError) || error.kind !== "transient") throw error;
    const done = (await readPolicies(context)).find((policy) => isSame(policy, spec.appId, scopeId));
    if (!done) throw error;
    return done;
  }
  const seen = await until(
    context,
    "the new policy is seen",
    async () => (await readPolicies(context)).find((policy) => isSame(policy, spec.appId, scopeId)),
    (each) => each !== undefined,
  );
  if (!seen) throw new Error("the policy was created but is not seen yet; run again in some minutes");
  return seen;
}

/** Another directory server than the one that was asked may not know the group yet; it then did nothing. */
async function sendNewPolicy(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
): Promise<ExchangeObject[] | "scopeNotThere"> {
  try {
    return await context.exchange.invoke("New-ApplicationAccessPolicy", {
      AppId: [spec.appId],
      PolicyScopeGroupId: spec.scopeGroup,
      AccessRight: spec.accessRight,
      Description: spec.description,
    });
  } catch (error) {
    if (error instanceof ExchangeError && error.kind === "notFound") return "scopeNotThere";
    throw error;
  }
}

async function setDescription(context: StepContext, identity: string, description: string): Promise<void> {
  await context.exchange.invoke("Set-ApplicationAccessPolicy", { Identity: identity, Description: description });
}

/**
 * Consent follows this step, so it ends only when the service lists the policy and its own test cmdlet says what the policy means. The list
 * is needed beside the test: without any policy, a mailbox inside the scope is granted too.
 */
async function waitUntilInForce(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  identity: string,
): Promise<void> {
  const probes = [
    ...spec.probes.granted.map((mailbox) => ({ mailbox, expected: "Granted" })),
    ...spec.probes.denied.map((mailbox) => ({ mailbox, expected: "Denied" })),
  ];
  let last: string[] = [];
  const inForce = await until(
    context,
    "the access policy is in force",
    async () => {
      const [listed, ...answers] = await context.exchange.batch([
        { cmdlet: "Get-ApplicationAccessPolicy", parameters: {} },
        ...probes.map(({ mailbox }) => ({
          cmdlet: "Test-ApplicationAccessPolicy",
          parameters: { Identity: mailbox, AppId: spec.appId },
        })),
      ]);
      if (listed === undefined || listed instanceof Error) throw listed ?? new Error("no answer");
      const isListed = listed.map(toPolicy).some((policy) => policy.identity === identity);
      last = isListed ? [] : ["the policy is not listed"];
      last.push(
        ...probes.flatMap(({ mailbox, expected }, index) => {
          const answer = answers[index];
          if (answer instanceof Error && !(answer instanceof ExchangeError && answer.kind === "notFound")) throw answer;
          const found = answer instanceof Error ? "not found" : text(answer?.[0]?.AccessCheckResult);
          return found === expected ? [] : [`${mailbox}: ${found || "no answer"} instead of ${expected}`];
        }),
      );
      return last.length === 0;
    },
    (each) => each,
  );
  if (!inForce)
    throw new Error(
      `the access policy is not in force as declared: ${last.join("; ")}. No consent was given; run again.`,
    );
}

async function readPolicies(context: StepContext): Promise<Policy[]> {
  return (await context.exchange.invoke("Get-ApplicationAccessPolicy", {})).map(toPolicy);
}

function toPolicy(object: ExchangeObject): Policy {
  return {
    identity: text(object.Identity),
    appId: text(object.AppId),
    scopeId: text(object.ScopeIdentityRaw).split(";").at(-1) ?? "",
    accessRight: text(object.AccessRight),
    description: text(object.Description),
  };
}

function isSame(policy: Policy, appId: string, scopeId: string): boolean {
  return sameText(policy.appId, appId) && sameText(policy.scopeId, scopeId);
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
