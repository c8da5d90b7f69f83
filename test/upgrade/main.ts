/**
 * `npm run record-states [-- --only NAME]`: makes every example in a simulated tenant and keeps the states as fixtures of this version, which later
 * versions are tested to take over. Run at a release (CONTRIBUTING.md).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureEngine } from "@consentra/sandbox/engine";
import { repository } from "../support/repository";
import { recordedStacks, type RecordedStack } from "./cases";
import { compareWithProgram } from "./compare";
import { folderOf, readFixture, writeFixture } from "./fixture";
import { record } from "./record";

const usage = `usage: npm run record-states [-- --only NAME]

Makes every example's stacks and the root stack in simulated tenants, one after the other, and writes their states below test/fixtures/states/.

  --only NAME   this stack alone: ${recordedStacks.map(({ name }) => name).join(", ")}
  --help        this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string" }, help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const chosen = recordedStacks.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) throw new Error(`there is no stack ${values.only}\n${usage}`);
  const release = releaseOf();
  const engine = await ensureEngine({ progress: say });
  for (const stack of chosen) {
    const started = performance.now();
    const recorded = await record(engine, stack);
    writeFixture(release, stack, readFileSync(join(stack.project, `Pulumi.${stack.config}.yaml`), "utf8"), recorded);
    await assertComplete(release, stack);
    const resources = recorded.state.deployment.resources?.length ?? 0;
    say(`${stack.name}: ${resources} resources (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  process.stdout.write(`${folderOf(release)}\n`);
}

/** What was recorded is what the program registers: else something was taken for an ID that a run made, and is none. */
async function assertComplete(release: string, stack: RecordedStack): Promise<void> {
  const fixture = readFixture(release, stack);
  const { missing, added, changed } = fixture
    ? await compareWithProgram(fixture)
    : { missing: ["everything"], added: [], changed: [] };
  const faults = [...missing, ...added, ...changed.map(({ name, input }) => `${name}: ${input}`)];
  if (faults.length > 0) throw new Error(`${stack.name} was not recorded as it is:\n  ${faults.join("\n  ")}`);
}

function releaseOf(): string {
  return (JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { version: string }).version;
}

/** Progress goes to standard error: standard output belongs to the result. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`record-states: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
