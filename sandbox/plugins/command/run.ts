import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { PluginError } from "../rpc/errors";
import type { CommandInputs } from "./inputs";

/** What a command said; the last newline of each is taken off. */
export interface CommandOutput {
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** What the command before it said; handed on in the environment. */
  previous?: CommandOutput;
  signal: AbortSignal;
  /** Shows a line of output while the command runs. */
  log: (line: string) => void;
}

/**
 * Runs a command to its end, in the program's folder unless the inputs name another.
 *
 * @throws PluginError with everything the command said, when it does not end with 0
 */
export async function runCommand(command: string, inputs: CommandInputs, options: RunOptions): Promise<CommandOutput> {
  const { signal, log } = options;
  signal.throwIfAborted();
  const [program = "/bin/sh", ...args] = inputs.interpreter.length > 0 ? inputs.interpreter : ["/bin/sh", "-c"];
  // a group of its own: what the command started ends with it
  const child = spawn(program, [...args, command], {
    cwd: inputs.dir,
    env: { ...process.env, ...inputs.environment, ...previousOutput(inputs, options.previous) },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const kill = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  signal.addEventListener("abort", kill, { once: true });

  const said: Buffer[] = [];
  const stdout = new Collector(said, inputs.logs.stdout ? log : undefined);
  const stderr = new Collector(said, inputs.logs.stderr ? log : undefined);
  child.stdout.on("data", (chunk: Buffer) => stdout.add(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.add(chunk));
  // a command need not read its input
  child.stdin.on("error", () => undefined);
  child.stdin.end(inputs.stdin);

  const ending = await new Promise<string | undefined>((resolve) => {
    child.on("error", (error) => resolve(startFault(error, program, inputs)));
    child.on("close", (code, killedBy) => resolve(endFault(code, killedBy)));
  }).finally(() => signal.removeEventListener("abort", kill));
  stdout.end();
  stderr.end();
  if (ending !== undefined) {
    throw new PluginError(`${ending}: running ${JSON.stringify(command)}:\n${Buffer.concat(said).toString("utf8")}`);
  }
  return { stdout: stdout.text(), stderr: stderr.text() };
}

function previousOutput(inputs: CommandInputs, previous?: CommandOutput): Record<string, string> {
  if (previous === undefined || !inputs.addPreviousOutputInEnv) return {};
  return {
    ...(previous.stdout === "" ? {} : { PULUMI_COMMAND_STDOUT: previous.stdout }),
    ...(previous.stderr === "" ? {} : { PULUMI_COMMAND_STDERR: previous.stderr }),
  };
}

/** In the words of Pulumi's own plugin. Node names the program where it is the folder that is missing. */
function startFault(error: NodeJS.ErrnoException, program: string, { dir }: CommandInputs): string {
  if (error.code !== "ENOENT") return error.message;
  if (dir !== undefined && !existsSync(dir)) return `chdir ${dir}: no such file or directory`;
  return program.includes("/")
    ? `fork/exec ${program}: no such file or directory`
    : `exec: ${JSON.stringify(program)}: executable file not found in $PATH`;
}

function endFault(code: number | null, killedBy: NodeJS.Signals | null): string | undefined {
  if (killedBy !== null) return `signal: ${signalWords[killedBy] ?? killedBy}`;
  return code === 0 ? undefined : `exit status ${code}`;
}

const signalWords: Partial<Record<NodeJS.Signals, string>> = {
  SIGHUP: "hangup",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it ended by itself
  }
}

/** Gathers one stream, and shows it line by line. */
class Collector {
  private readonly chunks: Buffer[] = [];
  private readonly decoder = new StringDecoder("utf8");
  private line = "";

  constructor(
    private readonly together: Buffer[],
    private readonly show: ((line: string) => void) | undefined,
  ) {}

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.together.push(chunk);
    const lines = (this.line + this.decoder.write(chunk)).split("\n");
    this.line = lines.pop() ?? "";
    for (const line of lines) this.show?.(line);
  }

  end(): void {
    this.line += this.decoder.end();
    if (this.line !== "") this.show?.(this.line);
    this.line = "";
  }

  text(): string {
    return Buffer.concat(this.chunks).toString("utf8").replace(/\n$/, "");
  }
}
