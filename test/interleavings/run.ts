import fc from "fast-check";
import { inTurns, type Side, type Turn } from "./gate";
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

export const titleOf = ({ scenario, doing }: Pair): string => `${scenario.title}: ${doing.join(" and ")}`;

/** Where one is held while the other passes: `writes` before each of its writes and at its end, `requests` before each request. */
export type Holds = "writes" | "requests";

/** Runs pairs of operations on one tenant, each with the requests of both in a chosen order. */
export class Interleavings {
  readonly figures = noFigures();
  readonly #declarations = new Map<Scenario, Promise<Declarations>>();

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
  async runAll(pair: Pair, holds: Holds, held: readonly Side[] = [0, 1]): Promise<void> {
    for (const side of held) {
      const other: Side = side === 0 ? 1 : 0;
      await this.run(pair, [[side, Infinity]]);
      const { passed, writes } = this.tenant.gate;
      const points = holds === "writes" ? [...writes[side]] : Array.from({ length: passed[side] }, (_, index) => index);
      const turnsAt = (point: number): Turn[] => [
        [side, point],
        [other, Infinity],
      ];
      for (const point of points) await this.run(pair, turnsAt(point));
    }
  }

  /** @throws Error with the turns where the run failed */
  async run(pair: Pair, turns: readonly Turn[]): Promise<void> {
    const { scenario } = pair;
    const declarations = this.#declarations.get(scenario) ?? declarationsOf(this.tenant, scenario);
    this.#declarations.set(scenario, declarations);
    try {
      for (const { kind } of await runPair(this.tenant, pair, await declarations, inTurns(turns)))
        this.figures[kind === "completed" ? "completed" : "refused"]++;
      this.figures.runs++;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`${titleOf(pair)}, turns ${JSON.stringify(turns)}: ${message}`, { cause: error });
    }
  }

  /** Random turns of random pairs. @returns what failed, with seed and path to run it again */
  async runRandom(numRuns: number, seed: number, path?: string): Promise<string | undefined> {
    const pairs = scenarios.flatMap(pairsOf);
    const turn = fc.tuple(fc.constantFrom<Side>(0, 1), fc.integer({ min: 1, max: 6 }));
    const property = fc.asyncProperty(
      fc.constantFrom(...pairs),
      fc.array(turn, { minLength: 1, maxLength: 12 }),
      (pair, turns) => this.run(pair, turns),
    );
    const result = await fc.check(property, { numRuns, seed, ...(path !== undefined && { path }) });
    if (!result.failed) return undefined;
    const { errorInstance: found, counterexamplePath } = result;
    return `seed ${seed}, path ${counterexamplePath}: ${found instanceof Error ? found.message : String(found)}`;
  }
}
