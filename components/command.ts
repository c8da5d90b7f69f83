import { readFileSync, statSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import type * as Steps from "./command/run";
import { compileKept } from "./kept-code";

/**
 * The provider's command, started as `node -e 'require("consentra/command").run(kind, action)'`. Everything that differs comes on standard
 * input as JSON; credentials come from the environment; standard output is one JSON document; progress goes to standard error.
 */
export function run(...args: Parameters<typeof Steps.run>): void {
  (isFresh(bundle) ? loadBundle() : load(join(__dirname, "command", "run.js"))).run(...args);
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

const load = (file: string) => nodeModule.createRequire(__filename)(file) as typeof Steps;

/**
 * Keeps what was compiled of it, by Node itself where it can (22.1 and later). Beside the code: whoever may write there could change the code
 * itself, which is not so of the folder for temporary files that Node would take.
 */
function loadBundle(): typeof Steps {
  const folder = join(__dirname, "bundle", "compiled");
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache) {
    enableCompileCache(folder);
    return load(bundle);
  }
  const { script, keep } = compileKept(bundle, readFileSync(bundle, "utf8"), join(folder, "command"));
  process.once("exit", keep);
  const module = { exports: {} };
  const make = script.runInThisContext() as (...given: unknown[]) => void;
  make(module.exports, nodeModule.createRequire(bundle), module, bundle, dirname(bundle));
  return module.exports as typeof Steps;
}
