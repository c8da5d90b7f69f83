import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import type { LocalStack } from "@consentra/sandbox/engine";
import { repository } from "./repository";

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line in a process of its own, with nothing of this one's environment but PATH. */
export function consentra(
  args: readonly string[],
  environment: Record<string, string> = {},
  input = "",
): Promise<CommandResult> {
  const child = spawn(process.execPath, [join(repository, "cli", "dist", "main.js"), ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  // A command that does not read its input may be gone before it is written.
  child.stdin.on("error", () => undefined).end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

/** `consentra recover` on a stack. */
export function recover(sandbox: Sandbox, stack: LocalStack, ...more: string[]): Promise<CommandResult> {
  const { projectDir, stackName, configFile, shellEnvironment } = stack;
  return consentra(["recover", ...more, "--project", projectDir, "--stack", stackName, "--config-file", configFile], {
    ...shellEnvironment,
    ...sandbox.environment(),
  });
}
