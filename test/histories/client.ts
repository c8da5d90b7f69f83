import fc from "fast-check";
import { history } from "./operations";
import { noFigures, runHistory, type Figures } from "./run-history";
import { HistoryTenant } from "./tenant";

export interface HistoriesResult {
  figures: Figures;
  /** What failed: seed, path and the shortest history that still fails; undefined where nothing did. */
  failure: string | undefined;
}

/** Which of the histories that follow from a seed. */
export interface Part {
  /** How many of the first ones were run before. @default 0 */
  skip?: number;
  /** Path of a failing one, to run it alone. */
  path?: string;
}

/** Runs random histories at the client level: so many of those that follow from a seed. */
export async function runClientHistories(
  numRuns: number,
  seed: number,
  { skip = 0, path }: Part = {},
): Promise<HistoriesResult> {
  const tenant = await HistoryTenant.create();
  const figures = noFigures();
  try {
    let left = skip;
    const property = fc.asyncProperty(history, async (operations) => {
      if (left-- <= 0) await runHistory(tenant, operations, figures);
    });
    const result = await fc.check(property, { numRuns: skip + numRuns, seed, ...(path !== undefined && { path }) });
    if (!result.failed) return { figures, failure: undefined };
    const [counterexample] = result.counterexample ?? [];
    const found = result.errorInstance;
    const failure = [
      `seed ${result.seed}, path ${result.counterexamplePath}, after ${result.numRuns} histories and ${result.numShrinks} shrinks:`,
      found instanceof Error ? found.message : String(found),
      JSON.stringify(counterexample, undefined, 1),
    ].join("\n");
    return { figures, failure };
  } finally {
    await tenant.sandbox.close();
  }
}
