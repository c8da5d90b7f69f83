import { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findTenant } from "../cloud";
import { setReplicationLag } from "../graph/replication";
import type { Cloud } from "../model";
import { inRequest, requestInProgress } from "../request-scope";
import type { FaultInjector } from "./injector";
import type { Fault } from "./plan";
import { cmdletTarget, targetOf } from "./request-target";
import { createStrike, lagOf, type Interruption, type NoteFault, type Struck } from "./strike";

interface PartAnswer {
  status: number;
  body: unknown;
}

/**
 * Answers one part of a batch of Exchange, with the faults that hit it.
 *
 * @param batch the request that brought it
 * @param body the part's own
 */
export type AnswerPart = (batch: FastifyRequest, body: unknown, answer: () => PartAnswer) => Promise<PartAnswer>;

/** Lets the plan's faults hit requests; registered before any service, so that all of them are reached. */
export function registerFaults(
  app: FastifyInstance,
  cloud: Cloud,
  injector: FaultInjector,
  note: NoteFault,
): AnswerPart {
  const strike = createStrike(cloud, injector, note);
  const inProgress = new WeakMap<FastifyRequest, Struck>();

  app.addHook("preHandler", (request, reply, done) => {
    const target = injector.isActive ? targetOf(request) : undefined;
    if (!target) return done();
    const struck = { target, hits: injector.decide(target), isPart: requestInProgress() !== undefined };
    strike(struck, "before", 0).then((interruption) => {
      if (interruption) return answerBefore(reply, interruption);
      inProgress.set(request, struck);
      inRequest({ replicationLag: lagOf(struck) }, done);
    }, done);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const struck = inProgress.get(request);
    if (!struck) return payload;
    if (struck.target.service === "login") noteToken(injector, payload);
    noteLag(cloud, struck, reply, payload);
    const interruption = await strike(struck, "after", reply.statusCode);
    return interruption ? answerAfter(reply, payload, interruption) : payload;
  });

  return async (batch, body, answer) => {
    const outer = inProgress.get(batch);
    if (!outer) return answer();
    const target = cmdletTarget(outer.target, body);
    const struck = { target, hits: injector.decide(target), isPart: true };
    const instead = await strike(struck, "before", 0);
    if (instead) return partAnswer(instead);
    const answered = inRequest({ replicationLag: lagOf(struck) }, answer);
    const after = await strike(struck, "after", answered.status);
    return after ? partAnswer(after) : answered;
  };
}

function answerBefore(reply: FastifyReply, interruption: Interruption): void {
  if (interruption.kind !== "answer") return reset(reply);
  const { status, headers, body } = interruption.answer;
  void reply.code(status).headers(headers).send(body);
}

function answerAfter(reply: FastifyReply, payload: unknown, interruption: Interruption): unknown {
  switch (interruption.kind) {
    case "answer": {
      const { status, headers, body } = interruption.answer;
      void reply.code(status).headers(headers).type("application/json; charset=utf-8");
      return JSON.stringify(body);
    }
    case "reset":
      reset(reply);
      return never;
    case "truncate":
      return truncate(reply, payload, interruption.fault);
  }
}

function partAnswer(interruption: Interruption): PartAnswer {
  if (interruption.kind === "answer") return interruption.answer;
  throw new Error(`a part of a batch cannot be hit by ${interruption.kind}`);
}

/** Ends the connection; a client in this process has none and is told by an error. */
function reset(reply: FastifyReply): void {
  reply.hijack();
  const { socket } = reply.request.raw;
  if (socket instanceof Socket) socket.destroy();
  else reply.raw.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
}

/** What never settles: there is nothing left to send. */
const never = new Promise<never>(() => undefined);

function truncate(
  reply: FastifyReply,
  payload: unknown,
  { keep, length }: Extract<Fault, { kind: "truncate" }>,
): Buffer | Promise<never> {
  const whole =
    typeof payload === "string" || Buffer.isBuffer(payload) ? Buffer.from(payload as string) : Buffer.alloc(0);
  const part = whole.subarray(0, Math.floor(whole.length * keep));
  if (length === "shortened") return part;
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.setHeader("content-length", whole.length);
  reply.raw.writeHead(reply.statusCode);
  reply.raw.write(part, () => reset(reply));
  return never;
}

function noteToken(injector: FaultInjector, payload: unknown): void {
  const token = parsed(payload).access_token;
  if (typeof token === "string") injector.tokens.issued(token);
}

/** Graph says only in its answer what was made. */
function noteLag(cloud: Cloud, struck: Struck, reply: FastifyReply, payload: unknown): void {
  const lag = lagOf(struck);
  const { service, tenant: name } = struck.target;
  if (lag === undefined || service !== "graph" || reply.statusCode !== 201) return;
  const { id } = parsed(payload);
  const tenant = findTenant(cloud, name ?? "");
  const made = tenant?.servicePrincipals.get(String(id)) ?? tenant?.applications.get(String(id));
  if (made) setReplicationLag(made, lag);
}

function parsed(payload: unknown): Record<string, unknown> {
  try {
    return typeof payload === "string" ? (JSON.parse(payload) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
