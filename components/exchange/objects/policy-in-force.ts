import type { ApplicationAccessPolicySpec } from "../manifest";
import { otherOwner } from "../ownership";
import { isKind, single, until, type StepContext } from "./context";
import type { ExchangeObject } from "../transport";
import { groupRead, leavingFault } from "./group-leaving";
import { policiesOf, policyRead, type Policy } from "./policies";
import { answerOrNotFound, probeFaults, type Probes } from "./probes";
import { sameText, text } from "./values";

/** Exchange's pointer to an application; undefined also for who manages access policies only, and may not read it. */
export function pointerOf(answer: ExchangeObject[] | Error | undefined, appId: string): ExchangeObject | undefined {
  if (isKind(answer, "notAllowed")) return undefined;
  return single(answer, appId, (pointer) => sameText(text(pointer.AppId), appId));
}

/** What Exchange says of a policy that is in force. */
interface InForce {
  /** Exchange's pointer to the application, where it has one and the deployer may read it. */
  pointer: ExchangeObject | undefined;
  /** Of every application. */
  policies: Policy[];
  /** Policies of the application that another stack manages; with one of them nothing is waited for. */
  intruders: Policy[];
  /** The group is being removed, in words. */
  leaving: Error | undefined;
}

/**
 * Consent follows the step of a policy, so it ends only when the service lists the policy and its own test cmdlet says what the policy means.
 * The list is needed beside the test: without any policy, a mailbox inside the scope is granted too.
 *
 * @returns what was seen meanwhile: not every directory server knows what is new
 */
export async function waitUntilInForce(
  context: StepContext,
  spec: ApplicationAccessPolicySpec,
  identity: string,
  probes: Probes,
): Promise<InForce> {
  const mailboxes = [...new Set([...probes.inside, ...probes.outside])];
  const restricts = spec.accessRight === "RestrictAccess";
  const [within, without] = restricts ? ["Granted", "Denied"] : ["Denied", "Granted"];
  let last: string[] = [];
  let pointer: ExchangeObject | undefined;
  let seen: Policy[] = [];
  let intruders: Policy[] = [];
  let leaving: Error | undefined;
  const inForce = await until(
    context,
    "the access policy is in force",
    async () => {
      const [policies, pointers, group, ...tests] = await context.exchange.batch([
        policyRead,
        { cmdlet: "Get-ServicePrincipal", parameters: { Identity: spec.appId } },
        groupRead(spec.scopeGroup),
        ...mailboxes.map((mailbox) => ({
          cmdlet: "Test-ApplicationAccessPolicy",
          parameters: { Identity: mailbox, AppId: spec.appId },
        })),
      ]);
      pointer = pointerOf(pointers, spec.appId) ?? pointer;
      leaving = leavingFault(spec.scopeGroup, group);
      seen = policiesOf(policies);
      intruders = spec.shared ? [] : seen.filter((policy) => isIntruder(policy, spec, identity));
      const isListed = seen.some((policy) => policy.identity === identity);
      const answers = mailboxes.map((mailbox, index) => {
        const said = text(answerOrNotFound(tests[index])?.[0]?.AccessCheckResult) || "not found";
        return { mailbox, said, reached: said === within ? true : said === without ? false : undefined };
      });
      last = [
        ...(isListed ? [] : ["the policy is not listed"]),
        ...probeFaults(probes, answers, { reached: within, kept: without }),
      ];
      return last.length === 0 || intruders.length > 0;
    },
    (each) => each,
  );
  if (inForce) return { pointer, policies: seen, intruders, leaving };
  throw new Error(
    `the access policy is not in force as declared: ${last.join("; ")}. What depends on it was not made; run again.`,
  );
}

function isIntruder(policy: Policy, { appId, owner }: ApplicationAccessPolicySpec, identity: string): boolean {
  return (
    policy.identity !== identity && sameText(policy.appId, appId) && otherOwner(policy.description, owner) !== undefined
  );
}

/**
 * Waits until the service lists the policy twice in a row: requests reach directory servers in turn, and the policy that goes next must
 * not be gone from one of them before this one is there.
 */
export async function waitUntilListed(context: StepContext, identity: string): Promise<void> {
  let seen = 0;
  const listed = await until(
    context,
    "every directory server lists the access policy",
    async () => {
      for (seen = 0; seen < 2; seen++) {
        const [answer] = await context.exchange.batch([policyRead]);
        if (!policiesOf(answer).some((policy) => policy.identity === identity)) break;
      }
      return seen === 2;
    },
    (each) => each,
  );
  if (listed) return;
  throw new Error("the new access policy is not listed everywhere yet, so the old one was left in place; run again");
}
