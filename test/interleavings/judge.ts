import assert from "node:assert/strict";
import type { AuditEntry } from "@consentra/sandbox/tenant";
import type { Outcome } from "../histories/engine";
import { wholeShapeOf } from "../histories/shape";
import type { Declaration } from "./declarations";
import type { Side } from "./gate";
import { declaredReach, type Reach } from "./reach";
import type { SharedTenant } from "./tenant";

/** By side. */
export const stackNames = ["one", "two"] as const;

export const otherThan = (side: Side): Side => (side === 0 ? 1 : 0);

/** How a refusal says who is in the way, or what a service says that keeps one of a thing. */
export const refusals: readonly RegExp[] = [
  /organization\/histories\/(?:one|two)\//,
  // Roles have no room for more than the component's name.
  /did not make: (?:people-ai|mail-archive|callplease)-/,
  // Entra's own: it keeps one service principal for each application, and one of each grant.
  /POST \/servicePrincipals(?:\/\S+)? answered 4\d\d/,
];
/** What is so while the other is under way, and what is so where the other took away what this one stands on. */
export const passing: readonly RegExp[] = [/run again/i];
export const bereft: readonly RegExp[] = [/there is no recipient/, /does not know application \S+ or group/];

export function assertCompleted(outcome: Outcome, what: string): asserts outcome is Outcome & { kind: "completed" } {
  if (outcome.kind !== "completed")
    assert.fail(`${what} did not complete: ${outcome.kind === "failed" ? outcome.error.message : outcome.kind}`);
}

export function assertRefused(outcome: Outcome, patterns: readonly RegExp[], what: string): void {
  const message = outcome.kind === "failed" ? outcome.error.message : outcome.kind;
  if (!patterns.some((each) => each.test(message))) assert.fail(`${what} is no clear refusal: ${message}`);
}

/**
 * Does something with both stacks: at no entry of the audit log an application may reach what neither declared, and in the end the tenant is as
 * it was.
 *
 * @param declared all that either declares, before or now
 */
export function judged<T>(tenant: SharedTenant, declared: readonly Declaration[], work: () => Promise<T>): Promise<T> {
  return tenant.inItsTime(async () => {
    const seed = wholeShapeOf(tenant.seen.contoso);
    const judge = new Judge(tenant, declared);
    const stop = tenant.onAudit((entry) => judge.hear(entry));
    try {
      const result = await work().finally(() => judge.assertNothingOpened());
      assert.deepEqual(wholeShapeOf(tenant.seen.contoso), seed, "something is left of what both gave up");
      return result;
    } finally {
      stop();
    }
  });
}

/** Hears every entry of the audit log: nothing may open beyond what is declared, nor every mailbox, which nobody ever declares here. */
class Judge {
  readonly #allowed: Reach;
  readonly #mailboxes: number;
  #opened: string | undefined;

  constructor(tenant: SharedTenant, declared: readonly Declaration[]) {
    this.#allowed = declaredReach(tenant.seen, declared, declared);
    this.#mailboxes = tenant.seen.contoso.exchange.mailboxes.size;
  }

  hear({ sequence, operation, reach }: AuditEntry): void {
    for (const [clientId, allowed] of this.#allowed) {
      const reached = reach[clientId] ?? [];
      const beyond = reached.filter((each) => !allowed.has(each));
      const what =
        beyond.length > 0
          ? `${beyond.length} mailboxes that neither declared`
          : reached.length === this.#mailboxes && "all mailboxes";
      if (what) this.#opened ??= `${what} are open after entry ${sequence}, ${operation}`;
    }
  }

  assertNothingOpened(): void {
    assert.equal(this.#opened, undefined, this.#opened);
  }
}
