import { spawn } from "node:child_process";
import type { Log } from "../rpc/provider";

export interface ShellCommand {
  command: string;
  interpreter?: string[];
  dir?: string;
  environment?: Record<string, string>;
  stdin?: string;
  logging?: string;
}

export interface ShellResult {
  stdout: string;
  stderr: string;
}

/**
 * Runs a command as the command provider does: the interpreter with the command as its last argument, output kept without the last newline.
 *
 * @throws with the command's own words where it ends with another code than 0
 */
export function runShell(wanted: ShellCommand, log: Log, signal: AbortSignal, urn?: string): Promise<ShellResult> {
  const [file = "/bin/sh", ...args] = wanted.interpreter?.length ? wanted.interpreter : ["/bin/sh", "-c"];
  // A process group of its own, so that whatever the command started ends with it.
  const child = spawn(file, [...args, wanted.command], {
    cwd: wanted.dir,
    env: { ...process.env, ...wanted.environment },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const cancel = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  };
  signal.addEventListener("abort", cancel, { once: true });
  child.stdin.on("error", () => undefined).end(wanted.stdin ?? "");
  const show = wanted.logging ?? "stdoutAndStderr";
  const stdout = collect(child.stdout, /stdout/i.test(show) ? (line) => log("info", line, urn) : undefined);
  const stderr = collect(child.stderr, /stderr/i.test(show) ? (line) => log("info", line, urn) : undefined);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`${file} could not be started: ${error.message}`)));
    child.on("close", (code, killedBy) => {
      signal.removeEventListener("abort", cancel);
      const result = { stdout: stdout().trimEnd(), stderr: stderr().trimEnd() };
      if (code === 0) return resolve(result);
      const end = killedBy ? `signal: ${killedBy}` : `exit status ${code}`;
      reject(new Error(`${end}: running ${JSON.stringify(wanted.command)}:\n${result.stderr || result.stdout}`));
    });
  });
}

function collect(stream: NodeJS.ReadableStream, onLine: ((line: string) => void) | undefined): () => string {
  let text = "";
  let shown = 0;
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf("\n", shown); end >= 0; end = text.indexOf("\n", shown)) {
      onLine?.(text.slice(shown, end));
      shown = end + 1;
    }
  });
  return () => text;
}
