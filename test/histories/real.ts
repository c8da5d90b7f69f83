import fc from "fast-check";
import { startSandbox } from "@consentra/sandbox";
import { ensureEngine } from "@consentra/sandbox/engine";
import { declaredBy, type Declared } from "./declared";
import { engineHistory } from "./engine-operations";
import { argsOf, type AccessArgs, type Operation } from "./operations";
import { RealEngine } from "./real-engine";
import { History, noFigures, undisturbedShape, type Figures } from "./run-history";
import { HistoryTenant } from "./tenant";

/** What became of one history. */
export interface EngineHistory {
  seed: number;
  operations: Operation[];
  seconds: number;
  /** Undefined where nothing failed. */
  failure: string | undefined;
}

/** The history of a seed. */
export function engineHistoryOf(seed: number): Operation[] {
  const [operations = []] = fc.sample(engineHistory, { seed, numRuns: 1 });
  return operations;
}

/**
 * Runs the histories of some seeds with the real engine, one after the other.
 *
 * @param told of each, when it is done
 */
export async function runEngineHistories(
  seeds: readonly number[],
  told: (done: EngineHistory) => void = () => undefined,
): Promise<{ figures: Figures; failures: string[] }> {
  const engine = await ensureEngine();
  const sandbox = await startSandbox();
  const model = await HistoryTenant.create();
  const tenant = HistoryTenant.over(sandbox);
  const figures = noFigures();
  const failures: string[] = [];

  const run = async (operations: readonly Operation[]): Promise<void> => {
    const last = operations.flatMap((each) => (each.kind === "up" ? [each.access] : [])).at(-1);
    if (!last) throw new Error("a history without an update is none");
    const expected = await shapeByModel(model, last);
    tenant.reset();
    const real = await RealEngine.create(engine, sandbox);
    try {
      await new History(tenant, real, figures).run(operations, last, expected);
    } finally {
      await real.remove();
    }
    figures.histories++;
  };

  try {
    for (const seed of seeds) {
      const operations = engineHistoryOf(seed);
      const started = performance.now();
      const failure = await run(operations).then(
        () => undefined,
        (error: unknown) => describeFailure(seed, operations, error),
      );
      if (failure !== undefined) failures.push(failure);
      told({ seed, operations, seconds: (performance.now() - started) / 1000, failure });
    }
    return { figures, failures };
  } finally {
    await model.sandbox.close();
    await sandbox.close();
  }
}

/** The tenant that the declaration makes on its own: by the model, so that the two are compared as well. */
async function shapeByModel(model: HistoryTenant, access: AccessArgs): Promise<unknown> {
  model.reset();
  const declarations = new Map<AccessArgs, Declared[]>([[access, await declaredBy(model, argsOf(access))]]);
  return model.inItsTime(() => undisturbedShape(model, access, declarations));
}

function describeFailure(seed: number, operations: readonly Operation[], error: unknown): string {
  const steps = operations.map((each, index) => ` ${index + 1}. ${JSON.stringify(each)}`);
  const what = error instanceof Error ? error.message : String(error);
  return [`seed ${seed}:`, ...steps, what].join("\n");
}
