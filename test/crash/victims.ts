import { commandLineOf, descendantsOf, isRunning, signalProcess } from "@consentra/sandbox/engine";
import type { AuditEntry } from "@consentra/sandbox/tenant";

/**
 * Who is killed: the engine alone, so that what it started goes on until it sees that; the machine, so that all ends at once; the plugin whose
 * resource is being written; the step of the provider's command.
 */
export type Victim = "engine" | "machine" | "plugin" | "step";
export const victims: readonly Victim[] = ["engine", "machine", "plugin", "step"];

interface Process {
  pid: number;
  command: string;
}

/** What was killed, and what may go on. */
export interface Struck {
  /** As people call it; undefined where nothing of the kind was running. */
  killed: string | undefined;
  /** Everything that ran then. */
  running: number[];
}

/** Kills the victim while the tenant answers the request of an entry. */
export function strike(victim: Victim, engine: number, entry: AuditEntry): Struck {
  const below = descendantsOf(engine).flatMap((pid): Process[] => {
    const command = commandLineOf(pid);
    return command === undefined ? [] : [{ pid, command }];
  });
  const running = [engine, ...below.map(({ pid }) => pid)];
  const { killed, pids } = chosen(victim, engine, below, entry);
  for (const each of pids) signalProcess(each, "SIGKILL");
  return { killed, running };
}

function chosen(
  victim: Victim,
  engine: number,
  below: readonly Process[],
  entry: AuditEntry,
): { killed: string | undefined; pids: number[] } {
  const steps = below.filter(({ command }) => isWritingStep(command));
  const of = (killed: string, found: readonly Process[]) =>
    found.length === 0 ? { killed: undefined, pids: [] } : { killed, pids: found.map(({ pid }) => pid) };
  switch (victim) {
    case "engine":
      return { killed: "the engine", pids: [engine] };
    case "machine":
      // Those below first: a parent that is gone has no children any more.
      return { killed: "all", pids: [...below.map(({ pid }) => pid).reverse(), engine] };
    case "step":
      return of("the step", steps);
    case "plugin": {
      const name = pluginOf(entry, steps);
      return of(
        `the plugin ${name}`,
        below.filter(({ command }) => command.includes(`/plugins/${name}/main.js`) || command.includes(`-${name}-v`)),
      );
    }
  }
}

/** Which plugin's resource an entry belongs to. */
function pluginOf({ service }: AuditEntry, steps: readonly Process[]): string {
  if (service === "azure") return "azure-native";
  if (service === "exchange") return "command";
  // Steps that write to Graph: there azuread has no resource.
  return steps.some(({ command }) => !isExchangeStep(command)) ? "command" : "azuread";
}

const exchangeKinds = [
  "MailEnabledSecurityGroup",
  "ApplicationAccessPolicy",
  "ExchangeServicePrincipal",
  "ManagementScope",
  "RoleAssignment",
];

const isWritingStep = (command: string): boolean =>
  /require\("consentra\/command"\)\.run\("\w+", "(?:create|update|delete)"\)/.test(command);

const isExchangeStep = (command: string): boolean => exchangeKinds.some((kind) => command.includes(`"${kind}"`));

/** Waits until all of some processes ended; what has not after so long is killed. @returns whether all ended by themselves */
export async function ended(pids: readonly number[], { patience = 15_000 } = {}): Promise<boolean> {
  const until = performance.now() + patience;
  while (pids.some(isRunning)) {
    if (performance.now() > until) {
      for (const each of pids.filter(isRunning)) signalProcess(each, "SIGKILL");
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
