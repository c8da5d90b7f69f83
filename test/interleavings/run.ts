import fc from "fast-check";
import type { Outcome } from "../histories/engine";
import { crossings, type Crossing } from "./crossings";
import { inTurns, type Side, type Turn, type Turns } from "./gate";
import { otherThan } from "./judge";
import { declarationsOfCrossing, runCrossing, type CrossingDeclarations } from "./run-crossing";
import { declarationsOf, runPair, type Declarations, type Doing, type Pair } from "./run-pair";
import { scenarios, type Scenario } from "./scenarios";
import { SharedTenant } from "./tenant";

export interface Figures {
  runs: number;
  /** Operations that did what they were asked, and those that were refused. */
  completed: number;
  refused: number;
}

export const noFigures = (): Figures => ({ runs: 0, completed: 0, refused: 0 });

/** Which two operations meet: one that makes what another makes, takes away or changes. */
export function pairsOf(scenario: Scenario): Pair[] {
  const both: (readonly [Doing, Doing])[] = [
    ...(scenario.secondNeedsFirst ? [] : ([["up", "up"]] as const)),
    ["destroy", "up"],
    ...(scenario.secondNeedsFirst ? [] : ([["up", "destroy"]] as const)),
    ...(scenario.together === "both" ? ([["destroy", "destroy"]] as const) : []),
  ];
  return both.map((doing) => ({ scenario, doing }));
}

/** Two operations that meet: of stacks that come or go, or of two that stand and change. */
export type Meeting = Pair | Crossing;

export const meetings = (): Meeting[] => [...scenarios.flatMap(pairsOf), ...crossings];

export const titleOf = (meeting: Meeting): string =>
  "doing" in meeting ? `${meeting.scenario.title}: ${meeting.doing.join(" and ")}` : `${meeting.title}: both change`;

/**
 * Where one is held while the other passes: `writes` before each of its writes and at its end, `requests` before each request, `middle` before
 * the write in the middle.
 */
export type Holds = "writes" | "requests" | "middle";

/** Runs pairs of operations on one tenant, each with the requests of both in a chosen order. */
export class Interleavings {
  readonly figures = noFigures();
  readonly #ofPairs = new Map<Scenario, Promise<Declarations>>();
  readonly #ofCrossings = new Map<Crossing, Promise<CrossingDeclarations>>();

  private constructor(private readonly tenant: SharedTenant) {}

  static async create(): Promise<Interleavings> {
    return new Interleavings(await SharedTenant.create());
  }

  close(): Promise<void> {
    return this.tenant.close();
  }

  /**
   * Each of the two is held once at each point, the other passes from beginning to end, then the first goes on.
   *
   * @param held who is held
   * @throws Error with the turns of the run that failed
   */
  async runAll(meeting: Meeting, holds: Holds, held: readonly Side[] = [0, 1]): Promise<void> {
    for (const side of held) {
      await this.run(meeting, [[side, Infinity]]);
      const { passed, writes } = this.tenant.gate;
      const turnsAt = (point: number): Turn[] => [
        [side, point],
        [otherThan(side), Infinity],
      ];
      for (const point of pointsOf(holds, passed[side], writes[side])) await this.run(meeting, turnsAt(point));
    }
  }

  /** @throws Error with the turns where the run failed */
  async run(meeting: Meeting, turns: readonly Turn[]): Promise<void> {
    try {
      for (const { kind } of await this.#meet(meeting, inTurns(turns)))
        this.figures[kind === "completed" ? "completed" : "refused"]++;
      this.figures.runs++;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`${titleOf(meeting)}, turns ${JSON.stringify(turns)}: ${message}`, { cause: error });
    }
  }

  async #meet(meeting: Meeting, turns: Turns): Promise<readonly [Outcome, Outcome]> {
    if ("doing" in meeting) {
      const asked = onceFor(this.#ofPairs, meeting.scenario, (scenario) => declarationsOf(this.tenant, scenario));
      return runPair(this.tenant, meeting, await asked, turns);
    }
    const asked = onceFor(this.#ofCrossings, meeting, (crossing) => declarationsOfCrossing(this.tenant, crossing));
    return runCrossing(this.tenant, meeting, await asked, turns);
  }

  /** Random turns of random pairs. @returns what failed, with seed and path to run it again */
  async runRandom(numRuns: number, seed: number, path?: string): Promise<string | undefined> {
    const turn = fc.tuple(fc.constantFrom<Side>(0, 1), fc.integer({ min: 1, max: 6 }));
    const property = fc.asyncProperty(
      fc.constantFrom(...meetings()),
      fc.array(turn, { minLength: 1, maxLength: 12 }),
      (meeting, turns) => this.run(meeting, turns),
    );
    const result = await fc.check(property, { numRuns, seed, ...(path !== undefined && { path }) });
    if (!result.failed) return undefined;
    const { errorInstance: found, counterexamplePath } = result;
    return `seed ${seed}, path ${counterexamplePath}: ${found instanceof Error ? found.message : String(found)}`;
  }
}

function pointsOf(holds: Holds, requests: number, writes: readonly number[]): readonly number[] {
  if (holds === "requests") return Array.from({ length: requests }, (_, index) => index);
  return holds === "writes" ? [...writes] : writes.slice(writes.length >> 1, (writes.length >> 1) + 1);
}

function onceFor<K, V>(known: Map<K, Promise<V>>, key: K, ask: (key: K) => Promise<V>): Promise<V> {
  const asked = known.get(key) ?? ask(key);
  known.set(key, asked);
  return asked;
}
