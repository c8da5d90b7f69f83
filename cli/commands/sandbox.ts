import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { parseFaultPlan, type FaultPlan } from "@consentra/sandbox/tenant";
import { Command } from "commander";
import { UsageError } from "../exit";
import { untilInterrupted } from "../interrupt";
import { runInSandbox } from "../sandbox/run-in-sandbox";
import { style } from "../style";

interface Options {
  port?: number;
  environment?: string;
  journal?: string;
  faults?: string;
  json?: boolean;
  exec?: boolean;
}

/** `consentra sandbox`: the simulated tenant, until Ctrl-C. */
export function sandboxCommand(): Command {
  return new Command("sandbox")
    .description("run the simulated tenant on this machine until Ctrl-C, or as long as a command runs")
    .option("--port <number>", "TCP port (default: a free one)", parsePort)
    .option(
      "--environment <file>",
      "where the variables are written that point a shell at it (default: a temporary file)",
    )
    .option("--journal <file>", "append every write to this file, a line of JSON each")
    .option("--faults <file>", "what goes wrong in it, and when: a fault plan in JSON")
    .option("--json", "print where it is as one line of JSON")
    .option("--exec", "run the command after -- in a tenant of its own, with pulumi, and end with its exit code")
    .argument("[command...]", "with --exec: a command and its arguments")
    .action(async (command: string[], options: Options) => {
      if (options.exec || command.length > 0) {
        process.exitCode = await runInSandbox(commandOf(command, options), {
          journal: options.journal,
          faults: planOf(options),
        });
        return;
      }
      const sandbox = await start(options);
      // Listened for before anybody is told that it runs.
      const interrupted = untilInterrupted();
      const file = options.environment ?? join(tmpdir(), `consentra-sandbox-${process.pid}.env`);
      try {
        // Holds a secret of the simulated tenant, which ends with it.
        writeFileSync(file, shellVariables({ ...sandbox.environment(), CONSENTRA_SANDBOX_KEY: sandbox.controlKey }), {
          mode: 0o600,
          flag: "wx",
        });
      } catch {
        await sandbox.close();
        throw new UsageError(`${file} cannot be written, or is there already`);
      }
      const tenants = Object.values(sandbox.tenants).map(({ id, displayName, initialDomain }) => ({
        id,
        displayName,
        initialDomain,
      }));
      if (options.json)
        process.stdout.write(`${JSON.stringify({ origin: sandbox.origin, environment: file, tenants })}\n`);
      else {
        process.stdout.write(`The simulated tenant runs at ${style("bold", sandbox.origin)}\n`);
        for (const each of tenants) process.stdout.write(`  ${each.displayName}  ${each.initialDomain}  ${each.id}\n`);
        process.stdout.write(`Point a shell at it:  source ${file}\nStop it with Ctrl-C.\n`);
      }
      await interrupted;
      rmSync(file, { force: true });
      await sandbox.close();
    });
}

/** @throws UsageError where the options do not fit together */
function commandOf(command: string[], { exec, port, environment, json }: Options): string[] {
  if (!exec) throw new UsageError(`"${command[0] ?? ""}" is not expected: a command is run with --exec`);
  if (command.length === 0) throw new UsageError("--exec needs a command: consentra sandbox --exec -- COMMAND");
  if (port !== undefined || environment !== undefined || json)
    throw new UsageError("--exec hands the tenant to its command: leave --port, --environment and --json out");
  return command;
}

async function start({ port, journal, ...others }: Options): Promise<Sandbox> {
  const faults = planOf(others);
  try {
    return await startSandbox({ port, journal, faults });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UsageError(`port ${port} is in use already: choose another one, or leave --port out for a free one`);
  }
}

function planOf({ faults: file }: Options): FaultPlan | undefined {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`--faults: ${file} cannot be read`);
  }
  try {
    return parseFaultPlan(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`--faults: ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`--port is "${text}", expected 1 to 65535`);
  return port;
}

/** Lines for `source`; values are quoted, so that nothing in them is taken for a command. */
export function shellVariables(environment: Record<string, string>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");
}
