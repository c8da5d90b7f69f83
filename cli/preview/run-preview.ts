import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../exit";
import { parsePlan, type Plan } from "./plan";
import { parsePolicyEvents, type Judgement } from "./policy-events";

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
}

/** A preview that policy packs judge. */
export interface JudgedPreviewSource extends PreviewSource {
  /** Folders of policy packs. @default none */
  policyPack?: readonly string[];
  /** Configuration of the packs, in the same order. @default none */
  policyPackConfig?: readonly string[];
  /** With `preview`: a file with the engine's events of the same preview. @default what policies said is not known */
  policyEvents?: string;
}

/** A preview with what policy packs said of it. */
export interface JudgedPreview {
  plan: Plan;
  /** Undefined where no pack judged, as far as is known. */
  judgement?: Judgement;
}

interface Run {
  stdout: string;
  /** What kept pulumi from ending well. */
  failure?: string;
  /** The engine's events, where they were asked for. */
  events: string;
}

/** Enough for the preview of thousands of resources, bytes. */
const largestPreview = 512 * 1024 * 1024;

/** @throws UsageError where there is no preview, or it failed */
export async function readPreview(source: PreviewSource): Promise<Plan> {
  if (source.preview !== undefined) return readPreviewFile(source.preview);
  const { stdout, failure } = await runPulumi(source);
  if (failure !== undefined) throw new UsageError(`pulumi preview failed: ${failure}`);
  return parsePlan(stdout, "the output of pulumi preview");
}

/**
 * A preview with the judgement of policy packs. One that only violations stopped is complete all the same.
 *
 * @throws UsageError where there is no preview, or it failed for another reason
 */
export async function readJudgedPreview(source: JudgedPreviewSource): Promise<JudgedPreview> {
  const { preview, policyEvents, policyPack = [], policyPackConfig = [] } = source;
  if (preview !== undefined) {
    if (policyPack.length > 0)
      throw new UsageError(
        "--policy-pack judges a preview that is run here; with --preview give what the packs said with --policy-events",
      );
    const plan = readPreviewFile(preview);
    if (policyEvents === undefined) return complete({ plan });
    return complete({ plan, judgement: parsePolicyEvents(readInput(policyEvents), nameOf(policyEvents)) });
  }
  if (policyEvents !== undefined)
    throw new UsageError("--policy-events belongs to --preview; a preview that is run here is judged by --policy-pack");
  if (policyPackConfig.length > policyPack.length)
    throw new UsageError(
      "there are more --policy-pack-config than --policy-pack: give one for each, in the same order",
    );
  const { stdout, failure, events } = await runPulumi(source, { policyPack, policyPackConfig });
  // Without events the failure came before anything was judged; without a failure their absence is one.
  if (failure !== undefined && events === "") throw new UsageError(`pulumi preview failed: ${failure}`);
  const judgement = policyPack.length > 0 ? parsePolicyEvents(events, "the event log of pulumi preview") : undefined;
  if (failure !== undefined && !isRefused(judgement)) throw new UsageError(`pulumi preview failed: ${failure}`);
  return complete({ plan: parsePlan(stdout, "the output of pulumi preview"), judgement });
}

/** A program that failed half-way planned half of it: that is no preview to judge by. */
function complete({ plan, judgement }: JudgedPreview): JudgedPreview {
  const errors = [...plan.diagnostics.filter((each) => each.severity === "error").map((each) => each.message.trim())];
  const [first] = [...errors, ...(judgement?.errors ?? [])].filter((each) => !/^(error: )?preview failed$/.test(each));
  if (first !== undefined) throw new UsageError(`the preview failed, so it is not complete: ${first}`);
  if (errors.length > 0 && !isRefused(judgement))
    throw new UsageError(
      "the preview failed without saying why; where policies refused it, give what they said with --policy-events",
    );
  return { plan, ...(judgement && { judgement }) };
}

function isRefused(judgement: Judgement | undefined): boolean {
  return judgement?.events.some(({ level }) => level === "mandatory") ?? false;
}

function readPreviewFile(file: string): Plan {
  const hint = "; make it with `pulumi preview --json --show-sames`";
  return parsePlan(readInput(file, hint), nameOf(file));
}

const nameOf = (file: string): string => (file === "-" ? "standard input" : file);

function readInput(file: string, hint = ""): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch {
    throw new UsageError(`${nameOf(file)} cannot be read${hint}`);
  }
}

async function runPulumi(
  { project = ".", stack, configFile }: PreviewSource,
  packs?: { policyPack: readonly string[]; policyPackConfig: readonly string[] },
): Promise<Run> {
  const args = [
    ...["preview", "--json", "--show-sames", "--non-interactive", "--cwd", project],
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(configFile === undefined ? [] : ["--config-file", resolve(configFile)]),
  ];
  if (!packs) return run(args, process.env);
  const folder = mkdtempSync(join(tmpdir(), "consentra-preview-"));
  try {
    const log = join(folder, "events.json");
    const result = await run(
      [...args, "--event-log", log, ...packArgs(packs, folder)],
      // The engine hides the flag that its own Automation API uses.
      { ...process.env, PULUMI_DEBUG_COMMANDS: "true" },
    );
    return { ...result, events: readIfThere(log) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function packArgs(
  { policyPack, policyPackConfig }: { policyPack: readonly string[]; policyPackConfig: readonly string[] },
  folder: string,
): string[] {
  const packs = policyPack.flatMap((pack) => ["--policy-pack", listItem(pack)]);
  if (policyPackConfig.length === 0) return packs;
  // The engine wants a configuration for every pack or for none.
  const none = join(folder, "none.json");
  writeFileSync(none, "{}");
  return [...packs, ...policyPack.flatMap((_, at) => ["--policy-pack-config", listItem(policyPackConfig[at] ?? none)])];
}

/** These flags of pulumi take lists: a comma in a path must not part it. */
function listItem(given: string): string {
  // Relative paths are meant from where the user stands, not from the project.
  const path = resolve(given);
  return /[",\n]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  try {
    const { stdout } = await promisify(execFile)("pulumi", args, { maxBuffer: largestPreview, env });
    return { stdout, events: "" };
  } catch (error) {
    const failure = error as { code?: string | number; stdout?: string; stderr?: string; message: string };
    if (failure.code === "ENOENT") {
      throw new UsageError("pulumi is not on PATH; name a file of `pulumi preview --json` with --preview");
    }
    return { stdout: failure.stdout ?? "", failure: saidBy(failure), events: "" };
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
