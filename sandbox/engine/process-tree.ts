import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends a process and everything below it, at once.
 *
 * The Pulumi engine gives each plugin a process group of its own, so a signal to the engine's group does not reach them.
 */
export function killTree(pid: number): void {
  for (const each of [pid, ...descendantsOf(pid)]) {
    signalProcess(each, "SIGKILL");
  }
}

/** Sends a signal to a process, or to a group when the number is negative. One that is gone already is fine. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
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

/** Ids of all processes below `pid`, parents before children. */
export function descendantsOf(pid: number): number[] {
  const parents = process.platform === "linux" ? parentsFromProc() : parentsFromPs();
  const found = [pid];
  for (const parent of found) {
    for (const [child, itsParent] of parents) {
      if (itsParent === parent) found.push(child);
    }
  }
  return found.slice(1);
}

/** Slim Linux images have no `ps`. */
function parentsFromProc(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentFromStat(entry);
    if (parent !== undefined) parents.set(Number(entry), parent);
  }
  return parents;
}

function parentFromStat(pid: string): number | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // ended meanwhile
  }
  // pid (command) state ppid ...: the command may hold spaces and parentheses
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[1]);
}

function parentsFromPs(): Map<number, number> {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const parents = new Map<number, number>();
  for (const line of table.split("\n")) {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    if (pid !== undefined && parent !== undefined) parents.set(pid, parent);
  }
  return parents;
}
