import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parts, type Part } from "./parts";

/** What one part of an operation used. */
export interface Usage {
  /** User and system time of all its processes, seconds. */
  processor: number;
  /** Peak resident memory of its largest process, MiB. */
  memory: number;
  processes: number;
}

export type UsageByPart = Record<Part, Usage>;

/** One process, as far as it is known. */
interface Seen {
  part: Part;
  processor: number;
  memory: number;
}

const sampleMs = 200;
const ticksPerSecond = 100;

/**
 * Measures the processes of an operation: Node processes tell it themselves at their end; the engine and its language host are looked at while
 * they run, where the system has /proc (elsewhere they count as nothing).
 */
export class UsageMeter {
  readonly #report: string;
  readonly #engine = new Map<number, Seen>();
  #timer: NodeJS.Timeout | undefined;
  #peak = 0;

  /** @param folder for the reports of Node processes */
  constructor(folder: string) {
    this.#report = join(folder, "scale-usage");
  }

  /** To be set for the operation. */
  get environment(): Record<string, string> {
    const probe = `--require=${JSON.stringify(join(__dirname, "node-probe.js"))}`;
    return {
      NODE_OPTIONS: [process.env.NODE_OPTIONS, probe].filter(Boolean).join(" "),
      CONSENTRA_SCALE_REPORT: this.#report,
    };
  }

  start(): void {
    this.#engine.clear();
    this.#peak = 0;
    rmSync(this.#report, { force: true });
    this.#timer = setInterval(() => this.#sample(), sampleMs);
  }

  /** @returns what was used since the start, and the most that all processes together held at one time, MiB */
  stop(): { usage: UsageByPart; peak: number } {
    clearInterval(this.#timer);
    const told = existsSync(this.#report) ? readFileSync(this.#report, "utf8").split("\n").filter(Boolean) : [];
    const seen = [...told.map((line) => JSON.parse(line) as Seen), ...this.#engine.values()];
    return {
      usage: Object.fromEntries(parts.map((part) => [part, sum(seen, part)])) as UsageByPart,
      peak: this.#peak,
    };
  }

  #sample(): void {
    let together = 0;
    for (const pid of descendantsOf(process.pid)) {
      const found = look(pid);
      if (!found) continue;
      together += found.resident;
      if (found.name === "pulumi" || found.name.startsWith("pulumi-language"))
        this.#engine.set(pid, { part: "engine", processor: found.processor, memory: found.peak });
    }
    this.#peak = Math.max(this.#peak, together);
  }
}

function sum(seen: readonly Seen[], part: Part): Usage {
  const own = seen.filter((each) => each.part === part);
  return {
    processor: own.reduce((total, each) => total + each.processor, 0),
    memory: Math.max(0, ...own.map(({ memory }) => memory)),
    processes: own.length,
  };
}

/** Ids of all processes below one; empty where the system has no /proc. */
function descendantsOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of existsSync("/proc") ? readdirSync("/proc") : []) {
    const stat = /^\d+$/.test(name) ? readOf(`/proc/${name}/stat`) : undefined;
    const parent = Number(fieldsOf(stat ?? "")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [...(children.get(root) ?? [])];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function look(pid: number): { name: string; processor: number; peak: number; resident: number } | undefined {
  const [stat, status] = [readOf(`/proc/${pid}/stat`), readOf(`/proc/${pid}/status`)];
  if (stat === undefined || status === undefined) return undefined;
  const fields = fieldsOf(stat);
  const mebibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0) / 1024;
  return {
    name: /^Name:\s+(.*)$/m.exec(status)?.[1] ?? "",
    processor: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    peak: mebibytes("VmHWM"),
    resident: mebibytes("VmRSS"),
  };
}

/** What follows the name in /proc/PID/stat, which may hold spaces and parentheses: state, parent … */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function readOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // it ended meanwhile
  }
}
