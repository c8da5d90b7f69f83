import { askPluginVersion } from "./plugin-version";
import { startProcess } from "./process";
import type { ProcessResult, StartOptions } from "./process";

/** What the set-up needs from the machine it runs on; tests give their own. */
export interface Host {
  /** Runs a command to its end. @throws when it cannot be started */
  run(command: string, args: readonly string[], options: StartOptions & { timeoutMs?: number }): Promise<ProcessResult>;
  /** Whether anything answers at the address within the time (milliseconds). */
  reaches(url: string, timeoutMs: number): Promise<boolean>;
  /** The version that a resource plugin tells, or undefined when it tells none. @throws when it cannot be started */
  pluginVersion(executable: string, environment: NodeJS.ProcessEnv): Promise<string | undefined>;
}

/** This machine. */
export const thisMachine: Host = {
  async run(command, args, { timeoutMs, ...options }) {
    const running = await startProcess(command, args, options);
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => running.kill("SIGKILL"), timeoutMs);
    return running.done.finally(() => clearTimeout(timer));
  },

  async reaches(url, timeoutMs) {
    try {
      // any answer will do, a refusal too: the question is only whether the host is there
      await fetch(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
      return true;
    } catch {
      return false;
    }
  },

  pluginVersion: askPluginVersion,
};
