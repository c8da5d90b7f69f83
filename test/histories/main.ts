/** `npm run histories`: random histories of a mailbox scope, with a model of the engine or with the engine itself. */
import { parseArgs } from "node:util";
import { runClientHistories, type Part } from "./client";
import { runEngineHistories } from "./real";

const usage = `usage: npm run histories -- [--client N] [--seed N] [--skip N | --path PATH]
       npm run histories -- --engine N [--seed N]

Random histories of a mailbox scope: changes, hand edits, crashes and faults, judged at every entry of the audit log.

  --client N    so many histories with a model of the engine (1000)
  --engine N    so many with the engine itself; of each the seed is one more than that before
  --seed N      repeats a run (by the clock)
  --skip N      without the first N of the seed, where these were run before
  --path PATH   the one that failed, as its report names it
  --help        this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      client: { type: "string" },
      engine: { type: "string" },
      seed: { type: "string" },
      path: { type: "string" },
      skip: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const { path, skip } = values;
  if (values.engine !== undefined && (values.client ?? path ?? skip) !== undefined)
    throw new Error("--engine goes with --seed alone");
  const seed = values.seed === undefined ? Date.now() % 2_147_483_647 : wholeNumber("seed", values.seed);
  process.stdout.write(`seed ${seed}\n`);
  const started = performance.now();
  const { figures, failures } =
    values.engine === undefined
      ? await atClient(wholeNumber("client", values.client ?? "1000"), seed, {
          ...(path !== undefined && { path }),
          ...(skip !== undefined && { skip: wholeNumber("skip", skip) }),
        })
      : await onEngine(wholeNumber("engine", values.engine), seed);
  process.stdout.write(`${JSON.stringify(figures)} in ${secondsSince(started)} s\n`);
  if (failures.length === 0) return;
  process.stdout.write(`${failures.join("\n\n")}\n`);
  process.exitCode = 1;
}

async function atClient(count: number, seed: number, part: Part) {
  const { figures, failure } = await runClientHistories(count, seed, part);
  return { figures, failures: failure === undefined ? [] : [failure] };
}

function onEngine(count: number, first: number) {
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  return runEngineHistories(seeds, ({ seed, seconds, failure }) =>
    process.stdout.write(
      `seed ${seed}: ${failure === undefined ? "as declared" : "failed"} in ${seconds.toFixed(1)} s\n`,
    ),
  );
}

const secondsSince = (started: number): string => ((performance.now() - started) / 1000).toFixed(1);

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is "${text}", expected a whole number`);
}

main().catch((error: unknown) => {
  process.stderr.write(`histories: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
