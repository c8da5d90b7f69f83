import assert from "node:assert/strict";
import { declaredByProgram, type Declared } from "../histories/declared";
import type { Outcome } from "../histories/engine";
import { declare } from "./declarations";
import type { Side, Turns } from "./gate";
import { assertCompleted, assertRefused, bereft, judged, otherThan, passing, refusals, stackNames } from "./judge";
import type { Scenario } from "./scenarios";
import { Stack } from "./stack";
import type { SharedTenant } from "./tenant";

/** What one stack does while the other does something too. */
export type Doing = "up" | "destroy";

export interface Pair {
  scenario: Scenario;
  doing: readonly [Doing, Doing];
}

/** What both declare, asked of the components once. */
export type Declarations = readonly [Declared[], Declared[]];

export async function declarationsOf(tenant: SharedTenant, scenario: Scenario): Promise<Declarations> {
  tenant.reset();
  const first = await declaredByProgram(tenant.seen, stackNames[0], () => declare(scenario.first));
  if (scenario.secondNeedsFirst) await tenant.inItsTime(() => new Stack(tenant.sides[0], first).up());
  const second = await declaredByProgram(tenant.seen, stackNames[1], () => declare(scenario.second));
  return [first, second];
}

/**
 * Runs what the two stacks do in the given order of requests, and judges it: at no entry of the audit log an application reaches a mailbox that
 * neither declared; who is not served is told who is in the way; what one declared is there whatever the other does, then and when it is tried
 * again and given up; in the end nothing is left.
 *
 * @returns what became of both
 */
export async function runPair(
  tenant: SharedTenant,
  { scenario, doing }: Pair,
  declarations: Declarations,
  turns: Turns,
): Promise<readonly [Outcome, Outcome]> {
  await tenant.begin(scenario.principal && scenario.first);
  return judged(tenant, [scenario.first, scenario.second], async () => {
    const one = new Stack(tenant.sides[0], declarations[0]);
    const two = new Stack(tenant.sides[1], declarations[1]);
    if (doing[0] === "destroy") assertCompleted(await one.up(), "what was there before");
    if (doing[1] === "destroy") assertCompleted(await two.up(), "what was there before");
    const outcomes = await tenant.gate.keep(
      () => one[doing[0]](),
      () => two[doing[1]](),
      turns,
    );
    await new Aftermath([one, two], { scenario, doing }, outcomes).judge();
    return outcomes;
  });
}

/** What is so when both are done. */
class Aftermath {
  constructor(
    private readonly stacks: readonly [Stack, Stack],
    private readonly pair: Pair,
    private readonly outcomes: readonly [Outcome, Outcome],
  ) {}

  async judge(): Promise<void> {
    for (const side of [0, 1] as const) {
      const what = `${this.pair.doing[side]} of stack ${stackNames[side]}`;
      if (this.#isUp(side)) await this.#assertNothingLost(side, "which completed");
      else if (!this.#isCompleted(side)) assertRefused(this.outcomes[side], [...refusals, ...passing, ...bereft], what);
    }
    for (const side of [0, 1] as const) if (!this.#isCompleted(side)) await this.#again(side);
    await this.#giveUp();
  }

  /** Who was not served tries again when the other is done. */
  async #again(side: Side): Promise<void> {
    const { doing } = this.pair;
    const other = otherThan(side);
    const again = await this.stacks[side][doing[side]]();
    const patterns = this.pair.scenario.secondNeedsFirst ? [...refusals, ...bereft] : refusals;
    if (again.kind !== "completed") assertRefused(again, patterns, `${doing[side]} of stack ${stackNames[side]} again`);
    if (this.#isUp(other)) await this.#assertNothingLost(other, "after the other tried again");
  }

  /** Both are destroyed, who was refused first; what the other declared stays until it is its turn. */
  async #giveUp(): Promise<void> {
    const order: readonly [Side, Side] = this.#isUp(0) || this.pair.scenario.secondNeedsFirst ? [1, 0] : [0, 1];
    for (const side of order) {
      assertCompleted(await this.stacks[side].destroy(), `destroying stack ${stackNames[side]}`);
      const other = otherThan(side);
      if (this.#isUp(other) && other !== order[0])
        await this.#assertNothingLost(other, "after the other was destroyed");
    }
  }

  async #assertNothingLost(side: Side, when: string): Promise<void> {
    const lost = await this.stacks[side].lost();
    assert.deepEqual(lost, [], `stack ${stackNames[side]}, ${when}, lost something`);
  }

  #isCompleted(side: Side): boolean {
    return this.outcomes[side].kind === "completed";
  }

  /** Whether it holds what it declares. */
  #isUp(side: Side): boolean {
    return this.#isCompleted(side) && this.pair.doing[side] === "up";
  }
}
