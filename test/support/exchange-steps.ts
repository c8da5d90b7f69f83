import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import type { Sandbox } from "@consentra/sandbox";
import type { TokenSource } from "../../components/credentials";
import type { StepContext } from "../../components/exchange/objects/context";
import { createTenantClient } from "../sandbox/tenant-client";
import { repository } from "./repository";

// Rooms of the package that it does not export: loaded by path, with their types.
const components = join(repository, "components", "dist");
const { RestTransport } = require(
  join(components, "exchange", "rest-transport"),
) as typeof import("../../components/exchange/rest-transport");
const { NodeHttpClient } = require(join(components, "http", "client")) as typeof import("../../components/http/client");
const { cloudEndpoints } = require(join(components, "clouds")) as typeof import("../../components/clouds");
const { runExchangeStep } = require(
  join(components, "exchange", "objects", "run"),
) as typeof import("../../components/exchange/objects/run");
const { parseManifest } = require(
  join(components, "exchange", "manifest"),
) as typeof import("../../components/exchange/manifest");

type Spec = Record<string, unknown>;

/** Steps of the provider's command against the simulated tenant, without a process for each. */
export interface ExchangeSteps {
  context: StepContext;
  /** Runs one step, as the command would from its standard input. */
  run(kind: string, action: "create" | "update" | "delete", spec: Spec, previous?: unknown): Promise<unknown>;
  close(): void;
}

export function exchangeSteps(sandbox: Sandbox): ExchangeSteps {
  const { contoso } = sandbox.tenants;
  const tenant = createTenantClient(sandbox);
  const agent = new Agent({ ca: readFileSync(sandbox.caFile), keepAlive: true });
  const cloud = cloudEndpoints({ ARM_METADATA_HOSTNAME: new URL(sandbox.origin).host });
  const tokens: TokenSource = {
    tenantId: contoso.id,
    cloud,
    // Node reads the variable with more authorities only when a process starts.
    http: new NodeHttpClient(() => agent),
    getToken: () => tenant.deployerToken("https://outlook.office365.com"),
    forget: () => undefined,
  };
  const list = async <T>(path: string): Promise<T[]> => {
    const { status, body } = await tenant.graph("GET", decodeURIComponent(`/v1.0${path}`));
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    return body.value as unknown as T[];
  };
  const context: StepContext = {
    exchange: new RestTransport({
      tokens,
      organization: contoso.initialDomain,
      wait: (milliseconds) => context.wait(milliseconds),
    }),
    graph: {
      list,
      batch: () => Promise.reject(new Error("no step asks for a batch")),
      applicationPermissions: () => Promise.reject(new Error("no step asks for these")),
      ask: async (method, path, body) => {
        const answer = await tenant.graph(method, decodeURIComponent(`/v1.0${path}`), body);
        return { status: answer.status, body: answer.body };
      },
    },
    progress: () => undefined,
    patience: 2_000,
    wait: () => Promise.resolve(),
  };
  return {
    context,
    run: async (kind, action, spec, previous) => {
      const text = JSON.stringify({
        consentra: 1,
        kind,
        tenantId: contoso.id,
        organization: contoso.initialDomain,
        spec,
      });
      return runExchangeStep(context, parseManifest(text), action, () => previous);
    },
    close: () => {
      agent.destroy();
      tenant.close();
    },
  };
}
