import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { UsageError } from "../exit";
import { parsePlan, type Plan } from "./plan";

/** Where a preview is taken from. */
export interface PreviewSource {
  /** A file with the output of `pulumi preview --json`; `-` is standard input. @default pulumi is run */
  preview?: string;
  /** The project's folder. @default here */
  project?: string;
  /** @default the selected one */
  stack?: string;
  /** Another configuration file of the stack. @default the project's */
  configFile?: string;
  /** Folders of policy packs that judge the preview. @default none */
  policyPacks?: readonly string[];
}

/** Enough for the preview of thousands of resources, bytes. */
const largestPreview = 512 * 1024 * 1024;

/** @throws UsageError where there is no preview, or it failed */
export async function readPreview(source: PreviewSource): Promise<Plan> {
  if (source.preview === undefined) return parsePlan(await runPulumi(source), "the output of pulumi preview");
  const where = source.preview === "-" ? "standard input" : source.preview;
  let text: string;
  try {
    text = readFileSync(source.preview === "-" ? 0 : source.preview, "utf8");
  } catch {
    throw new UsageError(`${where} cannot be read; make it with \`pulumi preview --json --show-sames\``);
  }
  return parsePlan(text, where);
}

async function runPulumi({ project = ".", stack, configFile, policyPacks = [] }: PreviewSource): Promise<string> {
  const args = [
    ...["preview", "--json", "--show-sames", "--non-interactive", "--cwd", project],
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(configFile === undefined ? [] : ["--config-file", configFile]),
    ...policyPacks.flatMap((pack) => ["--policy-pack", pack]),
  ];
  try {
    return (await promisify(execFile)("pulumi", args, { maxBuffer: largestPreview })).stdout;
  } catch (error) {
    const failure = error as { code?: string | number; stdout?: string; stderr?: string; message: string };
    if (failure.code === "ENOENT") {
      throw new UsageError("pulumi is not on PATH; name a file of `pulumi preview --json` with --preview");
    }
    // A preview that a mandatory policy refused still says what it would do.
    if (failure.stdout && policyPacks.length > 0 && isPlan(failure.stdout)) return failure.stdout;
    throw new UsageError(`pulumi preview failed: ${saidBy(failure)}`);
  }
}

function isPlan(text: string): boolean {
  try {
    return Array.isArray((JSON.parse(text) as { steps?: unknown }).steps);
  } catch {
    return false;
  }
}

/** With --json the reason is among the diagnostics on standard output. */
function saidBy({ stdout = "", stderr = "", message }: { stdout?: string; stderr?: string; message: string }): string {
  try {
    const { diagnostics } = JSON.parse(stdout) as { diagnostics?: { severity: string; message: string }[] };
    const errors = (diagnostics ?? []).filter((each) => each.severity === "error").map((each) => each.message.trim());
    if (errors.length > 0) return errors.join("\n");
  } catch {
    // Then standard error has it.
  }
  return stderr.trim() || message;
}
