import { Command } from "commander";
import { tokenSource } from "consentra/credentials";
import { RestGraphReader } from "consentra/graph-reader";
import type { StackChoice } from "../recover/pulumi";
import { mendState, tellUnrecorded } from "../recover/run-recover";
import { EXIT } from "../exit";

/** `consentra recover`: makes a stack's state agree with the tenant after an interrupted operation. */
export function recoverCommand(): Command {
  return new Command("recover")
    .description(
      "after an update or a destroy was interrupted: make the state agree with the tenant, so that it can be run again",
    )
    .option("--project <dir>", "the stack's project folder (default: here)")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--config-file <file>", "the stack's configuration file, where it is not in the project's folder")
    .option("--yes", "do it; else it is only told what would be taken")
    .addHelpText(
      "after",
      "\nReleases the lock of a process that is gone, forgets what was deleted, and compares what a preview would create with the tenant, which is " +
        "asked with the identity of ARM_* (or AZURE_*): applications and their credentials, service principals, application permissions and " +
        "delegated grants. Nothing in the tenant is changed. Exit codes: 0 nothing to do, or done; 1 there is something to do and --yes was not " +
        "given, or something is in the way; 2 could not be told.",
    )
    .action(async ({ yes, ...stack }: StackChoice & { yes?: boolean }) => {
      process.exitCode = yes ? await mend(stack) : await tell(stack);
    });
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const graph = () => new RestGraphReader(tokenSource(process.env));

async function tell(stack: StackChoice): Promise<number> {
  const { open, left } = await tellUnrecorded(stack, graph(), say);
  if (open > 0)
    say(
      "Run it again with --yes to put this into the state, if it is this stack's. Nothing in the tenant is changed by that.",
    );
  else if (left === 0) say("Nothing that was made is missing in the state.");
  return open + left === 0 ? EXIT.ok : EXIT.difference;
}

async function mend(stack: StackChoice): Promise<number> {
  const { mended, left } = await mendState(stack, graph(), say);
  if (left > 0) {
    say("See to what is in the way, then run this again.");
    return EXIT.difference;
  }
  say(mended === 0 ? "Nothing that was made is missing in the state." : "Run pulumi again to go on.");
  return EXIT.ok;
}
