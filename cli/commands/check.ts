import Table from "cli-table3";
import { Command } from "commander";
import { AppClient } from "../check/app-client";
import { readCredential } from "../check/credential";
import { readHandOff } from "../check/hand-off";
import type { Finding } from "../check/report";
import { runCheck } from "../check/run-check";
import { EXIT } from "../exit";
import { style } from "../style";

interface Options {
  handOff?: string;
  project?: string;
  stack?: string;
  output?: string;
  credential?: string;
  inside?: string;
  outside?: string;
  json?: boolean;
}

/** `consentra check`: proves as the vendor's app what it can reach. */
export function checkCommand(): Command {
  return new Command("check")
    .description(
      "act as the vendor's app: compare its token with the stack, read one mailbox inside the scope and one outside",
    )
    .option("--hand-off <file>", "JSON of the hand-off or of `pulumi stack output --json`, instead of asking pulumi")
    .option("--project <dir>", "the stack's project folder (default: here)")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--output <name>", "which output is the hand-off, where there are several")
    .option("--credential <file>", 'the app\'s credential: {"clientSecret": "…"} or {"certificatePath": "…"}')
    .option("--inside <mailbox>", "a mailbox that the app has to reach (default: the first of the scope)")
    .option("--outside <mailbox>", "a mailbox that the app must not reach (default: found by listing users)")
    .option("--json", "print the findings as JSON")
    .addHelpText(
      "after",
      "\nWithout --credential the app's credential is taken from CONSENTRA_APP_CLIENT_SECRET or CONSENTRA_APP_CERTIFICATE_PATH." +
        "\nThe cloud is chosen by ARM_ENVIRONMENT or ARM_METADATA_HOSTNAME. Exit codes: 0 as declared, 1 differences, 2 could not be checked.",
    )
    .action(async (options: Options) => {
      const credential = readCredential(options.credential, process.env);
      const handOff = await readHandOff(options);
      const client = await AppClient.signIn(handOff, credential, process.env);
      const findings = await runCheck(handOff, client, options);
      const ok = findings.every((each) => each.ok);
      if (options.json)
        process.stdout.write(`${JSON.stringify({ vendor: handOff.vendor, ok, findings }, undefined, 2)}\n`);
      else print(handOff.vendor, findings);
      process.exitCode = ok ? EXIT.ok : EXIT.difference;
    });
}

function print(vendor: string, findings: readonly Finding[]): void {
  const table = new Table({
    head: ["what", "expected", "found", ""],
    wordWrap: true,
    colWidths: [44, 26, 34, 11],
    style: { head: [], border: [] },
  });
  for (const { check, expected, found, ok } of findings) {
    table.push([check, expected, found, ok ? style("green", "ok") : style("red", "DIFFERENT")]);
  }
  process.stdout.write(`${vendor}, seen by its own app\n${table.toString()}\n`);
  for (const { check, remedy } of findings) if (remedy) process.stdout.write(`${check}: ${remedy}\n`);
}
