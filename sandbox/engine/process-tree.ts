import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends a process and everything below it, at once.
 *
 * The Pulumi engine gives each plugin a process group of its own, so a signal to the engine's group does not reach them. Each
 * process is stopped before its children are listed, so that none starts another unseen.
 */
export function killTree(pid: number): void {
  const found = new Set<number>();
  for (let fresh = [pid]; fresh.length > 0; fresh = descendantsOf(pid).filter((each) => !found.has(each))) {
    for (const each of fresh) {
      signalProcess(each, "SIGSTOP");
      found.add(each);
    }
  }
  for (const each of found) signalProcess(each, "SIGKILL");
}

/** Sends a signal to a process, or to a group when the number is negative. One that is gone already is fine. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // macOS answers EPERM for a group in which only ended processes are left
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

/** Whether a process with this id exists (someone else's counts too). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether a process does anything yet: one that ended, and that nobody asked about, keeps its id for a while. */
export function isRunning(pid: number): boolean {
  if (process.platform !== "linux") return isAlive(pid);
  const state = statOf(pid)?.[0];
  return state !== undefined && state !== "Z" && state !== "X";
}

/** The command and the arguments of a process, by spaces; undefined where it ended. */
export function commandLineOf(pid: number): string | undefined {
  try {
    return process.platform === "linux"
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trimEnd()
      : execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trimEnd();
  } catch {
    return undefined;
  }
}

interface ProcessEntry {
  pid: number;
  parent: number;
  /** Only known on Linux: the process that began the session. It stays when a parent between them has ended. */
  session?: number;
}

/** Ids of all processes below `pid`, parents before children. */
export function descendantsOf(pid: number): number[] {
  const entries = process.platform === "linux" ? entriesFromProc() : entriesFromPs();
  const found = new Set([pid]);
  for (const parent of found) {
    for (const entry of entries) {
      if (entry.parent === parent || entry.session === pid) found.add(entry.pid);
    }
  }
  found.delete(pid);
  return [...found];
}

/** Slim Linux images have no `ps`. */
function entriesFromProc(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => entryFromStat(name) ?? []);
}

function entryFromStat(pid: string): ProcessEntry | undefined {
  const [, parent, , session] = statOf(Number(pid)) ?? [];
  return parent === undefined ? undefined : { pid: Number(pid), parent: Number(parent), session: Number(session) };
}

/** State, parent, group, session and more; undefined where the process ended. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // pid (command) state parent group session ...: the command may hold spaces and parentheses
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function entriesFromPs(): ProcessEntry[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent]) => (pid === undefined || parent === undefined ? [] : [{ pid, parent }]));
}
