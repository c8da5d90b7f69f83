import { Command } from "commander";
import { tokenSource } from "consentra/credentials";
import { RestGraphReader } from "consentra/graph-reader";
import { createdBy, parseDeployment, withRecorded } from "../recover/deployment";
import { pulumi, type StackChoice } from "../recover/pulumi";
import { findUnrecorded } from "../recover/unrecorded";
import { EXIT } from "../exit";

/** `consentra recover`: takes into a stack's state what an interrupted update made and did not record. */
export function recoverCommand(): Command {
  return new Command("recover")
    .description("after an update was killed: take into the state what it made, but did not record")
    .option("--project <dir>", "the stack's project folder (default: here)")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--config-file <file>", "the stack's configuration file, where it is not in the project's folder")
    .option("--yes", "do it; else it is only told what would be taken")
    .addHelpText(
      "after",
      "\nCompares what a preview would create with the tenant, which is asked with the identity of ARM_* (or AZURE_*): service principals, " +
        "application permissions and delegated grants, of which there is at most one each. Nothing in the tenant is changed. " +
        "Exit codes: 0 nothing to do, or done; 1 there is something to take and --yes was not given; 2 could not be told.",
    )
    .action(async (options: StackChoice & { yes?: boolean }) => {
      process.exitCode = await recover(options);
    });
}

async function recover(options: StackChoice & { yes?: boolean }): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  // What is gone is forgotten first: an interrupted update may have deleted it.
  if (options.yes) await pulumi(["refresh", "--yes", "--skip-preview"], options);
  // What waits in the state is found step by step: a consent is only known when its service principal is.
  for (let taken = 0; ;) {
    const planned = createdBy(await pulumi(["preview", "--json", "--refresh"], options));
    const found = await findUnrecorded(planned, new RestGraphReader(tokenSource(process.env)));
    for (const {
      words,
      planned: { urn },
    } of found)
      say(`${options.yes ? "taken" : "not recorded"}: ${words}\n  as ${urn}`);
    if (found.length === 0) {
      say(taken === 0 ? "Nothing that was made is missing in the state." : "Run pulumi up to go on.");
      return EXIT.ok;
    }
    if (!options.yes) {
      say(
        "Run it again with --yes to take this into the state, if it is this stack's. Nothing in the tenant is changed by that.",
      );
      return EXIT.difference;
    }
    const state = parseDeployment(await pulumi(["stack", "export"], options));
    await pulumi(["stack", "import"], options, JSON.stringify(withRecorded(state, found)));
    const targets = found.flatMap(({ planned: { urn } }) => ["--target", urn]);
    await pulumi(["refresh", "--yes", "--skip-preview", ...targets], options);
    taken += found.length;
  }
}
