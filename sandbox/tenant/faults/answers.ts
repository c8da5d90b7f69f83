import { randomUUID } from "node:crypto";
import { EntraError, entraErrorBody, GraphError, graphErrorBody } from "../errors";
import type { RequestTarget } from "./request-target";

/** What is answered instead of the service's own answer. */
export interface FaultAnswer {
  status: number;
  headers: Record<string, string>;
  body: object;
}

const codes: Record<number, [code: string, message: string]> = {
  429: ["TooManyRequests", "Please retry again later."],
  500: ["InternalServerError", "An internal server error occurred. Please try again."],
  502: ["BadGateway", "The upstream service gave no valid answer."],
  503: ["ServiceUnavailable", "The service is temporarily unavailable. Please try again later."],
  504: ["GatewayTimeout", "The upstream service did not answer in time."],
};

/** An error as the service that was asked words it. */
export function faultAnswer(
  service: RequestTarget["service"],
  status: number,
  retryAfter: number | undefined,
  now: Date,
): FaultAnswer {
  const headers = { ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }) };
  const [code, message] = codes[status] ?? ["UnknownError", ""];
  const id = randomUUID();
  if (service === "login") {
    const transient = "A transient error has occurred. Please try again.";
    const error = new EntraError(90033, "temporarily_unavailable", transient, status);
    return { status, headers, body: entraErrorBody(error, id, now) };
  }
  if (service === "exchange")
    return { status, headers: { ...headers, "request-id": id }, body: { error: { code, message } } };
  return {
    status,
    headers: { ...headers, "request-id": id, "client-request-id": id },
    body: graphErrorBody(new GraphError(status, code, message), id, id, now),
  };
}
