import Table from "cli-table3";
import { Command } from "commander";
import type { HandOff } from "consentra/handoff";
import { AppClient } from "../check/app-client";
import { readCredential } from "../check/credential";
import { readHandOff } from "../check/hand-off";
import { judgePrerequisites } from "../check/prerequisites";
import type { Finding } from "../check/report";
import { runCheck } from "../check/run-check";
import { checkSignIn } from "../check/sign-in";
import { readUserFacts } from "../check/user-facts";
import { EXIT, UsageError } from "../exit";
import { style } from "../style";

interface Options {
  handOff?: string;
  project?: string;
  stack?: string;
  output?: string;
  credential?: string;
  inside?: string;
  outside?: string;
  user?: string;
  redirectUri?: string;
  json?: boolean;
}

/** `consentra check`: proves as the vendor's app what it can reach. */
export function checkCommand(): Command {
  return new Command("check")
    .description(
      "act as the vendor's app: compare its token with the stack, read one mailbox inside the scope and one outside; or see what keeps a user out",
    )
    .option("--hand-off <file>", "JSON of the hand-off or of `pulumi stack output --json`, instead of asking pulumi")
    .option("--project <dir>", "the stack's project folder (default: here)")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--output <name>", "which output is the hand-off, where there are several")
    .option("--credential <file>", 'the app\'s credential: {"clientSecret": "…"} or {"certificatePath": "…"}')
    .option("--inside <mailbox>", "a mailbox that the app has to reach (default: the first of the scope)")
    .option("--outside <mailbox>", "a mailbox that the app must not reach (default: found by listing users)")
    .option("--user <name>", "an app that acts for signed-in users: what this user needs and lacks")
    .option("--redirect-uri <uri>", "with --user: sign the user in too, at this redirect URI of the app")
    .option("--json", "print the findings as JSON")
    .addHelpText(
      "after",
      "\nWithout --credential the app's credential is taken from CONSENTRA_APP_CLIENT_SECRET or CONSENTRA_APP_CERTIFICATE_PATH." +
        "\nThe cloud is chosen by ARM_ENVIRONMENT or ARM_METADATA_HOSTNAME. Exit codes: 0 as declared, 1 differences, 2 could not be checked.",
    )
    .action(async (options: Options) => {
      const handOff = await readHandOff(options);
      const findings =
        options.user === undefined ? await checkApp(handOff, options) : await checkUser(handOff, options.user, options);
      const ok = findings.every((each) => each.ok);
      if (options.json)
        process.stdout.write(`${JSON.stringify({ vendor: handOff.vendor, ok, findings }, undefined, 2)}\n`);
      else print(handOff.vendor, findings);
      process.exitCode = ok ? EXIT.ok : EXIT.difference;
    });
}

async function checkApp(handOff: HandOff, options: Options): Promise<Finding[]> {
  if (!handOff.permissions.some(({ kind }) => kind === "application")) {
    throw new UsageError(`${handOff.vendor} acts for signed-in users only: name one with --user`);
  }
  const client = await AppClient.signIn(handOff, readCredential(options.credential, process.env), process.env);
  return runCheck(handOff, client, options);
}

async function checkUser(handOff: HandOff, user: string, options: Options): Promise<Finding[]> {
  const findings = judgePrerequisites(handOff, await readUserFacts(handOff, user, process.env));
  const { redirectUri } = options;
  if (redirectUri === undefined) return findings;
  const { clientSecret } = readCredential(options.credential, process.env);
  if (clientSecret === undefined) throw new UsageError("signing a user in takes the app's client secret");
  return [...findings, ...(await checkSignIn({ handOff, user, redirectUri, clientSecret, environment: process.env }))];
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
