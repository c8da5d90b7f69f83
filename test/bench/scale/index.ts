import { cpus } from "node:os";
import { ensureEngine } from "@consentra/sandbox/engine";
import { measureFleet } from "./fleet";
import { help, readOptions, type ScaleOptions } from "./options";
import { medians, renderTables } from "./report";
import type { Sample } from "./sample";
import { measureStacks } from "./stack";
import { applicationsSubjects, usersSubjects } from "./subjects";

/** `npm run bench -- --scale`: what a stack costs as it grows. @param args of the command */
export async function reportScale(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === "help") {
    process.stdout.write(help);
    return;
  }
  const began = performance.now();
  const say = (line: string) => process.stderr.write(`${Math.round((performance.now() - began) / 1000)} s: ${line}\n`);
  say(`budget: ${budgetOf(options)}, on ${cpus().length} cores`);
  const samples = await measure(options, say);
  const told = medians(samples);
  const document = { runs: options.runs, cores: cpus().length, samples: told };
  process.stdout.write(
    options.json ? `${JSON.stringify(document, undefined, 2)}\n` : `${renderTables(told, options.runs)}\n`,
  );
}

async function measure({ cases, parallel, runs }: ScaleOptions, say: (line: string) => void): Promise<Sample[]> {
  const engine = await ensureEngine({ progress: say });
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    for (const { dimension, sizes } of cases) {
      for (const size of sizes) {
        if (dimension === "tenants") samples.push(...(await measureFleet(engine, size, parallel, say)));
        else {
          const subjects = dimension === "users" ? usersSubjects : applicationsSubjects;
          samples.push(...(await measureStacks(engine, { dimension, size, subjects }, say)));
        }
      }
    }
  }
  return samples;
}

function budgetOf({ cases, runs }: ScaleOptions): string {
  const what = cases.map(({ dimension, sizes }) => `${sizes.join(", ")} ${dimension}`).join("; ");
  return `${what}; ${runs === 1 ? "one run" : `${runs} runs`} of each`;
}
