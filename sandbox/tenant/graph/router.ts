import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller, SandboxContext } from "../context";
import { GraphError } from "../errors";
import { rememberConfiguration } from "../exchange/history";
import type { Tenant } from "../model";
import { pathOf } from "../urls";
import { accessRuleOf, type AccessRule } from "./access-rules";
import { authorize, type Grounds } from "./authorize";
import { badRequest } from "./lookup";
import {
  answerCollection,
  answerCount,
  answerObject,
  type Json,
  type LargeCollection,
  type QueryContext,
  type ResourceType,
} from "./odata/query";
import { createThrottle } from "./throttle";

const VERSIONS = ["v1.0", "beta"] as const;

/** One authorised call, as handlers see it. */
export interface GraphCall {
  request: FastifyRequest;
  caller: Caller;
  tenant: Tenant;
  context: SandboxContext;
  /** What allowed the call. */
  grounds: Grounds;
  version: (typeof VERSIONS)[number];
  /** Identifiers in the path; the names of the rule. */
  param(name: string): string;
  /** The JSON object of the body. */
  body(): Json;
  /** Names what a write touched, for the audit; the path otherwise. */
  setTarget(target: string): void;
  collection<T>(type: ResourceType, items: Json[] | LargeCollection<T>): Json;
  count(type: ResourceType, items: Json[]): string;
  object(type: ResourceType, item: Json): Json;
  /** Answers 201 with the new object. */
  created(type: ResourceType, item: Json): Json;
}

/** Answers a call: JSON, text, or nothing (204). */
export type GraphHandler = (call: GraphCall) => Json | string | undefined;

export type GraphRouter = (method: AccessRule["method"], path: string, handler: GraphHandler) => void;

/** Registers routes in both versions of Graph, each behind its access rule and, for writes, the audit. */
export function createGraphRouter(app: FastifyInstance, context: SandboxContext): GraphRouter {
  const throttle = createThrottle(context.cloud);
  return (method, path, handler) => {
    const rule = accessRuleOf(method, path);
    for (const version of VERSIONS) {
      app.route({
        method,
        url: `/${version}${path}`,
        handler: (request, reply) => answer(request, reply, context, rule, version, handler, throttle),
      });
    }
  };
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  context: SandboxContext,
  rule: AccessRule,
  version: GraphCall["version"],
  handler: GraphHandler,
  throttle: ReturnType<typeof createThrottle>,
): Promise<FastifyReply> {
  const caller = await context.authenticate(request, "graph");
  throttle(caller, rule.path);
  const audit = { target: pathOf(request.url) };
  const record = (status: number) => {
    if (rule.method === "GET" || rule.path.endsWith("/getByIds")) return;
    const operation = `${rule.method} /${version}${rule.path}`;
    context.record({ caller, tenant: caller.tenant, service: "graph", operation, target: audit.target, status });
  };
  try {
    const params = request.params as Record<string, string>;
    const grounds = authorize(caller, rule, params["id"]);
    const call = createCall(request, reply, context, caller, grounds, version, audit);
    // Members of groups and accounts decide about access to mailboxes too.
    if (rule.method !== "GET") rememberConfiguration(context.cloud, caller.tenant);
    const result = handler(call);
    if (result === undefined) reply.code(204);
    record(reply.statusCode);
    return reply.send(result);
  } catch (error) {
    if (error instanceof GraphError) record(error.status);
    throw error;
  }
}

function createCall(
  request: FastifyRequest,
  reply: FastifyReply,
  context: SandboxContext,
  caller: Caller,
  grounds: Grounds,
  version: GraphCall["version"],
  audit: { target: string },
): GraphCall {
  const query: QueryContext = { origin: context.origin, version, maxPageSize: context.cloud.options.maxPageSize };
  const params = request.params as Record<string, string>;
  return {
    request,
    caller,
    tenant: caller.tenant,
    context,
    grounds,
    version,
    param: (name) => {
      const value = params[name];
      if (value === undefined) throw new Error(`The route ${request.routeOptions.url} has no parameter '${name}'.`);
      return value;
    },
    body: () => bodyOf(request),
    setTarget: (target) => {
      audit.target = target;
    },
    collection: (type, items) => answerCollection(request, type, items, query),
    count: (type, items) => {
      reply.type("text/plain");
      return answerCount(request, type, items);
    },
    object: (type, item) => answerObject(request, type, item, query),
    created: (type, item) => {
      reply.code(201);
      return answerObject(request, type, item, query);
    },
  };
}

function bodyOf(request: FastifyRequest): Json {
  const body = request.body;
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Json;
  throw badRequest("Empty Payload. JSON content expected.");
}
