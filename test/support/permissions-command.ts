import { join } from "node:path";
import { CommanderError } from "commander";
import type { CommandResult } from "./consentra";
import { repository } from "./repository";

const built = (...file: string[]) => join(repository, "cli", "dist", ...file);

/**
 * Asks `consentra permissions` in this process, as the command line does: a process for each question takes seconds. Nothing of mocha is
 * printed while a question is answered.
 */
export async function askPermissions(...args: string[]): Promise<CommandResult> {
  const { permissionsCommand } = require(
    built("commands", "permissions.js"),
  ) as typeof import("../../cli/commands/permissions");
  const { UsageError } = require(built("exit.js")) as typeof import("../../cli/exit");
  let stdout = "";
  let stderr = "";
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => {
    stdout += String(chunk);
    return true;
  };
  let code = 0;
  try {
    const command = permissionsCommand()
      .exitOverride()
      .configureOutput({ writeErr: (text) => (stderr += text) });
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof CommanderError)) throw error;
    if (error instanceof UsageError) stderr += `consentra: ${error.message}\n`;
    code = 2;
  } finally {
    process.stdout.write = write;
  }
  return { code, stdout, stderr };
}
