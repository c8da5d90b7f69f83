import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { killTree, signalProcess } from "./process-tree";

/** How a process is started. */
export interface StartOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Written to standard input, which is then closed. @default empty */
  input?: string;
  /** Called for each whole line of output while the process runs. */
  onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** Its abort interrupts the process (SIGINT), as Ctrl-C does. */
  signal?: AbortSignal;
}

/** How a process ended. */
export interface ProcessResult {
  /** Exit code; 128 plus the signal's number when a signal ended it, as shells say it. */
  code: number;
  stdout: string;
  stderr: string;
}

/** A process that runs. */
export interface RunningProcess {
  readonly pid: number;
  /** Settles when the process ended and its output was read. */
  readonly done: Promise<ProcessResult>;
  /** SIGKILL ends the whole tree; any other signal goes to the process's group, so that it can clean up. */
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a process in a process group of its own, without a shell. It ends when this process does: an interrupt is passed on, an
 * exit kills what is left.
 * @throws when the command cannot be started
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions,
): Promise<RunningProcess> {
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, detached: true, stdio: "pipe" });
  await started(child);
  const pid = child.pid as number;
  const kill = (signal: NodeJS.Signals) => {
    if (!running.has(pid)) return; // it ended, and its id may be another process's by now
    if (signal === "SIGKILL") killTree(pid);
    else signalProcess(-pid, signal);
  };
  guard(pid, kill);
  const interrupt = () => kill("SIGINT");
  options.signal?.addEventListener("abort", interrupt, { once: true });
  const done = finished(child, options).finally(() => {
    options.signal?.removeEventListener("abort", interrupt);
    release(pid);
  });
  if (options.signal?.aborted) interrupt();
  return { pid, done, kill };
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
}

function finished(child: ChildProcess, options: StartOptions): Promise<ProcessResult> {
  const stdout = collect(child.stdout, (line) => options.onLine?.(line, "stdout"));
  const stderr = collect(child.stderr, (line) => options.onLine?.(line, "stderr"));
  child.stdin?.on("error", () => undefined); // it may end without reading its input
  child.stdin?.end(options.input ?? "");
  return new Promise((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ code: code ?? 128 + signalNumber(signal), stdout: stdout(), stderr: stderr() });
    });
  });
}

/** Gathers a stream and hands on its lines; the last one need not end in a newline. */
function collect(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): () => string {
  let all = "";
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk: string) => {
    all += chunk;
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  stream?.on("end", () => {
    if (rest !== "") onLine(rest);
  });
  return () => all;
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : constants.signals[signal];
}

type Kill = (signal: NodeJS.Signals) => void;
const running = new Map<number, Kill>();
const passedOn: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
/** The signal that this process would have died of, had it had no children to wait for. */
let pending: NodeJS.Signals | undefined;

function guard(pid: number, kill: Kill): void {
  if (running.size === 0) {
    passedOn.forEach((signal) => process.on(signal, passOn));
    process.on("exit", killAll);
  }
  running.set(pid, kill);
}

function release(pid: number): void {
  running.delete(pid);
  if (running.size > 0) return;
  passedOn.forEach((signal) => process.off(signal, passOn));
  process.off("exit", killAll);
  if (pending !== undefined) process.kill(process.pid, pending);
}

/**
 * A second signal ends the children at once. Where nobody else listens for the signal, this process still dies of it, after its
 * children; a program that has its own handler decides for itself.
 */
function passOn(signal: NodeJS.Signals): void {
  const again = pending !== undefined;
  if (process.listenerCount(signal) === 1) pending = signal;
  for (const kill of running.values()) kill(again ? "SIGKILL" : "SIGINT");
}

function killAll(): void {
  for (const kill of running.values()) kill("SIGKILL");
}
