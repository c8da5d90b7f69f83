import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findTenant } from "../cloud";
import type { Caller, SandboxContext } from "../context";
import { GraphError } from "../errors";
import { Throttle } from "../throttle";
import { cmdlets } from "./catalogue";
import { Continuations } from "./continuations";
import { HiddenCmdlet } from "./faults";
import { invoke, type Answer, type Invocation, type Origin, type Page } from "./invoke";
import { rightsOf } from "./rbac/rights";
import type { Replica } from "./replicas";

const largestBatch = 10;

/** Exchange's admin REST endpoint. */
export function registerExchange(app: FastifyInstance, context: SandboxContext): void {
  const endpoint = new Endpoint(context);
  const url = "/adminapi/beta/:tenant/InvokeCommand";
  app.post(url, (request, reply) => endpoint.answer(request, reply));
  app.get(url, (request, reply) => {
    const { $skiptoken } = request.query as Query;
    const isServed = context.cloud.options.continuationByGet && $skiptoken !== undefined;
    return isServed ? endpoint.answer(request, reply) : reply.code(405).send();
  });
  app.route({
    method: ["GET", "POST"],
    url: "/adminapi/v1.0/:tenant/InvokeCommand",
    handler: (_request, reply) => reply.code(405).send(),
  });
  app.post("/adminapi/beta/:tenant/$batch", (request, reply) => endpoint.answerBatch(request, reply));
  app.get("/adminapi/v1.0/:tenant/EXOModuleFile", (request) => endpoint.moduleFile(request));
}

interface Query {
  $skiptoken?: string;
  region?: string;
}

interface BatchedRequest {
  id: string;
  headers?: Record<string, string>;
  body?: Invocation;
}

class Endpoint {
  readonly #context: SandboxContext;
  readonly #continuations: Continuations<Invocation>;
  readonly #throttle = new Throttle();
  #requests = 0;

  constructor(context: SandboxContext) {
    this.#context = context;
    this.#continuations = new Continuations(context.cloud);
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const origin = await this.#admitted(request);
    const { $skiptoken: token } = request.query as Query;
    if (token === undefined && this.#isSentOn(request, reply)) return reply;
    const continued = token === undefined ? undefined : this.#continuations.find(token, origin.caller.appId);
    const invocation = continued?.invocation ?? (request.body as Invocation | undefined) ?? {};
    const page = this.#page(origin.caller, invocation, request.headers.prefer, continued?.offset ?? 0);
    try {
      const { status, body } = invoke(this.#context, origin, invocation, page);
      return await reply.code(status).send(body);
    } catch (error) {
      if (error instanceof HiddenCmdlet) return hidden(reply);
      throw error;
    }
  }

  async answerBatch(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const origin = await this.#admitted(request);
    if (this.#isSentOn(request, reply)) return reply;
    const { requests } = (request.body ?? {}) as { requests?: BatchedRequest[] };
    if (!Array.isArray(requests) || requests.length === 0 || requests.length > largestBatch) {
      throw new GraphError(400, "BadRequest", `A batch takes 1 to ${largestBatch} requests.`);
    }
    const responses = [];
    for (const { id, headers, body = {} } of requests) {
      const prefer = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "prefer")?.[1];
      const page = this.#page(origin.caller, body, prefer ?? request.headers.prefer, 0);
      const part = await this.#context.answerPart(request, body, () => this.#batched(origin, body, page));
      responses.push({ id, ...part });
    }
    return reply.send({ responses });
  }

  #batched(origin: Origin, body: Invocation, page: Page): Answer | { status: number; body: string } {
    try {
      return invoke(this.#context, origin, body, page);
    } catch (error) {
      if (error instanceof HiddenCmdlet) return { status: 403, body: "" };
      throw error;
    }
  }

  /** What the caller may run, as the ExchangeOnlineManagement module asks for it. */
  async moduleFile(request: FastifyRequest) {
    const allowed = rightsOf(this.#context.cloud, await authenticated(this.#context, request)).cmdlets;
    const names = cmdlets.map(({ name }) => name).filter((name) => allowed.has(name.toLowerCase()));
    return { value: [{ exportedCmdlets: names.sort().join(",") }] };
  }

  async #admitted(request: FastifyRequest): Promise<Origin> {
    const caller = await authenticated(this.#context, request);
    this.#refuseTooMany(caller);
    const anchor = request.headers["x-anchormailbox"];
    // Requests reach the two directory servers in turn.
    const replica: Replica = this.#requests++ % 2 === 1 ? 1 : 0;
    return { caller, replica, anchor: typeof anchor === "string" ? anchor : undefined };
  }

  #refuseTooMany(caller: Caller): void {
    const { clock, options } = this.#context.cloud;
    if (!options.exchangeThrottle) return;
    const now = clock.now().getTime();
    const seconds = this.#throttle.refusal(`${caller.tenant.id} ${caller.appId}`, options.exchangeThrottle, now);
    if (seconds === undefined) return;
    throw new GraphError(429, "TooManyRequests", "Too many requests were sent. Please retry later.", {
      "retry-after": String(seconds),
      "rate-limit-limit": String(options.exchangeThrottle.requests),
      "rate-limit-remaining": "0",
      "rate-limit-reset": new Date(now + seconds * 1000).toISOString(),
    });
  }

  /** Answers with the address of a region, once for each request. */
  #isSentOn(request: FastifyRequest, reply: FastifyReply): boolean {
    const { region } = request.query as Query;
    if (!this.#context.cloud.options.regionalRedirect || region !== undefined) return false;
    const path = request.url.split("?")[0] ?? "";
    void reply.code(302).header("location", `${this.#linkOrigin()}${path}?region=EURPR05`).send();
    return true;
  }

  #linkOrigin(): string {
    const url = new URL(this.#context.origin);
    if (this.#context.cloud.options.innerPortInLinks) url.port = "446";
    return url.origin;
  }

  #page(caller: Caller, invocation: Invocation, prefer: string | string[] | undefined, offset: number): Page {
    const { maxPageSize } = this.#context.cloud.options;
    const asked = /odata\.maxpagesize=(\d+)/.exec(String(prefer ?? ""));
    const size = Math.max(1, Math.min(maxPageSize, Number(asked?.[1] ?? maxPageSize)));
    const path = `${this.#linkOrigin()}/adminapi/beta/${caller.tenant.id}/InvokeCommand`;
    const link = (next: number) => `${path}?$skiptoken=${this.#continuations.add(invocation, caller.appId, next)}`;
    return { size, offset, link };
  }
}

async function authenticated(context: SandboxContext, request: FastifyRequest): Promise<Caller> {
  const caller = await context.authenticate(request, "exchange");
  const { tenant } = request.params as { tenant: string };
  if (findTenant(context.cloud, tenant) !== caller.tenant) {
    throw new GraphError(403, "Forbidden", "The token is for another organization than the request.");
  }
  const mayManage = caller.user
    ? caller.scopes.includes("Exchange.Manage")
    : caller.roles.includes("Exchange.ManageAsApp");
  if (!mayManage) {
    throw new GraphError(
      403,
      "Forbidden",
      `The role assigned to application isn't supported in this scenario: ${caller.user ? "Exchange.Manage" : "Exchange.ManageAsApp"} is missing.`,
    );
  }
  const anchor = request.headers["x-anchormailbox"];
  if (typeof anchor === "string" && !/^(?:APP|UPN|TID):/.test(anchor)) {
    throw new GraphError(400, "BadRequest", "The X-AnchorMailbox header is malformed.");
  }
  return caller;
}

/** Refuses without words what is in none of the caller's roles: 470 NUL bytes, labelled gzip, which they are not. */
function hidden(reply: FastifyReply): FastifyReply {
  return reply
    .code(403)
    .headers({ "content-type": "application/json", "content-encoding": "gzip", "request-id": randomUUID() })
    .send(Buffer.alloc(470));
}
