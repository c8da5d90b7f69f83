#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { EXIT, UsageError } from "./exit";
import { redactor } from "./secrets";
import { version } from "./version";

const program = new Command("consentra")
  .description("Vendor access to Microsoft 365 as code: try it, prove it.")
  .version(version)
  .showHelpAfterError("(run with --help for the options)")
  .addHelpText("after", "\nExit codes: 0 fine, 1 a difference or violation was found, 2 wrong usage or environment.")
  .exitOverride();

/** Each is loaded when it is named: some of them load much. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import("./commands/demo.js")).demoCommand(),
  sandbox: async () => (await import("./commands/sandbox.js")).sandboxCommand(),
  check: async () => (await import("./commands/check.js")).checkCommand(),
  handoff: async () => (await import("./commands/handoff.js")).handoffCommand(),
  preflight: async () => (await import("./commands/preflight.js")).preflightCommand(),
  review: async () => (await import("./commands/review.js")).reviewCommand(),
  permissions: async () => (await import("./commands/permissions.js")).permissionsCommand(),
  fleet: async () => (await import("./commands/fleet.js")).fleetCommand(),
  recover: async () => (await import("./commands/recover.js")).recoverCommand(),
};

/** The named command, or all of them for help and for what is mistyped. */
async function addCommands(named: string): Promise<void> {
  const wanted = Object.hasOwn(commands, named) ? [named] : Object.keys(commands);
  for (const each of wanted) {
    const command = await commands[each]?.();
    if (command) program.addCommand(command.copyInheritedSettings(program));
  }
}

async function main(): Promise<void> {
  try {
    await addCommands(process.argv[2] ?? "");
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    const words = error instanceof Error ? error.message : String(error);
    // Pulumi's are among them, and some of those name the whole address of the state.
    process.stderr.write(`consentra: ${redactor(process.env)(words)}\n`);
    process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.difference;
  }
}

void main();
