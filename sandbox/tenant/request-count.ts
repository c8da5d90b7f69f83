import type { FastifyInstance, FastifyRequest } from "fastify";
import { isRead } from "./exchange/invoke";

/** Requests to Graph and Exchange. */
export interface RequestCount {
  /** A batch of reads is one. */
  reads: number;
  /** A batch with a write in it is one. */
  writes: number;
  /** What travelled in batches, of both: the services count each part against their limits. */
  parts: number;
}

/** Marks a part of a batch, which is answered by its own route. */
export const partHeader = "sandbox-batch-part";

interface Invocation {
  CmdletInput?: { CmdletName?: string };
}

/** Counts by what a request does: InvokeCommand is always a POST, so the cmdlet decides. */
export function countRequests(app: FastifyInstance): RequestCount {
  const count: RequestCount = { reads: 0, writes: 0, parts: 0 };
  app.addHook("preHandler", (request, _reply, done) => {
    const path = request.url.split("?")[0] ?? "";
    if (request.headers[partHeader] === undefined) note(count, request, path);
    done();
  });
  return count;
}

function note(count: RequestCount, request: FastifyRequest, path: string): void {
  const graph = path.startsWith("/v1.0/") || path.startsWith("/beta/");
  if (!graph && !path.startsWith("/adminapi/")) return;
  const parts = path.endsWith("/$batch") ? partsOf(request.body) : undefined;
  count.parts += parts?.length ?? 0;
  const reads = graph ? graphReads(request.method, parts) : exchangeReads(request.body, parts);
  count[reads ? "reads" : "writes"]++;
}

interface Part {
  method?: string;
  body?: unknown;
}

function partsOf(body: unknown): Part[] {
  const requests = (body as { requests?: unknown } | undefined)?.requests;
  return Array.isArray(requests) ? (requests as Part[]) : [];
}

function graphReads(method: string, parts: Part[] | undefined): boolean {
  return parts ? parts.every((each) => each.method === "GET") : method === "GET";
}

function exchangeReads(body: unknown, parts: Part[] | undefined): boolean {
  const invocations = parts ? parts.map((each) => each.body) : [body];
  return invocations.every((each) => isRead((each as Invocation | undefined)?.CmdletInput?.CmdletName ?? "Get-"));
}
