import { PluginError } from "../rpc/errors";
import { send, type HttpAnswer } from "./http";
import type { TokenSource } from "./token";

/** An entity as Graph sends it. */
export type Json = Record<string, unknown>;

/** Graph said no. */
export class GraphFailure extends PluginError {
  override readonly name = "GraphFailure";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface SendOptions {
  body?: Json;
  query?: Record<string, string>;
  /** Messages of refusals (400, 403) that come from replication and pass. */
  transient?: RegExp;
  /** "Not found" is taken for "not yet": an object of a moment ago is missing on some replicas. Only what Pulumi's own plugin waits for. */
  awaited?: true;
  /** Further statuses that mean success. */
  accept?: number[];
}

/** One version of Graph. */
export class Graph {
  constructor(
    private readonly endpoint: string,
    private readonly version: "v1.0" | "beta",
    private readonly tokens: TokenSource,
    private readonly signal: AbortSignal,
  ) {}

  /** The address of an object, as references name it. */
  reference(objectId: string): string {
    return `${this.endpoint}/${this.version}/directoryObjects/${objectId}`;
  }

  /** @throws GraphFailure */
  async get(path: string, query?: Record<string, string>): Promise<Json> {
    return this.call("GET", this.url(path, query));
  }

  /** Undefined when there is no such object. */
  async find(path: string, query?: Record<string, string>): Promise<Json | undefined> {
    return this.get(path, query).catch(undefinedIfMissing);
  }

  /** All pages of a collection. */
  async list(path: string, query?: Record<string, string>): Promise<Json[]> {
    const items: Json[] = [];
    for (let url: URL | undefined = this.url(path, query); url !== undefined;) {
      const page: Json = await this.call("GET", url);
      items.push(...((page["value"] ?? []) as Json[]));
      const next = page["@odata.nextLink"];
      url = typeof next === "string" ? this.nextPage(next) : undefined;
    }
    return items;
  }

  /** A collection of an object; empty when the object is gone. */
  async listOf(object: string, collection: string, query?: Record<string, string>): Promise<Json[]> {
    return (await this.list(`${object}/${collection}`, query).catch(undefinedIfMissing)) ?? [];
  }

  async post(path: string, body: Json, options: SendOptions = {}): Promise<Json> {
    return this.call("POST", this.url(path), { ...options, body });
  }

  async patch(path: string, body: Json, options: SendOptions = {}): Promise<void> {
    await this.call("PATCH", this.url(path), { ...options, body });
  }

  async put(path: string, body: Json): Promise<void> {
    await this.call("PUT", this.url(path), { body });
  }

  async delete(path: string, options: SendOptions = {}): Promise<void> {
    await this.call("DELETE", this.url(path), options);
  }

  private url(path: string, query: Record<string, string> = {}): URL {
    const url = new URL(`${this.endpoint}/${this.version}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  /** The token goes to Graph's own address and no other, whatever a page says. */
  private nextPage(link: string): URL {
    const url = new URL(link);
    if (url.origin !== new URL(this.endpoint).origin)
      throw new PluginError(`Graph's next page is on another host: ${url.host}`);
    return url;
  }

  private async call(method: string, url: URL, options: SendOptions = {}): Promise<Json> {
    const { body, transient, awaited = false, accept = [] } = options;
    const headers: Record<string, string> = {
      authorization: `Bearer ${await this.tokens.get(this.signal)}`,
      accept: "application/json",
    };
    if (body !== undefined) headers["content-type"] = "application/json";
    const retry = (answer: HttpAnswer) =>
      (answer.status === 404 && awaited) ||
      (transient !== undefined && (answer.status === 400 || answer.status === 403) && transient.test(answer.body));
    const answer = await send({
      method,
      url,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: this.signal,
      retry,
    });
    if (answer.status >= 300 && !accept.includes(answer.status)) throw failureOf(answer);
    return answer.body === "" ? {} : (JSON.parse(answer.body) as Json);
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof GraphFailure && error.status === 404) return undefined;
  throw error;
}

function failureOf({ status, statusText, body }: HttpAnswer): GraphFailure {
  const { code, message } = errorIn(body);
  const said = code === "" ? `response: ${body}` : `error: ${code}: ${message}`;
  return new GraphFailure(status, code, `unexpected status ${status} (${status} ${statusText}) with ${said}`);
}

function errorIn(body: string): { code: string; message: string } {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; message?: string } };
    return { code: error?.code ?? "", message: error?.message ?? "" };
  } catch {
    return { code: "", message: "" };
  }
}

/** A text in a filter. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
