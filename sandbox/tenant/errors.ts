import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

/** An error as Microsoft Graph answers it. */
export class GraphError extends Error {
  /**
   * @param status HTTP status
   * @param code Graph's error code, e.g. `Request_ResourceNotFound`
   * @param message Graph's text
   * @param headers response headers, e.g. `Retry-After`
   * @param innerError properties added to Graph's `innerError`
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
    readonly innerError: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = "GraphError";
  }
}

/** The JSON body of a Graph error; `now` is the virtual time. */
export function graphErrorBody(error: GraphError, requestId: string, clientRequestId: string, now: Date) {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        ...error.innerError,
        date: now.toISOString().slice(0, 19),
        "request-id": requestId,
        "client-request-id": clientRequestId,
      },
    },
  };
}

/** Answers a request with a Graph error. */
export function sendGraphError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: GraphError,
  now: Date,
): FastifyReply {
  const requestId = randomUUID();
  const sent = request.headers["client-request-id"];
  const clientRequestId = typeof sent === "string" ? sent : requestId;
  return reply
    .code(error.status)
    .headers({ "request-id": requestId, "client-request-id": clientRequestId, ...error.headers })
    .type("application/json")
    .send(graphErrorBody(error, requestId, clientRequestId, now));
}

/** An error as the token endpoint of Microsoft Entra answers it. */
export class EntraError extends Error {
  /**
   * @param code number after `AADSTS`
   * @param error OAuth 2.0 error code, e.g. `invalid_client`
   * @param message Entra's text without the `AADSTS` prefix
   */
  constructor(
    readonly code: number,
    readonly error: string,
    message: string,
    readonly status: number = error === "invalid_client" ? 401 : 400,
  ) {
    super(message);
    this.name = "EntraError";
  }
}

/** The JSON body of an Entra error; `now` is the virtual time. */
export function entraErrorBody(error: EntraError, correlationId: string, now: Date) {
  const traceId = randomUUID();
  const timestamp = `${now.toISOString().slice(0, 19).replace("T", " ")}Z`;
  return {
    error: error.error,
    error_description: `AADSTS${error.code}: ${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [error.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
  };
}
