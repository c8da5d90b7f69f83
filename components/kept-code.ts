import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/** A CommonJS module, compiled. */
export interface KeptCode {
  /** Gives the module's function, as Node calls it. */
  script: Script;
  /** Keeps what V8 made of the source, if it is not kept yet. Called at the end, it keeps functions too that were compiled when they were called. */
  keep: () => void;
}

const stampLength = 64;

/**
 * Compiles a CommonJS module, or takes what was kept of it: reading a source anew is most of what a short process does. Node does this itself
 * from 22.1 on. The module must not import others dynamically: V8 loses what `import()` needs.
 *
 * @param kept the file that it is kept in; of a source that was changed since, of another Node or a damaged one nothing is taken
 * @throws SyntaxError where it is no CommonJS module
 */
export function compileKept(filename: string, source: string, kept: string): KeptCode {
  const stamp = stampOf(filename);
  const cachedData = read(kept, stamp);
  const script = new Script(nodeModule.wrap(source.replace(/^#!.*/, "")), { filename, cachedData });
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  return { script, keep: () => (isKept ? undefined : write(kept, stamp, script)) };
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
function write(path: string, stamp: Buffer, script: Script): void {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Where nothing may be written, nothing is serialised.
    writeFileSync(temporary, stamp, { flag: "wx" });
    writeFileSync(temporary, script.createCachedData(), { flag: "a" });
    renameSync(temporary, path);
  } catch {
    // What cannot be kept is compiled the next time.
  }
}
