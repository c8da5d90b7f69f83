import type { CrashCase } from "./cases";
import { runPoint, undisturbed, type First, type PointResult } from "./point";
import { Stage, type Operation } from "./stage";
import type { Victim } from "./victims";

/** Which points of the matrix are run. */
export interface Choice {
  cases: readonly CrashCase[];
  operations: readonly Operation[];
  victims: readonly Victim[];
  first: First;
  /** Only this one of each operation. @default - all */
  point?: number;
  /** About so many of each operation and victim, spread evenly. @default - all */
  sample?: number;
  /** Every `of`th point, from `index` on. */
  shard: { index: number; of: number };
}

/** One point of the matrix, and what became of it. */
export interface Done {
  name: string;
  operation: Operation;
  victim: Victim;
  point: number;
  points: number;
  seconds: number;
  result?: PointResult;
  /** Undefined where nothing failed. */
  failure?: string;
}

/** Runs the chosen points, one after the other. @param told of each, when it is done */
export async function runMatrix(choice: Choice, told: (done: Done) => void): Promise<Done[]> {
  const all: Done[] = [];
  let count = 0;
  for (const given of choice.cases) {
    const stage = await Stage.open(given);
    try {
      for (const operation of choice.operations) {
        const expected = await undisturbed(stage, operation);
        for (const { point, victim } of chosen(choice, expected.points)) {
          if (count++ % choice.shard.of !== choice.shard.index) continue;
          const started = performance.now();
          const outcome = await runPoint(stage, operation, expected, { point, victim, first: choice.first }).then(
            (result) => ({ result }),
            (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
          );
          const seconds = (performance.now() - started) / 1000;
          const points = expected.points[victim];
          const done = { name: given.name, operation, victim, point, points, seconds, ...outcome };
          all.push(done);
          told(done);
        }
      }
    } finally {
      await stage.close();
    }
  }
  return all;
}

/** The points of one operation, of so many for each victim, that are run. */
export function chosen(
  { victims, point, sample }: Pick<Choice, "victims" | "point" | "sample">,
  points: Record<Victim, number>,
): { point: number; victim: Victim }[] {
  return victims.flatMap((victim, turn) => {
    const all = Array.from({ length: points[victim] }, (_, index) => index + 1);
    const wanted = sample === undefined ? all : spread(all, sample, turn / victims.length);
    return (point === undefined ? wanted : all.filter((each) => each === point)).map((each) => ({
      point: each,
      victim,
    }));
  });
}

/** About so many of a list, evenly. @param shift from 0 to 1: where between two the first is, so that several lists show more together */
function spread<T>(all: readonly T[], count: number, shift: number): T[] {
  const every = Math.max(1, all.length / count);
  const step = (index: number) => Math.floor(index / every - shift);
  return all.filter((_, index) => step(index) !== step(index - 1));
}
