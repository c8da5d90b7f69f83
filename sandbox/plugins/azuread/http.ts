import { setTimeout as wait } from "node:timers/promises";
import { PluginError } from "../rpc/errors";

const attempts = 9;
const firstBackoffMs = 100;
const longestBackoffMs = 2000;
const requestTimeoutMs = 60_000;

export interface HttpRequest {
  method: string;
  url: URL;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Whether an answer is worth another try, besides those that always are (429, 5xx). */
  retry?: (answer: HttpAnswer) => boolean;
  /** Whether it is sent again when the connection breaks, or there is none. @default false - as Pulumi's own plugin does */
  persistent?: true;
}

export interface HttpAnswer {
  status: number;
  statusText: string;
  body: string;
}

/**
 * Sends a request; again where the service asks for patience, with growing pauses or those of Retry-After. A request whose connection
 * broke may have been carried out: it is sent again only where that is asked for.
 *
 * @throws PluginError when no answer is to be had; an answer of any status is returned
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await once(request);
    const again = "failure" in outcome ? request.persistent === true : isTransient(outcome.answer, request);
    if (!again || attempt === attempts) {
      if ("failure" in outcome) throw outcome.failure;
      return outcome.answer;
    }
    const retryAfter = "failure" in outcome ? undefined : outcome.retryAfterMs;
    const backoff = Math.min(firstBackoffMs * 2 ** (attempt - 1), longestBackoffMs);
    await wait(retryAfter ?? backoff, undefined, { signal: request.signal });
  }
}

function isTransient(answer: HttpAnswer, { retry }: HttpRequest): boolean {
  const { status } = answer;
  return (
    status === 408 || status === 424 || status === 429 || (status >= 500 && status !== 501) || retry?.(answer) === true
  );
}

type Outcome = { answer: HttpAnswer; retryAfterMs: number | undefined } | { failure: PluginError };

async function once({ method, url, headers, body, signal }: HttpRequest): Promise<Outcome> {
  signal.throwIfAborted();
  const limited = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
  try {
    const response = await fetch(url, { method, headers, body, signal: limited, redirect: "error" });
    const answer = { status: response.status, statusText: response.statusText, body: await response.text() };
    return {
      answer,
      retryAfterMs: response.status === 429 ? secondsOf(response.headers.get("retry-after")) : undefined,
    };
  } catch (error) {
    signal.throwIfAborted();
    const cause = method === "GET" ? causeOf(error) : "HTTP response was nil; connection may have been reset";
    return { failure: new PluginError(`${method} ${url.origin}${url.pathname}: ${cause}`) };
  }
}

function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) * 1000 : undefined;
}

/** fetch hides the reason in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && cause.message === "other side closed") return "EOF";
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || cause.name : String(cause);
}
