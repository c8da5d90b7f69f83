import { Command } from "commander";
import { tokenSource } from "consentra/credentials";
import { preflightWith, type Preflight, type PreflightAction } from "consentra/preflight";
import { EXIT, UsageError } from "../exit";
import { plannedActions } from "../preflight/planned-actions";
import { isReady, renderJson, renderTable } from "../preflight/report";
import { readPreview, type PreviewSource } from "../preview/run-preview";

/** `consentra preflight`: what the deployer needs for a stack, and what of it it has. */
export function preflightCommand(): Command {
  return new Command("preflight")
    .description(
      "compare the rights that a stack's update needs with those of the identity that deploys; changes nothing",
    )
    .option("--preview <file>", "output of `pulumi preview --json`, - for standard input, instead of running pulumi")
    .option("--project <dir>", "the stack's project folder (default: here)")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--config-file <file>", "the stack's configuration, where it is not in the project")
    .option("--json", "print the comparison as JSON")
    .addHelpText(
      "after",
      "\nThe identity is the one of ARM_* (or AZURE_*), as `pulumi up` takes it. Exit codes: 0 nothing is missing, 1 rights are missing, " +
        "2 could not be compared.",
    )
    .action(async (options: PreviewSource & { json?: boolean }) => {
      const planned = plannedActions(await readPreview(options));
      const preflight = await compare(planned.actions);
      process.stdout.write(options.json ? renderJson(preflight, planned) : renderTable(preflight, planned));
      process.exitCode = isReady(preflight) ? EXIT.ok : EXIT.difference;
    });
}

async function compare(actions: readonly PreflightAction[]): Promise<Preflight> {
  try {
    return await preflightWith(tokenSource(process.env), actions);
  } catch (error) {
    throw new UsageError(
      `the deployer's rights cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
