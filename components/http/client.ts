import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import type { Agent, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { agentFor } from "./agent";

export interface HttpRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Longest silence of the other side, milliseconds. @default 300000 */
  timeout?: number;
}

/** An answer as it came: nothing is followed, decoded or thrown away. */
export interface HttpAnswer {
  status: number;
  /** Lower-case names; several of one name joined by `, `, but for `set-cookie`. */
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Sends one request and reads the whole answer. */
export interface HttpClient {
  /** @throws NetworkError where there was no answer, or not all of it */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** No answer came, or it broke off: whether the other side did what it was asked is not known. */
export class NetworkError extends Error {
  /** What Node calls it, e.g. `ECONNRESET`. */
  readonly code: string | undefined;

  constructor(cause: unknown) {
    super(reasonOf(cause), { cause });
    this.name = "NetworkError";
    this.code = codeOf(cause);
  }
}

/** Node's own client over connections that are kept: the same ones for tokens, Microsoft Graph and Exchange where they are one origin. */
export class NodeHttpClient implements HttpClient {
  /** @param agentOf the connections of a URL. @default shared by the process */
  constructor(private readonly agentOf: (url: URL) => Agent | undefined = agentFor) {}

  send({ method, url, headers, body, timeout = 300_000 }: HttpRequest): Promise<HttpAnswer> {
    const target = new URL(url);
    const start = target.protocol === "https:" ? secureRequest : plainRequest;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(new NetworkError(error));
      const outgoing = start(target, { method, headers, timeout, agent: this.agentOf(target) }, (incoming) => {
        whole(incoming).then(
          (read) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: read }),
          fail,
        );
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${Math.round(timeout / 1000)} s`)));
      outgoing.on("error", fail);
      outgoing.end(body);
    });
  }
}

/** The client of this process. */
export const http: HttpClient = new NodeHttpClient();

async function whole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  if (!incoming.complete) throw new Error("the answer broke off");
  return Buffer.concat(chunks);
}

/** Several addresses of one host fail together, without words of their own. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(", ");
  return cause instanceof Error ? cause.message : String(cause);
}

function codeOf(cause: unknown): string | undefined {
  const { code } = cause as NodeJS.ErrnoException;
  return typeof code === "string" ? code : undefined;
}
