import { openSync, closeSync, readdirSync, readFileSync, readSync } from "node:fs";

/** A process below this one, as Linux tells it. */
export interface SeenProcess {
  pid: number;
  /** Its arguments, each followed by a NUL byte. */
  command: string;
  environment: string;
}

/** Whether processes can be looked into here. */
export const canLookIntoProcesses = process.platform === "linux";

/** Every process that this one started, and what those started. */
export function descendants(): SeenProcess[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : "";
    // The name of the program is in brackets, and may hold anything.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (stat !== "") parents.set(Number(name), parent);
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === process.pid || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow).map((pid) => ({
    pid,
    command: read(`/proc/${pid}/cmdline`),
    environment: read(`/proc/${pid}/environ`),
  }));
}

/** What a core dump of the process would hold: everything that it may write to. One buffer for each mapping. */
export function* memoryOf({ pid }: SeenProcess): Generator<Buffer> {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  try {
    for (const line of read(`/proc/${pid}/maps`).split("\n")) {
      const [, start = "", end = "", access = ""] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      if (!/^rw.p$/.test(access)) continue;
      yield* piecesOf(memory, Number.parseInt(start, 16), Number.parseInt(end, 16));
    }
  } finally {
    closeSync(memory);
  }
}

const piece = 32 * 1024 * 1024;
/** So that nothing is missed where two pieces meet. */
const overlap = 8 * 1024;

function* piecesOf(memory: number, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += piece - overlap) {
    const buffer = Buffer.alloc(Math.min(piece, end - at));
    try {
      const length = readSync(memory, buffer, 0, buffer.length, at);
      yield buffer.subarray(0, length);
    } catch {
      // Reserved, and never used.
      return;
    }
    if (at + piece >= end) return;
  }
}

/** Empty where the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
