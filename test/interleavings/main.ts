/** `npm run interleavings`: two stacks at work on one tenant at the same time, with the requests of both in many orders. */
import { parseArgs } from "node:util";
import type { Turn } from "./gate";
import { Interleavings, meetings, titleOf } from "./run";

const help = `npm run interleavings -- [--only TEXT] [--random N] [--seed N] [--path PATH] [--turns JSON]

Each of two stacks is held before each of its requests while the other passes, where they come or go and where both stand and change what they
declare; then N random orders (200).
  --only TEXT    meetings with this in their title, such as "both change"
  --random N     how many random orders
  --seed N       of the random orders; without it a new one
  --path PATH    of a random order that failed, to run it alone
  --turns JSON   with --only: one order, as a failure tells it
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: "" },
      random: { type: "string", default: "200" },
      seed: { type: "string" },
      path: { type: "string" },
      turns: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const seed = values.seed === undefined ? Date.now() % 2_147_483_647 : wholeNumber("seed", values.seed);
  const random = wholeNumber("random", values.random);
  const interleavings = await Interleavings.create();
  const started = performance.now();
  const failures: string[] = [];
  const tried = async (work: () => Promise<void>) => work().catch((error: unknown) => failures.push(wordsOf(error)));
  try {
    for (const meeting of values.path === undefined ? meetings() : []) {
      if (!titleOf(meeting).includes(values.only)) continue;
      const turns = values.turns === undefined ? undefined : turnsOf(values.turns);
      await tried(() => (turns ? interleavings.run(meeting, turns) : interleavings.runAll(meeting, "requests")));
      process.stderr.write(`${titleOf(meeting)}: ${interleavings.figures.runs} runs, ${failures.length} failed\n`);
    }
    if (values.only === "") {
      const failure = await interleavings.runRandom(random, seed, values.path);
      if (failure !== undefined) failures.push(failure);
    }
  } finally {
    await interleavings.close();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${JSON.stringify({ seed, ...interleavings.figures })} in ${seconds} s\n`);
  if (failures.length === 0) return;
  process.stdout.write(`${failures.join("\n\n")}\n`);
  process.exitCode = 1;
}

/** JSON has no number without end. */
function turnsOf(text: string): Turn[] {
  return (JSON.parse(text) as [0 | 1, number | null][]).map(([side, requests]) => [side, requests ?? Infinity]);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is "${text}", expected a whole number`);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

main().catch((error: unknown) => {
  process.stderr.write(`interleavings: ${wordsOf(error)}\n`);
  process.exitCode = 2;
});
