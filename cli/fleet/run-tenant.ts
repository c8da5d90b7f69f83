import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace, Stack, type EngineEvent, type PulumiCommand, type UpOptions } from "@pulumi/pulumi/automation";
import { redactor } from "../secrets";
import type { FleetList, FleetTenant } from "./list";
import type { FleetOperation } from "./record";
import type { TenantResult } from "./result";

export interface TenantRun {
  list: FleetList;
  tenant: FleetTenant;
  operation: FleetOperation;
  environment: Record<string, string>;
  pulumiCommand: PulumiCommand;
  signal?: AbortSignal;
  /** Told of each resource that changed, for people who watch. */
  progress?: (line: string) => void;
}

/** The stack's configuration file. */
export function configFileOf(list: FleetList, tenant: FleetTenant): string {
  return tenant.configFile ?? list.defaults.configFile ?? join(list.project, `Pulumi.${tenant.name}.yaml`);
}

/** Runs one tenant's stack. What went wrong is in the result. */
export async function runTenant(run: TenantRun): Promise<TenantResult> {
  const { tenant, list, signal } = run;
  const withoutSecrets = redactor({ ...process.env, ...run.environment });
  const began = performance.now();
  const changes: Record<string, number> = {};
  const errors: string[] = [];
  const onEvent = (event: EngineEvent) => {
    const { diagnosticEvent, policyEvent, summaryEvent, resOutputsEvent } = event;
    if (diagnosticEvent?.severity === "error") errors.push(diagnosticEvent.message.trim());
    if (policyEvent?.enforcementLevel === "mandatory")
      errors.push(`[${policyEvent.policyName}] ${policyEvent.message.trim()}`);
    if (summaryEvent) Object.assign(changes, summaryEvent.resourceChanges);
    if (resOutputsEvent && resOutputsEvent.metadata.op !== "same") {
      run.progress?.(`${resOutputsEvent.metadata.op} ${resOutputsEvent.metadata.urn.split("::").at(-1)}`);
    }
  };
  const ended = (outcome: TenantResult["outcome"]): TenantResult => ({
    name: tenant.name,
    tenantId: tenant.tenantId,
    outcome,
    changes,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    errors: [...new Set(errors.map(withoutSecrets))],
  });
  try {
    const configFile = configFileOf(list, tenant);
    if (!existsSync(configFile)) throw new Error(`${configFile} is not there; expected the stack's configuration`);
    await withStack(run, configFile, (stack, copy) => operate(stack, copy, run, onEvent));
    return ended("succeeded");
  } catch (error) {
    if (signal?.aborted) return ended("interrupted");
    if (errors.length === 0) errors.push(wordsOf(error));
    return ended("failed");
  }
}

/**
 * The engine keeps a stack's encryption in its configuration file, so it gets a copy: the project stays as it is, and tenants that run at the
 * same time do not meet in it.
 */
async function withStack(
  { list, tenant, environment, pulumiCommand }: TenantRun,
  configFile: string,
  work: (stack: Stack, configFile: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "consentra-fleet-"));
  const own = join(list.project, `Pulumi.${tenant.name}.yaml`);
  const before = existsSync(own) ? await readFile(own) : undefined;
  try {
    const copy = join(folder, `Pulumi.${tenant.name}.yaml`);
    await copyFile(join(list.project, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    await copyFile(configFile, copy);
    const options = { pulumiCommand, envVars: environment };
    await LocalWorkspace.createOrSelectStack({ stackName: tenant.name, workDir: folder }, options);
    const workspace = await LocalWorkspace.create({ ...options, workDir: list.project });
    await work(await leanStack(tenant.name, workspace), copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
    // Reading outputs, the engine writes the encryption beside Pulumi.yaml too.
    if (before === undefined) await rm(own, { force: true });
    else await writeFile(own, before);
  }
}

/**
 * The Automation API selects the stack once more, although each command names it, and reads outputs (secret ones in plain text) and history after
 * each operation. A fleet has no use for them, and each is a start of the CLI and a way to the state.
 */
async function leanStack(name: string, workspace: LocalWorkspace): Promise<Stack> {
  const nothing = () => Promise.resolve();
  const lean = Object.assign(workspace, { selectStack: nothing, stackOutputs: () => Promise.resolve({}) });
  return Object.assign(await Stack.select(name, lean), { info: nothing });
}

async function operate(
  stack: Stack,
  configFile: string,
  { list, operation, signal }: TenantRun,
  onEvent: (event: EngineEvent) => void,
): Promise<void> {
  const options: UpOptions = {
    configFile,
    color: "never",
    suppressOutputs: true,
    onEvent,
    signal,
  };
  const packs = { policyPacks: list.policyPacks, policyPackConfigs: list.policyPackConfigs };
  if (operation === "preview") await stack.preview({ ...options, ...packs });
  else if (operation === "up") await stack.up({ ...options, ...packs });
  else await stack.destroy(options);
}

/** What Pulumi wrote as its error, with the lines that belong to it; else the first line that says something. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, said] = pulumisError.exec(text) ?? [];
  if (said !== undefined) return said.replaceAll(/\n-{10,}(?=\n|$)/g, "").trim();
  const lines = text.split("\n");
  const line = lines.find((each) => /failed/i.test(each)) ?? lines[0] ?? text;
  return line.replace(/^\s*(?:stderr:)?\s*/i, "").trim();
}

/** It ends at an empty line, at the next message, or where the Automation API goes on. Storage says why in lines of its own, and then in XML. */
const pulumisError =
  /^\s*(?:stderr:)?\s*error: ([\s\S]+?)(?=\n(?:\s*\n|\s*err\?:|<\?xml|(?:error|warning): )|(?![\s\S]))/m;
