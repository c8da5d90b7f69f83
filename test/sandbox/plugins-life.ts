import { rm } from "node:fs/promises";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { LocalStack, type Engine, type OperationResult } from "@consentra/sandbox/engine";
import { startProxy, type Proxy } from "./plugins-proxy";
import { normaliser } from "./plugins-normalised";
import { nameOf, resourcesOf } from "./plugins-stack";
import { createTenantClient, type TenantClient } from "./tenant-client";

/** One moment in the life of a stack. */
export interface Moment {
  /** What is done before the engine runs: configuration, changes by hand. */
  before?: (stack: LocalStack, tenant: TenantClient, proxy: Proxy) => Promise<void>;
  operation: "up" | "refresh" | "destroy";
}

/** What the engine and the plugins made of it, without what each tenant makes up. */
export interface Happened {
  code: number;
  /** What a preview said that it would do; nothing for refresh and destroy. */
  planned: unknown;
  /** What plugins had to complain about. */
  errors: string[];
  /** Requests that change something, in no order. */
  writes: string[];
  /** Requests that read, each once: how often one waits for something is no difference. None where a step failed: the engine ends look-ups then. */
  reads: string[];
  resources: Record<string, unknown>;
}

/** Runs a project through its life in a tenant of its own. */
export async function live(
  engine: Pick<Engine, "pulumi" | "environment">,
  project: string,
  config: { configFile?: string },
  moments: Record<string, Moment>,
): Promise<Record<string, Happened>> {
  const sandbox = await startSandbox();
  const proxy = await startProxy(sandbox);
  const tenant = createTenantClient(sandbox);
  const environment = proxy.environment;
  const stack = await LocalStack.create({ engine, projectDir: project, environment, ...config });
  try {
    const happened: Record<string, Happened> = {};
    for (const [name, moment] of Object.entries(moments)) {
      await moment.before?.(stack, tenant, proxy);
      happened[name] = await happenedIn(stack, proxy, sandbox, moment);
    }
    return happened;
  } finally {
    tenant.close();
    await stack.remove();
    await proxy.close();
    await sandbox.close();
  }
}

async function happenedIn(stack: LocalStack, proxy: Proxy, sandbox: Sandbox, { operation }: Moment): Promise<Happened> {
  const normalise = normaliser([sandbox.origin, proxy.environment.ARM_METADATA_HOSTNAME ?? ""].map(hostOf));
  const planned = operation === "up" ? plannedBy(await stack.preview({ json: true })) : undefined;
  proxy.sent.splice(0);
  const result = operation === "up" ? await stack.up({ skipPreview: true }) : await stack[operation]();
  const sent = proxy.sent.map(({ method, url, body }) => ({
    method,
    text: asText(normalise({ method, url: decodeURIComponent(url), body })),
  }));
  const resources = await resourcesOf(stack);
  return {
    code: result.code,
    planned: normalise(planned),
    errors: errorsOf(result).map((line) => asText(normalise(line))),
    writes: sent
      .filter(({ method }) => method !== "GET")
      .map(({ text }) => text)
      .sort(),
    reads:
      result.code === 0
        ? [...new Set(sent.filter(({ method }) => method === "GET").map(({ text }) => text))].sort()
        : [],
    resources: Object.fromEntries(
      resources.map(({ type, id, inputs, outputs, ...each }) => [
        nameOf({ ...each, type, inputs, outputs }),
        normalise({ type, id, inputs, outputs }),
      ]),
    ),
  };
}

function plannedBy({ stdout }: OperationResult): unknown {
  const { steps = [] } = JSON.parse(stdout) as { steps?: Record<string, unknown>[] };
  return Object.fromEntries(
    steps.map(({ op, urn, detailedDiff, replaceReasons, diffReasons }) => [
      `${String(op)} ${String(urn).split("::").at(-1)}`,
      { detailedDiff, replaceReasons, diffReasons },
    ]),
  );
}

/**
 * How long a step takes, and what else is under way when it fails, is chance: its line with the time, the program, the stack. Pulumi's own
 * plugin logs its failures as well, with the line of its source.
 */
const isChance = /sdk-v2\/provider2\.go|\(\d+s\)|unhandled exception|connection is closing|\*\*failed\*\*/;

/** What the summary tells, where the step's own line has the time in it. */
function errorsOf({ stdout, stderr }: OperationResult): string[] {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
  return [
    ...new Set(lines.filter((line) => /error|\* |refused|does not exist/i.test(line) && !isChance.test(line))),
  ].sort();
}

function hostOf(origin: string): string {
  return origin.replace(/^https:\/\//, "");
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Deletes what a comparison made beside its stacks. */
export async function removeAll(folders: readonly string[]): Promise<void> {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}
