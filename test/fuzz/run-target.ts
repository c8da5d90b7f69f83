import fc from "fast-check";
import { regressions } from "./regressions";
import type { Target } from "./targets";

export interface FuzzOptions {
  /** How long inputs are made, milliseconds. */
  time: number;
  seed?: number;
}

export interface FuzzResult {
  target: string;
  inputs: number;
  refused: number;
  /** What to run again to see it; undefined where nothing was found. */
  failure?: string;
}

/** Feeds a target with what was a defect once, then with new inputs until the time is over. */
export async function fuzz(target: Target, { time, seed = Date.now() % 2 ** 31 }: FuzzOptions): Promise<FuzzResult> {
  let inputs = 0;
  let refused = 0;
  const read = async (input: unknown) => {
    inputs++;
    try {
      await target.read(input as never);
    } catch (error) {
      if (!(error instanceof Error) || !target.refusal(error)) throw error;
      refused++;
    }
    if (({} as Record<string, unknown>).polluted !== undefined) throw new Error("every object has a new property now");
  };
  const details = await fc.check(fc.asyncProperty(target.inputs, read), {
    seed,
    examples: (regressions[target.name] ?? []).map((each) => [each]),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: time,
    markInterruptAsFailure: false,
  });
  const failure = details.failed
    ? `seed ${seed}: ${String(details.errorInstance)}\n${fc.defaultReportMessage(details) ?? ""}`
    : undefined;
  return { target: target.name, inputs, refused, failure };
}
