import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { tokenSource } from "./credentials";
import { manifest, parseManifest, type Manifest } from "./exchange/manifest";
import { driftRequest, readDrift } from "./exchange/drift/look-up";
import type { StepContext } from "./exchange/objects/context";
import { runExchangeStep } from "./exchange/objects/run";
import { exchangeTransport } from "./exchange/transport-choice";
import { RestGraphReader } from "./graph-reader";
import { assignmentsRequest, readAssignments } from "./lookup/assignments";
import { certificatesRequest, readCertificates } from "./lookup/certificates";
import { emptyDirectory, readDirectory } from "./lookup/read";
import { directoryRequest } from "./lookup/request";
import { readManifest } from "./manifest-text";
import { preflightFaults } from "./preflight/preflight";
import { graphManifest, type GraphManifest } from "./steps/manifest";
import { runGraphStep } from "./steps/run";

type Action = "create" | "update" | "delete" | "read";

const exchangeKinds = new Set<string>(manifest.options.map((each) => each.shape.kind.value));

/**
 * The provider's command, started as `node -e 'require("consentra/command").run(kind, action)'`. Everything that differs comes on standard
 * input as JSON; credentials come from the environment; standard output is one JSON document; progress goes to standard error.
 */
export function run(kind: string, action: Action): void {
  execute(kind, action).then(
    (result) => end(process.stdout, JSON.stringify(result), 0),
    (error: unknown) => end(process.stderr, `${error instanceof Error ? error.message : String(error)}\n`, 1),
  );
}

/** Ends when the text is handed over, without waiting for connections that are kept alive for a next request that never comes. */
function end(stream: NodeJS.WriteStream, text: string, code: number): void {
  stream.write(text, () => process.exit(code));
}

async function execute(kind: string, action: Action): Promise<unknown> {
  const input = readFileSync(0, "utf8");
  if (action === "read") return lookUp(kind, JSON.parse(input));
  const desired = exchangeKinds.has(kind) ? parseManifest(input) : readManifest(graphManifest, input);
  if (desired.kind !== kind) throw new Error(`the manifest is of a ${desired.kind}, expected a ${kind}`);
  return "organization" in desired ? exchangeStep(desired, action) : graphStep(desired, action);
}

async function lookUp(kind: string, input: unknown): Promise<unknown> {
  const tokens = tokenSource(process.env);
  const graph = new RestGraphReader(tokens);
  switch (kind) {
    case "Directory": {
      const request = directoryRequest.parse(input);
      assertTenant(request.tenantId ?? tokens.tenantId, tokens.tenantId);
      const faults = await preflightFaults(request.preflight, tokens, graph);
      if (faults.length > 0) return { directory: emptyDirectory(tokens.tenantId), faults };
      return readDirectory(request, tokens.tenantId, graph, exchangeTransport({ tokens, progress }));
    }
    case "Assignments": {
      const request = assignmentsRequest.parse(input);
      assertTenant(request.tenantId, tokens.tenantId);
      return readAssignments(graph, request.servicePrincipalId);
    }
    case "Certificates": {
      const request = certificatesRequest.parse(input);
      assertTenant(request.tenantId, tokens.tenantId);
      return readCertificates(graph, request.applicationObjectId);
    }
    case "Drift": {
      const request = driftRequest.parse(input);
      const manifests = Object.values(request.manifests);
      for (const each of manifests) assertTenant(each.tenantId, tokens.tenantId);
      return readDrift(
        request,
        graph,
        exchangeTransport({ tokens, organization: manifests[0]?.organization, progress }),
      );
    }
    default:
      throw new Error(`there is no look-up of a ${kind}`);
  }
}

async function graphStep(manifest: GraphManifest, action: "create" | "update" | "delete"): Promise<unknown> {
  const tokens = tokenSource(process.env);
  assertTenant(manifest.tenantId, tokens.tenantId);
  const graph = new RestGraphReader(tokens);
  return runGraphStep({ graph, progress, wait: (milliseconds) => wait(milliseconds) }, manifest, action, previous);
}

async function exchangeStep(manifest: Manifest, action: "create" | "update" | "delete"): Promise<unknown> {
  const tokens = tokenSource(process.env);
  assertTenant(manifest.tenantId, tokens.tenantId);
  const context: StepContext = {
    exchange: exchangeTransport({ tokens, organization: manifest.organization, progress }),
    graph: new RestGraphReader(tokens),
    progress,
    patience: 300_000,
    wait: (milliseconds) => wait(milliseconds),
  };
  return runExchangeStep(context, manifest, action, previous);
}

/** What the last step of this object printed: the command provider hands it on. */
function previous(): unknown {
  const text = process.env.PULUMI_COMMAND_STDOUT;
  if (!text) throw new Error("the previous output of this step is missing (PULUMI_COMMAND_STDOUT)");
  return JSON.parse(text) as unknown;
}

/** A stack never acts on another tenant than the one it was planned for. */
function assertTenant(wanted: string, actual: string): void {
  if (wanted.toLowerCase() === actual.toLowerCase()) return;
  throw new Error(
    `the stack is for tenant ${wanted}, but the credential in the environment is for tenant ${actual}; nothing was done`,
  );
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}
