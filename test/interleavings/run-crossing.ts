import assert from "node:assert/strict";
import { declaredByProgram, type Declared } from "../histories/declared";
import type { Outcome } from "../histories/engine";
import type { Crossing } from "./crossings";
import { declare, type Declaration } from "./declarations";
import type { Side, Turns } from "./gate";
import { assertCompleted, assertRefused, bereft, judged, otherThan, passing, refusals, stackNames } from "./judge";
import { declaredReach } from "./reach";
import { Stack } from "./stack";
import type { SharedTenant } from "./tenant";

const sides = [0, 1] as const;

/** What both declare before and now, asked of the components once. */
export interface CrossingDeclarations {
  before: readonly [Declared[], Declared[]];
  now: readonly [Declared[], Declared[]];
}

/** Asks the components while all that was declared before stands. */
export async function declarationsOfCrossing(
  tenant: SharedTenant,
  { before, now, principal }: Crossing,
): Promise<CrossingDeclarations> {
  await tenant.begin(principal && before[0]);
  const ask = (side: Side, declaration: Declaration) =>
    declaredByProgram(tenant.seen, stackNames[side], () => declare(declaration));
  const stand = async (side: Side) => {
    const declared = await ask(side, before[side]);
    const outcome = await tenant.inItsTime(() => new Stack(tenant.sides[side], declared).up());
    assertCompleted(outcome, `stack ${stackNames[side]}, before`);
    return declared;
  };
  return {
    before: [await stand(0), await stand(1)],
    now: [await ask(0, now[0]), await ask(1, now[1])],
  };
}

/**
 * Lets both stacks stand, then runs both updates in the given order of requests, and judges them: at no entry of the audit log an application
 * reaches a mailbox that neither declared before or declares now; who is not served is told who is in the way; each stack's next update changes
 * nothing, or is refused in such words; what is reached then is what is declared; in the end nothing is left.
 *
 * @returns what became of both
 */
export async function runCrossing(
  tenant: SharedTenant,
  crossing: Crossing,
  declarations: CrossingDeclarations,
  turns: Turns,
): Promise<readonly [Outcome, Outcome]> {
  await tenant.begin(crossing.principal && crossing.before[0]);
  return judged(tenant, [...crossing.before, ...crossing.now], async () => {
    const stacks = [
      new Stack(tenant.sides[0], declarations.before[0]),
      new Stack(tenant.sides[1], declarations.before[1]),
    ] as const;
    for (const side of sides) {
      assertCompleted(await stacks[side].up(), `stack ${stackNames[side]}, before`);
      stacks[side].declare(declarations.now[side]);
    }
    const outcomes = await tenant.gate.keep(
      () => stacks[0].up(),
      () => stacks[1].up(),
      turns,
    );
    await new Settlement(tenant, crossing, stacks, [...outcomes]).judge();
    return outcomes;
  });
}

/** What is so when both updates are done. */
class Settlement {
  constructor(
    private readonly tenant: SharedTenant,
    private readonly crossing: Crossing,
    private readonly stacks: readonly [Stack, Stack],
    private readonly outcomes: [Outcome, Outcome],
  ) {}

  async judge(): Promise<void> {
    for (const side of sides) {
      const name = `the update of stack ${stackNames[side]}`;
      if (this.#isServed(side)) await this.#assertNothingLost(side, "which was served");
      else assertRefused(this.outcomes[side], [...refusals, ...passing, ...bereft], name);
    }
    await this.#tryAgain();
    await this.#assertSettled();
    await this.#giveUp();
  }

  /** Who was not served tries again; twice, because the other may have been in the way until its own second try. */
  async #tryAgain(): Promise<void> {
    for (const side of [...sides, ...sides]) {
      if (this.#isServed(side)) continue;
      const again = await this.stacks[side].up();
      this.outcomes[side] = again;
      if (again.kind !== "completed")
        assertRefused(again, [...refusals, ...bereft], `the update of stack ${stackNames[side]} again`);
      const other = otherThan(side);
      if (this.#isServed(other)) await this.#assertNothingLost(other, "after the other tried again");
    }
  }

  /** Nothing is left to do, and each application reaches what is declared. */
  async #assertSettled(): Promise<void> {
    for (const side of sides) {
      const next = await this.stacks[side].up();
      const name = `the next update of stack ${stackNames[side]}`;
      if (!this.#isServed(side)) assertRefused(next, [...refusals, ...bereft], name);
      else {
        assertCompleted(next, name);
        assert.equal(next.changed, 0, `${name} changes ${next.changed} resources`);
      }
    }
    const { before, now } = this.crossing;
    const all = [...before, ...now];
    const standing = sides.flatMap((side) => (this.#isServed(side) ? [now[side]] : [before[side], now[side]]));
    const most = declaredReach(this.tenant.seen, standing, standing);
    // What one of them keeps may narrow the other's.
    const least = standing.length > now.length ? new Map<string, never>() : most;
    const reach = this.tenant.seen.sandbox.cloud.audit.at(-1)?.reach ?? {};
    for (const clientId of new Set(all.map(({ args }) => args.clientId as string))) {
      const reached = new Set(reach[clientId] ?? []);
      const beyond = [...reached].filter((each) => most.get(clientId)?.has(each) !== true);
      assert.deepEqual(beyond, [], "mailboxes are reached that are not declared any more");
      const missing = [...(least.get(clientId) ?? [])].filter((each) => !reached.has(each));
      assert.deepEqual(missing, [], "mailboxes are declared and not reached");
    }
  }

  /** Both are destroyed. On whose group the other's scope stands goes second. */
  async #giveUp(): Promise<void> {
    const first = await this.stacks[0].destroy();
    const what = "destroying stack";
    if (first.kind !== "completed") assertRefused(first, refusals, `${what} one`);
    else if (this.#isServed(1)) await this.#assertNothingLost(1, "after the other was destroyed");
    assertCompleted(await this.stacks[1].destroy(), `${what} two`);
    if (first.kind !== "completed") assertCompleted(await this.stacks[0].destroy(), `${what} one again`);
  }

  async #assertNothingLost(side: Side, when: string): Promise<void> {
    assert.deepEqual(await this.stacks[side].lost(), [], `stack ${stackNames[side]}, ${when}, lost something`);
  }

  #isServed(side: Side): boolean {
    return this.outcomes[side].kind === "completed";
  }
}
