import { statSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import type * as Steps from "./command/run";

/**
 * The provider's command, started as `node -e 'require("consentra/command").run(kind, action)'`. Everything that differs comes on standard
 * input as JSON; credentials come from the environment; standard output is one JSON document; progress goes to standard error.
 */
export function run(...args: Parameters<typeof Steps.run>): void {
  const file = isFresh(bundle) ? bundle : join(__dirname, "command", "run.js");
  keepCompiled();
  const steps = nodeModule.createRequire(__filename)(file) as typeof Steps;
  steps.run(...args);
}

/** All of the command in one file: a process that lives for a quarter of a second spends most of it on finding and reading files. */
const bundle = join(__dirname, "bundle", "command.js");

/** A bundle that is older than what the compiler wrote last would do what the code did before; a published package has no such file. */
function isFresh(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false });
  if (made === undefined) return false;
  const compiled = statSync(join(__dirname, "tsconfig.tsbuildinfo"), { throwIfNoEntry: false });
  return compiled === undefined || made.mtimeMs >= compiled.mtimeMs;
}

/**
 * Lets Node keep what it compiled, where it can (22.1 and later). Beside the code: whoever may write there could change the code itself, which
 * is not so of the folder for temporary files that Node would take.
 */
function keepCompiled(): void {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  enableCompileCache?.(join(__dirname, "bundle", "compiled"));
}
