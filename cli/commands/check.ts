import { setTimeout as wait } from "node:timers/promises";
import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import type { HandOff } from "consentra/handoff";
import { readCredential } from "../check/credential";
import { defaultInterval, type Patience } from "../check/enforced";
import { readHandOff } from "../check/hand-off";
import { judgePrerequisites } from "../check/prerequisites";
import { mechanismOf, type Finding } from "../check/report";
import { runCheck, type CheckResult } from "../check/run-check";
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
  enforced?: boolean;
  limit?: number;
  interval?: number;
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
    .option("--enforced", "ask Microsoft Graph again until it does what is declared")
    .option("--limit <minutes>", "with --enforced: how long at most (default: 120)", minutes)
    .option(
      "--interval <minutes>",
      `with --enforced: between two probes (default: ${defaultInterval.accessPolicy} for an access policy, ${defaultInterval.rbac} for roles)`,
      minutes,
    )
    .option("--json", "print the findings as JSON")
    .addHelpText(
      "after",
      "\nWithout --credential the app's credential is taken from CONSENTRA_APP_CLIENT_SECRET or CONSENTRA_APP_CERTIFICATE_PATH." +
        "\nThe cloud is chosen by ARM_ENVIRONMENT or ARM_METADATA_HOSTNAME. Exit codes: 0 as declared, 1 differences, 2 could not be checked.",
    )
    .action(async (options: Options) => {
      const handOff = await readHandOff(options);
      const { findings, enforced } =
        options.user === undefined
          ? await checkApp(handOff, options)
          : { findings: await checkUser(handOff, options.user, options) };
      const ok = findings.every((each) => each.ok);
      const result = { vendor: handOff.vendor, ok, findings, ...(enforced && { enforced }) };
      if (options.json) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
      else print(handOff.vendor, { findings, enforced });
      process.exitCode = ok ? EXIT.ok : EXIT.difference;
    });
}

async function checkApp(handOff: HandOff, options: Options): Promise<CheckResult> {
  if (!handOff.permissions.some(({ kind }) => kind === "application")) {
    throw new UsageError(`${handOff.vendor} acts for signed-in users only: name one with --user`);
  }
  const patience = patienceOf(handOff, options);
  const { inside, outside } = options;
  return runCheck(handOff, {
    credential: readCredential(options.credential, process.env),
    environment: process.env,
    named: { ...(inside !== undefined && { inside }), ...(outside !== undefined && { outside }) },
    ...(patience && { patience }),
    note,
  });
}

function patienceOf(handOff: HandOff, { enforced, limit, interval }: Options): Patience | undefined {
  if (!enforced) {
    if (limit === undefined && interval === undefined) return undefined;
    throw new UsageError("--limit and --interval say how --enforced waits: add it");
  }
  return {
    limit: limit ?? 120,
    interval: Math.max(1, interval ?? defaultInterval[mechanismOf(handOff)]),
    wait,
    progress: note,
  };
}

/** Beside the findings, for people who watch. */
function note(line: string): void {
  process.stderr.write(`consentra: ${line}\n`);
}

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 24 * 60) return value;
  throw new InvalidArgumentError("expected minutes, at most a day.");
}

async function checkUser(handOff: HandOff, user: string, options: Options): Promise<Finding[]> {
  if (options.enforced) throw new UsageError("--enforced is for the mailboxes of an app: leave --user out");
  const findings = judgePrerequisites(handOff, await readUserFacts(handOff, user, process.env));
  const { redirectUri } = options;
  if (redirectUri === undefined) return findings;
  const { clientSecret } = readCredential(options.credential, process.env);
  if (clientSecret === undefined) throw new UsageError("signing a user in takes the app's client secret");
  return [...findings, ...(await checkSignIn({ handOff, user, redirectUri, clientSecret, environment: process.env }))];
}

function print(vendor: string, { findings, enforced }: CheckResult): void {
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
  if (enforced) {
    const { ok, probes, minutes: waited } = enforced;
    process.stdout.write(
      `Microsoft Graph ${ok ? "does" : "does not do"} what is declared: asked ${probes === 1 ? "once" : `${probes} times`} in ${waited} min\n`,
    );
  }
  for (const { check, remedy } of findings) if (remedy) process.stdout.write(`${check}: ${remedy}\n`);
}
