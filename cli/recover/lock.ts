import { hostname, userInfo } from "node:os";

/** A lock of a stack, as pulumi tells of it. */
export interface Lock {
  url: string;
  user: string;
  host: string;
  pid: number;
  since: string;
}

/** The locks that an error of pulumi names; none where it is about something else. */
export function locksIn(message: string): Lock[] {
  if (!message.includes("the stack is currently locked")) return [];
  return [...message.matchAll(/^\s*(\S+): created by (.+)@(\S+) \(pid (\d+)\) at (\S+)/gm)].map(
    ([, url = "", user = "", host = "", pid = "", since = ""]) => ({ url, user, host, pid: Number(pid), since }),
  );
}

/** Where this process runs. */
export interface Here {
  host: string;
  user: string;
  isRunning(pid: number): boolean;
}

/**
 * Whether whoever held a lock is certainly gone: the state is on this machine, the process was one of ours, and it does not run any more. Of a
 * lock in another backend nobody here can say that: two machines may have the same name.
 */
export function isLeftBehind({ url, user, host, pid }: Lock, here: Here = thisMachine()): boolean {
  return url.startsWith("file:") && host === here.host && user === here.user && !here.isRunning(pid);
}

function thisMachine(): Here {
  return { host: hostname(), user: userInfo().username, isRunning };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
