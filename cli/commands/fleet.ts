import { writeFileSync } from "node:fs";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { Command } from "commander";
import { EXIT, UsageError } from "../exit";
import { forgetIdentity, tenantEnvironments } from "../fleet/environment";
import { chooseTenants, readFleetList, type FleetList } from "../fleet/list";
import { inputsOf, RunRecord, type FleetOperation } from "../fleet/record";
import { renderFleet, type RenderTarget } from "../fleet/render";
import { changesOf, renderJson, renderText } from "../fleet/report";
import { isFine, type TenantResult } from "../fleet/result";
import { runFleet } from "../fleet/run-fleet";
import { configFileOf, runTenant } from "../fleet/run-tenant";
import { onInterrupt } from "../interrupt";

const defaultList = "fleet.yaml";

interface RunOptions {
  file: string;
  only: string[];
  parallel?: number;
  record?: string;
  resume?: boolean;
  report?: string;
  yes?: boolean;
  json?: boolean;
}

/** `consentra fleet`: one program for many tenants. */
export function fleetCommand(): Command {
  const command = new Command("fleet")
    .description(
      "run a stack for a list of tenants, some at a time, or write it as manifests for a cluster or Pulumi Cloud",
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 every tenant succeeded, 1 some did not, 2 wrong usage or environment, 130 interrupted. The list is described in docs/fleet.md.",
    );
  return command
    .addCommand(runCommand("preview", "what an update would do in each tenant; changes nothing"))
    .addCommand(runCommand("up", "bring each tenant to what the program says"))
    .addCommand(runCommand("destroy", "remove from each tenant what its stack made"))
    .addCommand(renderCommand());
}

function runCommand(operation: FleetOperation, description: string): Command {
  const command = new Command(operation)
    .description(description)
    .option("--file <file>", "the list of tenants", defaultList)
    .option("--only <name>", "this tenant of the list (repeat for several)", collect, [])
    .option("--parallel <number>", "how many tenants at a time, instead of the list's", parseParallel)
    .option("--record <file>", "where the run is noted (default: the list's name with .run.json)")
    .option("--resume", "leave out the tenants that succeeded in the noted run and have not changed since")
    .option("--report <file>", "write the results as JSON to this file too")
    .option("--json", "print the results as JSON");
  if (operation !== "preview") command.option("--yes", "do it; without it nothing is done");
  return command.action((options: RunOptions) => run(operation, options));
}

async function run(operation: FleetOperation, options: RunOptions): Promise<void> {
  const list = readFleetList(options.file);
  const tenants = chooseTenants(list, options.only);
  if (operation !== "preview" && !options.yes) {
    throw new UsageError(
      `\`fleet ${operation}\` changes ${tenants.length} tenants: see what it would do with \`fleet preview\`, then say --yes`,
    );
  }
  const environments = tenantEnvironments(list, tenants, process.env);
  const pulumiCommand = await pulumiOnPath();
  const recordFile = options.record ?? `${options.file}.run.json`;
  const record = options.resume ? RunRecord.resumed(recordFile, operation) : RunRecord.fresh(recordFile, operation);
  forgetIdentity(process.env);
  const interrupted = onInterrupt();
  const inputs = new Map(tenants.map((each) => [each.name, inputsOf(list, each, configFileOf(list, each))]));
  const results = await runFleet({
    tenants,
    parallel: options.parallel ?? list.parallel,
    stopAt: list.stopAt,
    signal: interrupted,
    work: async (tenant) => {
      const done = record.doneBefore(tenant, inputs.get(tenant.name) ?? "");
      if (done) return done;
      say(`${tenant.name}: ${operation} begins`);
      return runTenant({
        list,
        tenant,
        operation,
        environment: environments.get(tenant.name) ?? {},
        pulumiCommand,
        signal: interrupted,
        progress: (line) => say(`${tenant.name}: ${line}`),
      });
    },
    onResult: (result) => {
      record.note(result, inputs.get(result.name) ?? "");
      say(`${result.name}: ${result.outcome}${tell(result)}`);
    },
  });
  finish(operation, results, options, interrupted.aborted);
}

function finish(
  operation: FleetOperation,
  results: readonly TenantResult[],
  options: RunOptions,
  interrupted: boolean,
) {
  if (options.report !== undefined) writeFileSync(options.report, renderJson(operation, results));
  process.stdout.write(options.json ? renderJson(operation, results) : renderText(operation, results));
  process.exitCode = interrupted ? EXIT.interrupted : isFine(results) ? EXIT.ok : EXIT.difference;
}

function tell({ changes, seconds }: TenantResult): string {
  const told = changesOf(changes);
  return `${told && `, ${told}`}${seconds > 0 ? ` (${seconds} s)` : ""}`;
}

function renderCommand(): Command {
  return new Command("render")
    .description("write the list as manifests of the Pulumi Kubernetes Operator, or as settings of Pulumi Deployments")
    .requiredOption("--target <target>", "operator or deployments")
    .requiredOption("--out <dir>", "where the files are written; what stands there under the same names is replaced")
    .option("--file <file>", "the list of tenants", defaultList)
    .option("--only <name>", "this tenant of the list (repeat for several)", collect, [])
    .option("--namespace <name>", "operator: the namespace of the manifests", "consentra")
    .action((options: { file: string; only: string[]; target: string; out: string; namespace: string }) => {
      const list: FleetList = readFleetList(options.file);
      const { target, out, namespace } = options;
      if (target !== "operator" && target !== "deployments") {
        throw new UsageError(`--target is "${target}", expected operator or deployments`);
      }
      const chosen = { ...list, tenants: chooseTenants(list, options.only) };
      for (const path of renderFleet(chosen, target satisfies RenderTarget, { out, namespace }))
        process.stdout.write(`${path}\n`);
    });
}

async function pulumiOnPath(): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`pulumi cannot be used: ${reason}; install it, or put it on PATH`);
  }
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function parseParallel(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 32) {
    throw new UsageError(`--parallel is "${text}", expected 1 to 32`);
  }
  return number;
}

/** Progress goes to standard error: standard output belongs to the result. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
