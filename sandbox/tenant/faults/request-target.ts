import { decodeJwt } from "jose";
import type { FastifyRequest } from "fastify";
import { pathOf } from "../urls";
import type { RequestPattern } from "./plan";

/** A request, or one part of a batch, as rules see it. */
export interface RequestTarget {
  service: "graph" | "exchange" | "login" | "azure";
  method: string;
  /** Without the query; for Graph without the version. */
  path: string;
  cmdlet: string | undefined;
  does: "read" | "write";
  /** Client ID in the token, which nobody has verified yet. */
  app: string | undefined;
  /** Tenant in the token, or in the path. */
  tenant: string | undefined;
}

/** What a request is; undefined for the control API, which no fault reaches. */
export function targetOf(request: FastifyRequest): RequestTarget | undefined {
  const path = pathOf(request.url);
  if (path.startsWith("/_sandbox/")) return undefined;
  const claims = claimsOf(request.headers.authorization);
  const common = { method: request.method, app: claims.appid, tenant: claims.tid };
  if (/^\/(?:v1\.0|beta)\//.test(path)) {
    const below = path.replace(/^\/(?:v1\.0|beta)/, "");
    const reads = request.method === "GET" || below === "/$batch" || below.endsWith("/getByIds");
    return { ...common, service: "graph", path: below, cmdlet: undefined, does: reads ? "read" : "write" };
  }
  if (path.startsWith("/adminapi/")) return ofCmdlet({ ...common, path }, cmdletIn(request.body));
  const does = request.method === "GET" ? "read" : "write";
  if (/^\/(?:subscriptions|keyvault)\//.test(path))
    return { ...common, service: "azure", path, cmdlet: undefined, does };
  // A token is no write: nothing is there afterwards that was not before.
  return { ...common, service: "login", path, cmdlet: undefined, does: "read", tenant: path.split("/")[1] };
}

/** One part of a batch of Exchange, which is sent like the batch. */
export function cmdletTarget(batch: RequestTarget, body: unknown): RequestTarget {
  return ofCmdlet({ ...batch, path: batch.path.replace(/\$batch$/, "InvokeCommand") }, cmdletIn(body));
}

function ofCmdlet(
  request: Pick<RequestTarget, "method" | "path" | "app" | "tenant">,
  cmdlet: string | undefined,
): RequestTarget {
  const reads = cmdlet === undefined || /^(?:Get|Test)-/i.test(cmdlet);
  return { ...request, service: "exchange", cmdlet, does: reads ? "read" : "write" };
}

function cmdletIn(body: unknown): string | undefined {
  const name = (body as { CmdletInput?: { CmdletName?: unknown } } | undefined)?.CmdletInput?.CmdletName;
  return typeof name === "string" ? name : undefined;
}

function claimsOf(authorization: string | undefined): { appid?: string; tid?: string } {
  try {
    const { appid, tid } = decodeJwt(authorization?.replace(/^Bearer +/i, "") ?? "");
    return { ...(typeof appid === "string" && { appid }), ...(typeof tid === "string" && { tid }) };
  } catch {
    return {};
  }
}

export function matches(pattern: RequestPattern, target: RequestTarget): boolean {
  return (
    (pattern.service === undefined || pattern.service === target.service) &&
    (pattern.method === undefined || pattern.method === target.method) &&
    (pattern.does === undefined || pattern.does === target.does) &&
    (pattern.app === undefined || pattern.app.toLowerCase() === target.app?.toLowerCase()) &&
    (pattern.path === undefined || glob(pattern.path, "").test(target.path)) &&
    (pattern.cmdlet === undefined || (target.cmdlet !== undefined && glob(pattern.cmdlet, "i").test(target.cmdlet)))
  );
}

function glob(pattern: string, flags: string): RegExp {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`, flags);
}
