// Child processes: started without a shell, their exit codes handed on, interrupts passed on.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a script with this Node; a relative one is the repository's. Returns its exit code. */
export function runNode([script, ...args], options) {
  return run(process.execPath, [isAbsolute(script) ? script : join(root, script), ...args], options);
}

/** Runs a command to its end and returns its exit code. */
export function run(command, args, { cwd = root, stdio = "inherit", env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio, env });
    const release = passSignalsTo(child);
    child.once("error", (error) => {
      release();
      say(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once("close", (code, signal) => {
      release();
      if (signal !== null) interrupted = signal;
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Like `run`, but keeps the output back and returns it: for stages that run side by side. */
export function runQuietly(script, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const release = passSignalsTo(child);
    const output = [];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.once("close", (code, signal) => {
      release();
      if (signal !== null) interrupted = signal;
      resolve({ code: code ?? 128 + constants.signals[signal], output: Buffer.concat(output).toString() });
    });
  });
}

/** The signal that ended a child, if one did. */
let interrupted;

/** Ends this process with a code, or by the signal that ended its child, so that callers see what happened. */
export function finish(code) {
  if (interrupted === undefined) process.exitCode = code;
  else process.kill(process.pid, interrupted);
}

/** A terminal interrupts the child together with us; any other sender knows only us. */
function passSignalsTo(child) {
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const pass = () => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal));
    process.on(signal, pass);
    return [signal, pass];
  });
  return () => handlers.forEach(([signal, pass]) => process.off(signal, pass));
}

/** Runs a stage and says how long it took. */
export async function stage(name, work) {
  const start = performance.now();
  say(`${name} ...`);
  const code = await work();
  say(`${name}: ${code === 0 ? "done" : "FAILED"} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return code;
}
