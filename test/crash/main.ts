/** `npm run crash`: kills what makes, changes and removes each example's stack after each write, and looks whether it ends as if nothing had been. */
import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { cases } from "./cases";
import { runMatrix, type Choice, type Done } from "./matrix";
import { operations } from "./stage";
import { summary } from "./summary";
import { victims } from "./victims";

const help = `npm run crash -- [options]

  --case NAME          one of ${cases.map(({ name }) => name).join(", ")}; several times for several (all)
  --operation NAME     one of ${operations.join(", ")} (all)
  --victim NAME        one of ${victims.join(", ")} (all)
  --first WHAT         what is done first after the interruption: again, the same command, and where it fails consentra recover; or recover (again)
  --sample N           about N points of each operation and victim (all)
  --point N            this point only: the Nth write at which the victim may be at work
  --shard I/N          every Nth point, from the Ith on (1/1)
  --json FILE          append each point's result to a file, as a line of JSON
  --verbose            tell what consentra recover said
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      case: { type: "string", multiple: true },
      operation: { type: "string", multiple: true },
      victim: { type: "string", multiple: true },
      first: { type: "string", default: "again" },
      sample: { type: "string" },
      point: { type: "string" },
      shard: { type: "string", default: "1/1" },
      json: { type: "string" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const names = among(
    "case",
    cases.map(({ name }) => name),
    values.case,
  );
  const choice: Choice = {
    cases: cases.filter(({ name }) => names.includes(name)),
    operations: among("operation", operations, values.operation),
    victims: among("victim", victims, values.victim),
    first: among("first", ["again", "recover"] as const, [values.first])[0] ?? "again",
    shard: shardOf(values.shard),
    ...(values.point !== undefined && { point: positive("point", values.point) }),
    ...(values.sample !== undefined && { sample: positive("sample", values.sample) }),
  };
  const started = performance.now();
  const all = await runMatrix(choice, (done) => {
    process.stderr.write(`${lineOf(done)}\n`);
    if (values.verbose) for (const each of done.result?.told ?? []) process.stderr.write(`${indented(each)}\n`);
    if (values.json !== undefined) appendFileSync(values.json, `${JSON.stringify(done)}\n`);
  });
  process.stdout.write(`${summary(all)}\n${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  const failed = all.filter(({ failure }) => failure !== undefined);
  for (const each of failed) process.stdout.write(`${lineOf(each)}\n${again(each)}\n`);
  if (failed.length > 0) process.exitCode = 1;
}

function lineOf({ name, operation, victim, point, points, seconds, result, failure }: Done): string {
  const outcome = failure === undefined ? `${result?.remedy} (${result?.at ?? "it was not running"})` : "FAILED";
  return `${name} ${operation} ${victim} ${point}/${points}: ${outcome} in ${seconds.toFixed(1)} s`;
}

function again({ name, operation, victim, point }: Done): string {
  return `  repeat it: npm run crash -- --case ${name} --operation ${operation} --victim ${victim} --point ${point}`;
}

const indented = (text: string): string => text.replace(/^/gm, "    ");

function among<T extends string>(option: string, known: readonly T[], given: readonly string[] | undefined): T[] {
  const wrong = given?.find((each) => !(known as readonly string[]).includes(each));
  if (wrong !== undefined) throw new Error(`--${option} is "${wrong}", expected one of ${known.join(", ")}`);
  return known.filter((each) => given === undefined || given.includes(each));
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${option} is "${text}", expected a whole number from 1 on`);
}

function shardOf(text: string): Choice["shard"] {
  const [, index, of] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  if (index === undefined || Number(index) > Number(of))
    throw new Error(`--shard is "${text}", expected which of how many, such as 1/4`);
  return { index: Number(index) - 1, of: Number(of) };
}

main().catch((error: unknown) => {
  process.stderr.write(`crash: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
