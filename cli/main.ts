#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { checkCommand } from "./commands/check";
import { demoCommand } from "./commands/demo";
import { fleetCommand } from "./commands/fleet";
import { handoffCommand } from "./commands/handoff";
import { permissionsCommand } from "./commands/permissions";
import { preflightCommand } from "./commands/preflight";
import { recoverCommand } from "./commands/recover";
import { reviewCommand } from "./commands/review";
import { sandboxCommand } from "./commands/sandbox";
import { EXIT, UsageError } from "./exit";
import { version } from "./version";

const program = new Command("consentra")
  .description("Vendor access to Microsoft 365 as code: try it, prove it.")
  .version(version)
  .showHelpAfterError("(run with --help for the options)")
  .addHelpText("after", "\nExit codes: 0 fine, 1 a difference or violation was found, 2 wrong usage or environment.")
  .exitOverride();
for (const command of [
  demoCommand(),
  sandboxCommand(),
  checkCommand(),
  handoffCommand(),
  preflightCommand(),
  reviewCommand(),
  permissionsCommand(),
  fleetCommand(),
  recoverCommand(),
]) {
  program.addCommand(command.copyInheritedSettings(program));
}

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    process.stderr.write(`consentra: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.difference;
  }
}

void main();
