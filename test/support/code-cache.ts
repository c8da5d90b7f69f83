/**
 * Loaded before everything else into each Node process that tests start (NODE_OPTIONS): they load the same modules some hundred times, and V8
 * need not read their sources anew each time. Node keeps compiled code itself from 22.1 on; for 20 it is done here, for the modules below the
 * repository. Nothing of what a module does changes, but that errors of programs say no lines.
 */
import { createHash } from "node:crypto";
import NodeModule from "node:module";
import { dirname, join, sep } from "node:path";

type KeptCode = import("../../components/kept-code").KeptCode;
const { compileKept } = require("../../../components/dist/kept-code") as typeof import("../../components/kept-code");

const repository = join(__dirname, "..", "..", "..");
const folder = join(repository, "node_modules", ".cache", "consentra", "code");

/** Reading a kept file costs more than compiling less than this. */
const leastLength = 2000;

/** What Node does not declare of its loader. */
interface Loader {
  prototype: { _compile: (this: NodeJS.Module, content: string, filename: string, format?: string) => unknown };
  enableCompileCache?(folder: string): unknown;
}

type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  filename: string,
  folder: string,
) => unknown;

// Pulumi's SDK notes where each promise was made, for one that never ends, and maps that to its sources: a fifth of a small program's time.
if (process.argv[1]?.includes(join("@pulumi", "pulumi", "cmd", "run"))) Error.stackTraceLimit = 0;

const loader = NodeModule as unknown as Loader;
if (loader.enableCompileCache) loader.enableCompileCache(folder);
else keepCode();

function keepCode(): void {
  const compiled: KeptCode[] = [];
  const original = loader.prototype._compile;
  loader.prototype._compile = function (content, filename, format) {
    const code = format === "module" ? undefined : compile(content, filename);
    if (!code) return original.call(this, content, filename, format);
    compiled.push(code);
    const run = code.script.runInThisContext() as Wrapped;
    return run.call(this.exports, this.exports, NodeModule.createRequire(filename), this, filename, dirname(filename));
  };
  process.on("exit", () => compiled.forEach(({ keep }) => keep()));
}

/** @returns undefined where Node itself has to compile */
function compile(content: string, filename: string): KeptCode | undefined {
  if (!isKept(content, filename)) return undefined;
  try {
    return compileKept(filename, content, join(folder, createHash("sha1").update(filename).digest("hex")));
  } catch {
    // An ECMAScript module, or an error that Node tells better.
    return undefined;
  }
}

/** What imports dynamically is left to Node, but for the compiler, which only has the word in it. */
function isKept(content: string, filename: string): boolean {
  if (content.length < leastLength || !/\.c?js$/.test(filename) || !filename.startsWith(repository + sep)) return false;
  return !/\bimport\s*\(/.test(content) || filename.endsWith(join("typescript", "lib", "typescript.js"));
}
