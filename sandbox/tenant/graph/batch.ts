import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SandboxContext } from "../context";
import { GraphError } from "../errors";
import { partHeader } from "../request-count";

const MAX_STEPS = 20;
const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;

interface Step {
  id: string;
  method: (typeof METHODS)[number];
  url: string;
  headers: Record<string, string>;
  body: unknown;
  dependsOn: string[];
}

interface StepAnswer {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

/** `POST /$batch`: up to 20 requests in one, each answered by its own route with the caller's token. */
export function registerBatch(app: FastifyInstance, context: SandboxContext): void {
  for (const version of ["v1.0", "beta"]) {
    app.post(`/${version}/$batch`, async (request) => {
      await context.authenticate(request, "graph");
      const answers = new Map<string, StepAnswer>();
      for (const step of stepsOf(request.body)) {
        const ready = step.dependsOn.every((id) => (answers.get(id)?.status ?? 424) < 400);
        answers.set(step.id, ready ? await answerStep(app, version, request, step) : failedDependency(step));
      }
      return { responses: [...answers.values()] };
    });
  }
}

function stepsOf(body: unknown): Step[] {
  const requests = (body as { requests?: unknown } | undefined)?.requests;
  if (!Array.isArray(requests)) throw badBatch("Invalid batch payload format.");
  if (requests.length > MAX_STEPS) {
    throw badBatch(`Number of batch request steps exceeds the maximum value of ${MAX_STEPS}.`);
  }
  const steps = requests.map(stepOf);
  if (new Set(steps.map(({ id }) => id)).size < steps.length) throw badBatch("Request id must be unique.");
  return steps;
}

function stepOf(request: Record<string, unknown>): Step {
  const { id, method, url, headers, body, dependsOn } = request;
  const verb = METHODS.find((candidate) => candidate === String(method).toUpperCase());
  if (typeof id !== "string" || typeof url !== "string" || !verb) throw badBatch("Invalid batch payload format.");
  return {
    id,
    method: verb,
    url,
    headers: (headers ?? {}) as Record<string, string>,
    body,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
}

const badBatch = (message: string) => new GraphError(400, "BadRequest", message);

async function answerStep(
  app: FastifyInstance,
  version: string,
  outer: FastifyRequest,
  step: Step,
): Promise<StepAnswer> {
  const response = await app.inject({
    method: step.method,
    url: `/${version}/${step.url.replace(/^\/+/, "")}`,
    headers: { ...step.headers, authorization: outer.headers.authorization, [partHeader]: step.id },
    ...(step.body !== undefined && { payload: JSON.stringify(step.body) }),
  });
  const type = String(response.headers["content-type"] ?? "");
  const retryAfter = response.headers["retry-after"];
  return {
    id: step.id,
    status: response.statusCode,
    headers: {
      ...(type && { "Content-Type": type }),
      ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
    },
    ...(response.payload !== "" && { body: type.includes("json") ? response.json<unknown>() : response.payload }),
  };
}

const failedDependency = (step: Step): StepAnswer => ({
  id: step.id,
  status: 424,
  headers: { "Content-Type": "application/json" },
  body: { error: { code: "FailedDependency", message: "A request that this one depends on failed." } },
});
