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
  /** What may go on writing: plugins and steps. */
  writers: number[];
  /** Everything else that ran then: it only talks to an engine. */
  others: number[];
}

/** Kills the victim while the tenant answers the request of an entry. */
export function strike(victim: Victim, engine: number, entry: AuditEntry): Struck {
  const below = descendantsOf(engine).flatMap((pid): Process[] => {
    const command = commandLineOf(pid);
    return command === undefined ? [] : [{ pid, command }];
  });
  const isWriter = ({ command }: Process) => isStep(command) || /plugins\/|pulumi-resource-/.test(command);
  const pidsOf = (list: readonly Process[]) => list.map(({ pid }) => pid);
  const { killed, pids } = chosen(victim, engine, below, entry);
  for (const each of pids) signalProcess(each, "SIGKILL");
  return {
    killed,
    writers: pidsOf(below.filter(isWriter)),
    others: [engine, ...pidsOf(below.filter((each) => !isWriter(each)))],
  };
}

/** Whether an entry of the audit log is one at which the victim may be at work. */
export function concerns(victim: Victim, engine: number, { service }: AuditEntry): boolean {
  if (victim !== "step" || service === "exchange") return true;
  return descendantsOf(engine)
    .map((pid) => commandLineOf(pid) ?? "")
    .some((command) => isWritingStep(command) && !isExchangeStep(command));
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

const isStep = (command: string): boolean => command.includes('require("consentra/command")');

const isWritingStep = (command: string): boolean =>
  /require\("consentra\/command"\)\.run\("\w+", "(?:create|update|delete)"\)/.test(command);

const isExchangeStep = (command: string): boolean => exchangeKinds.some((kind) => command.includes(`"${kind}"`));

/**
 * Waits until nothing writes any more that outlived the victim, and ends what is left: a program whose engine is gone waits for it forever, and
 * does nothing.
 *
 * @returns whether all that could write ended by itself
 */
export async function ended({ writers, others }: Struck, { patience = 15_000 } = {}): Promise<boolean> {
  const until = performance.now() + patience;
  while (writers.some(isRunning) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  const left = writers.filter(isRunning);
  for (const each of [...left, ...others.filter(isRunning)]) signalProcess(each, "SIGKILL");
  return left.length === 0;
}
