/** `npm run histories -- [--client NUMBER] [--seed NUMBER] [--path PATH]`: random histories of a mailbox scope. */
import { parseArgs } from "node:util";
import { runClientHistories } from "./client";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      client: { type: "string", default: "1000" },
      seed: { type: "string" },
      path: { type: "string" },
    },
  });
  const seed = values.seed === undefined ? Date.now() % 2_147_483_647 : wholeNumber("seed", values.seed);
  process.stdout.write(`seed ${seed}\n`);
  const started = performance.now();
  const { figures, failure } = await runClientHistories(wholeNumber("client", values.client), seed, values.path);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${JSON.stringify(figures)} in ${seconds} s\n`);
  if (failure === undefined) return;
  process.stdout.write(`${failure}\n`);
  process.exitCode = 1;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is "${text}", expected a whole number`);
}

main().catch((error: unknown) => {
  process.stderr.write(`histories: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
