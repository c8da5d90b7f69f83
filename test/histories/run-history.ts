import assert from "node:assert/strict";
import type { AuditEntry } from "@consentra/sandbox/tenant";
import { declaredBy, type Declared } from "./declared";
import type { HistoryEngine, Outcome, Run } from "./engine";
import { HandEdits, type EditName } from "./hand-edits";
import { ModelEngine } from "./model-engine";
import { argsOf, declaredReach, type AccessArgs, type Operation } from "./operations";
import { wholeShapeOf } from "./shape";
import { appId, type HistoryTenant } from "./tenant";

/** What became of the operations of some histories. */
export interface Figures {
  histories: number;
  operations: number;
  completed: number;
  failed: number;
  crashed: number;
  edits: number;
  /** Entries of the audit log at which the reach was judged. */
  entries: number;
  faults: number;
  /** How often something was done by hand in the end, because an error said so. */
  remedies: number;
}

export const noFigures = (): Figures => ({
  histories: 0,
  operations: 0,
  completed: 0,
  failed: 0,
  crashed: 0,
  edits: 0,
  entries: 0,
  faults: 0,
  remedies: 0,
});

/** How often in a row an error says what to do first, and that is done. */
const mostTries = 3;

const undisturbedRun: Run = { order: 1 };

/** Shapes of the tenant after one update that nothing disturbed, by what was declared. */
const undisturbed = new Map<string, unknown>();

/**
 * Runs a history. At every entry of the audit log the app reaches nothing beyond what was declared before or after, and what an administrator
 * opened by hand until the next update that completed; in the end the tenant is the one that the last declaration makes on its own, a further
 * update changes nothing, and destroying leaves what was there before.
 */
export async function runHistory(
  tenant: HistoryTenant,
  operations: readonly Operation[],
  figures = noFigures(),
): Promise<void> {
  const accesses = operations.flatMap((each) => (each.kind === "up" ? [each.access] : []));
  const last = accesses.at(-1);
  if (!last) return;
  tenant.reset();
  const declarations = new Map<AccessArgs, Declared[]>();
  for (const each of accesses) declarations.set(each, await declaredBy(tenant, argsOf(each)));
  await tenant.inItsTime(async () => {
    const expected = await undisturbedShape(tenant, last, declarations);
    tenant.reset();
    await new History(tenant, new ModelEngine(tenant, declarations), figures).run(operations, last, expected);
  });
  figures.histories++;
}

/** What the tenant is like after one update that nothing disturbed, by the model of the engine. */
export async function undisturbedShape(
  tenant: HistoryTenant,
  access: AccessArgs,
  declarations: ReadonlyMap<AccessArgs, Declared[]>,
): Promise<unknown> {
  const key = JSON.stringify(access);
  if (!undisturbed.has(key)) {
    const outcome = await new ModelEngine(tenant, declarations).up(access, undisturbedRun);
    assertCompleted(outcome, "an update that nothing disturbs");
    undisturbed.set(key, wholeShapeOf(tenant.contoso));
  }
  return undisturbed.get(key);
}

/** One history, judged at every step. */
export class History {
  readonly #edits: HandEdits;
  /** Roles and scopes of applications that were there before. */
  readonly #before: string[];
  /** What may be reached: all that was declared since an update last completed, that one's included. */
  #allowed = new Set<string>();
  #openedByHand = new Set<string>();
  #exposure: string | undefined;
  #isByHand = false;
  /** Whether a consent was given by hand since an update last completed. */
  #isConsentNew = false;
  /** What was declared when an update did not complete, and has not completed since: what it made may be in no state. */
  readonly #interrupted = new Map<string, AccessArgs>();

  constructor(
    private readonly tenant: HistoryTenant,
    private readonly engine: HistoryEngine,
    private readonly figures: Figures,
  ) {
    this.#edits = new HandEdits(tenant);
    this.#before = this.#edits.madeByStack();
  }

  async run(operations: readonly Operation[], last: AccessArgs, expected: unknown): Promise<void> {
    const seed = wholeShapeOf(this.tenant.contoso);
    const stop = this.tenant.onAudit((entry) => this.#judge(entry));
    try {
      for (const each of operations) await this.#do(each);
      await this.#settle(last);
      await this.#end(last, expected);
    } finally {
      stop();
    }
    assert.deepEqual(wholeShapeOf(this.tenant.contoso), seed, "destroy left something, or took what was there before");
  }

  async #end(last: AccessArgs, expected: unknown): Promise<void> {
    assert.deepEqual(wholeShapeOf(this.tenant.contoso), expected, "the tenant differs from one that nothing disturbed");
    const writes = this.tenant.sandbox.audit().length;
    const again = await this.#up(last, undisturbedRun);
    assertCompleted(again, "a second update");
    assert.equal(again.changed, 0, "a second update changed something");
    assert.equal(this.tenant.sandbox.audit().length, writes, "a second update wrote something");
    assertCompleted(await this.#destroy(undisturbedRun), "destroy");
  }

  async #do(operation: Operation): Promise<void> {
    this.figures.operations++;
    if (operation.kind === "edit") return this.#edit(operation.edit);
    this.tenant.sandbox.setFaults(operation.faults);
    const access = operation.kind === "up" ? operation.access : undefined;
    const outcome = access ? await this.#up(access, operation) : await this.#destroy(operation);
    this.figures.faults += this.tenant.sandbox.faultProgress().reduce((sum, { hit }) => sum + hit, 0);
    this.figures[outcome.kind]++;
    this.tenant.sandbox.setFaults(undefined);
    if (outcome.kind !== "completed") await this.#recover(access, outcome);
  }

  async #up(access: AccessArgs, run: Run): Promise<Outcome> {
    const declared = declaredReach(this.tenant, access);
    for (const each of declared) this.#allowed.add(each);
    const outcome = await this.engine.up(access, run);
    if (outcome.kind === "completed") {
      this.#completed(declared, this.#consentBehindPolicy());
      this.#interrupted.delete(JSON.stringify(access));
    } else {
      this.#interrupted.set(JSON.stringify(access), access);
    }
    this.#assertNotExposed();
    return outcome;
  }

  async #destroy(run: Run): Promise<Outcome> {
    const outcome = await this.engine.destroy(run);
    if (outcome.kind === "completed") {
      this.#isConsentNew = false;
      this.#completed(new Set(), this.#edits.reachOfForeignRole());
      assert.deepEqual(
        this.#edits.madeByStack(),
        this.#before,
        "destroy left something that an interrupted update made",
      );
    }
    this.#assertNotExposed();
    return outcome;
  }

  /**
   * From here on the declared mailboxes only.
   *
   * @param byHand what somebody opened by hand and the operation cannot know of, or need not close
   */
  #completed(declared: Set<string>, byHand: Set<string>): void {
    const beyond = this.tenant.reached().filter((each) => !declared.has(each) && !byHand.has(each));
    if (beyond.length > 0)
      this.#exposure ??= `an operation completed and left ${beyond.length} mailboxes beyond the scope open`;
    this.#allowed = new Set(declared);
    this.#openedByHand = byHand;
  }

  /** What an update may leave open: a consent behind a policy, both given by hand, once, because the next update takes it out. */
  #consentBehindPolicy(): Set<string> {
    const isLeft = this.#isConsentNew && this.#edits.hasConsentBehindPolicy();
    this.#isConsentNew = false;
    return new Set(isLeft ? this.tenant.reached() : []);
  }

  async #edit(name: EditName): Promise<void> {
    this.figures.edits++;
    this.tenant.revive();
    this.#isConsentNew ||= name === "consent beside the scope";
    await this.#byHand(() => this.#edits.make(name));
  }

  /**
   * Updates that nothing disturbs, after what is not the stack's to judge was taken away by hand: of what was interrupted first, so that what it
   * made is found, as docs/recovery.md says, then of the last declaration.
   */
  async #settle(last: AccessArgs): Promise<void> {
    this.tenant.revive();
    this.tenant.sandbox.cloud.clock.advance(86_400_000);
    await this.#byHand(() => this.#edits.undo());
    // What one of them made is in the way of another that made nothing, so that the order is found by trying.
    for (let left = [...this.#interrupted.values()]; left.length > 0;) {
      const outcomes = [];
      for (const access of left) {
        await this.#recover(access);
        outcomes.push(await this.#upAsTold(access));
      }
      const [outcome] = outcomes;
      if (outcome && outcomes.every(({ kind }) => kind !== "completed"))
        assertCompleted(outcome, "an interrupted update that is done again");
      left = [...this.#interrupted.values()];
    }
    assertCompleted(await this.#upAsTold(last), "the last update, which nothing disturbs,");
  }

  /** An update; where its error says what to do first, that is done, and the update again. */
  async #upAsTold(access: AccessArgs): Promise<Outcome> {
    let outcome = await this.#up(access, undisturbedRun);
    for (let tries = 0; tries < mostTries && outcome.kind !== "completed"; tries++) {
      const isRecovered = await this.#recover(access, outcome);
      const isFollowed = outcome.kind === "failed" && (await this.#followed(outcome.error.message));
      if (!isRecovered && !isFollowed) return outcome;
      // What was taken away by hand may be in the state.
      if (isFollowed) await this.#recover(access);
      this.figures.remedies++;
      outcome = await this.#up(access, undisturbedRun);
    }
    return outcome;
  }

  #recover(access: AccessArgs | undefined, outcome?: Outcome): Promise<boolean> {
    const readList = () => this.#byHand(() => this.#edits.takeConsentBack());
    return this.engine.recover({ ...(access && { access }), ...(outcome && { outcome }), readList });
  }

  async #byHand(work: () => Promise<void>): Promise<void> {
    this.#isByHand = true;
    await work();
    this.#isByHand = false;
  }

  async #followed(message: string): Promise<boolean> {
    const isAboutPolicies =
      /(?:has other access policies|there is an access policy) .* Remove (?:them|it) once the consent is taken away/s.test(
        message,
      );
    const isAboutConsent = /Take that consent away first/.test(message);
    const [, assignment] = /there is a role assignment (\S+) already .* Remove it, or/s.exec(message) ?? [];
    const [, scope] = /there is a management scope (\S+) already .* Remove it, or/s.exec(message) ?? [];
    const [, group, strangers] = /there is a group (\S+) already .* does not name: (.*?)\. Use it/s.exec(message) ?? [];
    const isAboutNames = (assignment ?? scope ?? strangers) !== undefined;
    if (!isAboutPolicies && !isAboutConsent && !isAboutNames) return false;
    await this.#byHand(async () => {
      if (group !== undefined && strangers !== undefined) await this.#edits.removeMembers(group, strangers.split(", "));
      else if (assignment !== undefined) await this.#edits.removeAssignment(assignment);
      else if (scope !== undefined) await this.#edits.removeManagementScope(scope);
      else await this.#edits.takeConsentsAway();
      if (isAboutPolicies) await this.#edits.make("remove the policies");
    });
    return true;
  }

  #judge({ sequence, operation, status, fault, reach }: AuditEntry): void {
    this.figures.entries++;
    const reached = reach[appId] ?? [];
    const beyond = reached.filter((each) => !this.#allowed.has(each) && !this.#openedByHand.has(each));
    if (this.#isByHand) for (const each of beyond) this.#openedByHand.add(each);
    else if (beyond.length > 0) {
      const what = fault === undefined ? `${operation} (${status})` : `${operation}: ${fault}`;
      this.#exposure ??= `${beyond.length} mailboxes beyond the scope can be reached after entry ${sequence}, ${what}`;
    }
  }

  #assertNotExposed(): void {
    assert.equal(this.#exposure, undefined, this.#exposure);
  }
}

function assertCompleted(outcome: Outcome, what: string): asserts outcome is Extract<Outcome, { kind: "completed" }> {
  if (outcome.kind === "completed") return;
  assert.fail(`${what} did not complete: ${outcome.kind === "failed" ? outcome.error.message : outcome.kind}`);
}
