/**
 * Loaded before everything else into each Node process that tests start (NODE_OPTIONS): they load the same modules some hundred times, and V8
 * need not read their sources anew each time. Node keeps compiled code itself from 22.1 on; for 20 it is done here, for the modules below the
 * repository. Nothing of what a module does changes.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import NodeModule from "node:module";
import { dirname, join, sep } from "node:path";
import { Script } from "node:vm";

const repository = join(__dirname, "..", "..", "..");
const folder = join(repository, "node_modules", ".cache", "consentra", "code");

/** Reading a kept file costs more than compiling less than this. */
const leastLength = 2000;
const stampLength = 64;

/** What Node does not declare of its loader. */
interface Loader {
  prototype: { _compile: (this: NodeJS.Module, content: string, filename: string, format?: string) => unknown };
  wrap(source: string): string;
  enableCompileCache?(folder: string): unknown;
}

interface Kept {
  script: Script;
  path: string;
  stamp: Buffer;
  isFresh: boolean;
}

type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  filename: string,
  folder: string,
) => unknown;

const loader = NodeModule as unknown as Loader;
if (loader.enableCompileCache) loader.enableCompileCache(folder);
else keepCode();

function keepCode(): void {
  const fresh: Kept[] = [];
  const original = loader.prototype._compile;
  loader.prototype._compile = function (content, filename, format) {
    const kept = format === "module" ? undefined : keep(content, filename);
    if (!kept) return original.call(this, content, filename, format);
    if (kept.isFresh) fresh.push(kept);
    const run = kept.script.runInThisContext() as Wrapped;
    return run.call(this.exports, this.exports, NodeModule.createRequire(filename), this, filename, dirname(filename));
  };
  // Only now functions are in it that were compiled when they were called first.
  process.on("exit", () => fresh.forEach(write));
}

/** @returns undefined where Node itself has to compile */
function keep(content: string, filename: string): Kept | undefined {
  if (!isKept(content, filename)) return undefined;
  const path = join(folder, createHash("sha1").update(filename).digest("hex"));
  const stamp = stampOf(filename);
  const cachedData = read(path, stamp);
  try {
    const script = new Script(loader.wrap(content.replace(/^#!.*/, "")), { filename, cachedData });
    return { script, path, stamp, isFresh: !cachedData || script.cachedDataRejected === true };
  } catch {
    // An ECMAScript module, or an error that Node tells better.
    return undefined;
  }
}

/** A script that was kept cannot import modules: what does is left to Node, but for the compiler, which only has the word in it. */
function isKept(content: string, filename: string): boolean {
  if (content.length < leastLength || !/\.c?js$/.test(filename) || !filename.startsWith(repository + sep)) return false;
  return !/\bimport\s*\(/.test(content) || filename.endsWith(join("typescript", "lib", "typescript.js"));
}

/** V8 itself compares no more than the length of the source. */
function stampOf(filename: string): Buffer {
  const { size, mtimeMs } = statSync(filename);
  return Buffer.from(`${size} ${mtimeMs} ${process.version}`.padEnd(stampLength));
}

function read(path: string, stamp: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(path);
    return kept.subarray(0, stampLength).equals(stamp) ? kept.subarray(stampLength) : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: others read it meanwhile. */
function write({ script, path, stamp }: Kept): void {
  try {
    mkdirSync(folder, { recursive: true });
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, Buffer.concat([stamp, script.createCachedData()]));
    renameSync(temporary, path);
  } catch {
    // What cannot be kept is compiled the next time.
  }
}
