/**
 * `npm run bench`: what a step of the provider costs, what Consentra costs beside the same resources written by hand, and what the policy packs
 * cost. Prints tables; judges nothing. `--runs=N` for more or fewer runs, `--steps` or `--packs` for these alone; `--scale` for what grows
 * (`--scale --help`).
 */
import { join } from "node:path";
import { ensureEngine } from "@consentra/sandbox/engine";
import { measureLifecycle, type Subject } from "./lifecycle";
import { reportPacks } from "./packs";
import { reportScale } from "./scale";
import { measureSteps } from "./steps";
import { repository } from "../support/repository";

const mailboxes = ["henriettam@contoso.com", "leeg@contoso.com", "pradeepg@contoso.com"];

const subjects: Subject[] = [
  {
    name: "Consentra",
    projectDir: join(repository, "examples", "people-ai"),
    configFile: join(repository, "examples", "people-ai", "Pulumi.default.yaml"),
    program: "consentra-example-people-ai",
  },
  {
    name: "by hand",
    projectDir: join(repository, "test", "bench", "by-hand"),
    config: {
      "people-ai-by-hand:mailboxes": mailboxes,
      "people-ai-by-hand:groupAddress": "people-ai@contoso.com",
    },
    program: "people-ai-by-hand",
  },
];

async function main(): Promise<void> {
  if (process.argv.some((each) => each === "--scale" || each.startsWith("--scale=")))
    return reportScale(process.argv.slice(2));
  const runs = Number(process.argv.find((each) => each.startsWith("--runs="))?.slice("--runs=".length) ?? 5);
  if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs wants a whole number from 1");
  if (process.argv.includes("--packs")) return reportPacks(runs);
  await measureSteps(runs);
  if (process.argv.includes("--steps")) return;
  console.log("");
  const engine = await ensureEngine({ progress: (line) => process.stderr.write(`${line}\n`) });
  await measureLifecycle(engine, subjects, runs);
  reportPacks(runs);
}

void main();
