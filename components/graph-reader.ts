import { setTimeout as wait } from "node:timers/promises";
import type { TokenSource } from "./credentials";
import { claimsChallenge } from "./http/claims-challenge";
import { http, NetworkError, type HttpAnswer } from "./http/client";
import { pauseAfter } from "./http/pause";

/** An application permission that was granted. */
export interface GrantedApplicationPermission {
  /** Client ID of the API. */
  resourceAppId: string;
  appRoleId: string;
}

/** One answer of a batch. */
export interface GraphAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** What the provider's steps and look-ups read from Microsoft Graph. */
export interface GraphReader {
  /** Paths below `/v1.0`, together, twenty a request. */
  batch(paths: readonly string[]): Promise<GraphAnswer[]>;
  /** What an application was granted in this tenant; empty where it has no service principal. */
  applicationPermissions(clientId: string): Promise<GrantedApplicationPermission[]>;
  /** Every page of a collection below `/v1.0`. */
  list<T = Record<string, unknown>>(path: string): Promise<T[]>;
}

/** Reads of several collections. */
export interface GraphLists {
  /** Every page of each, below `/v1.0`; the first pages are read together. An Error says why one cannot be had. */
  lists(paths: readonly string[]): Promise<(Record<string, unknown>[] | Error)[]>;
}

/** What the provider's steps do in Microsoft Graph. */
export interface GraphClient extends GraphReader {
  ask(method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE", path: string, body?: unknown): Promise<GraphAnswer>;
}

/** An answer of 400 or more to something that has to be answered. */
export class GraphError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = "GraphError";
  }
}

const batchSize = 20;
const attempts = 5;

/** Graph with the deployer's token. */
export class RestGraphReader implements GraphClient, GraphLists {
  constructor(private readonly tokens: TokenSource) {}

  async batch(paths: readonly string[]): Promise<GraphAnswer[]> {
    const answers: GraphAnswer[] = [];
    for (let start = 0; start < paths.length; start += batchSize) {
      answers.push(...(await this.#batch(paths.slice(start, start + batchSize))));
    }
    return answers;
  }

  /** The service counts each part against its limits: those that were throttled, or failed on its side, are sent again. */
  async #batch(paths: readonly string[]): Promise<GraphAnswer[]> {
    const answers: GraphAnswer[] = [];
    let open = paths.map((path, index) => ({ path, index }));
    for (let attempt = 1; open.length > 0; attempt++) {
      const requests = open.map(({ path, index }) => ({ id: String(index), method: "GET", url: path }));
      const { responses } = (await this.#send("POST", "/$batch", { requests })) as { responses: BatchResponse[] };
      const again: typeof open = [];
      let pause = 0;
      for (const { path, index } of open) {
        const response = responses.find((each) => each.id === String(index));
        if (!response) throw new Error(`Microsoft Graph answered a batch without ${path}`);
        if (response.status === 401 || response.status === 403) {
          throw new Error(`GET ${path} was refused with ${response.status}: ${graphMessage(response.body)}${denied}`);
        }
        if (isTransient(response.status) && attempt < attempts) {
          again.push({ path, index });
          pause = Math.max(pause, pauseAfter(lowerCase(response.headers), attempt));
        } else answers[index] = { status: response.status, body: response.body ?? {} };
      }
      open = again;
      if (open.length > 0) await wait(pause);
    }
    return answers;
  }

  async applicationPermissions(clientId: string): Promise<GrantedApplicationPermission[]> {
    const filter = encodeURIComponent(`appId eq '${clientId}'`);
    const { value: principals } = (await this.#send("GET", `/servicePrincipals?$filter=${filter}&$select=id`)) as {
      value: { id: string }[];
    };
    const principal = principals[0];
    if (!principal) return [];
    const assignments = await this.#all<{ appRoleId: string; resourceId: string }>(
      `/servicePrincipals/${principal.id}/appRoleAssignments`,
    );
    const resourceIds = [...new Set(assignments.map((each) => each.resourceId))];
    const resources = await this.batch(resourceIds.map((id) => `/servicePrincipals/${id}?$select=appId`));
    const appIds = new Map(resourceIds.map((id, index) => [id, String(resources[index]?.body.appId)]));
    return assignments.map((each) => ({
      resourceAppId: appIds.get(each.resourceId) ?? "",
      appRoleId: each.appRoleId,
    }));
  }

  /**
   * One request; an answer of 400 or more is an answer, unless nobody may be asked it. What changes nothing by being done twice (PATCH, PUT,
   * DELETE) is sent again after a 5xx; a POST is not: who sent it reads back.
   *
   * @param path below `/v1.0`
   */
  async ask(method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE", path: string, body?: unknown): Promise<GraphAnswer> {
    const answer = await this.#request(method, path, body, method !== "POST");
    if (answer.status !== 401 && answer.status !== 403) return answer;
    throw new Error(`${method} ${path.split("?")[0]} was refused with ${answer.status}: ${graphMessage(answer.body)}`);
  }

  list<T = Record<string, unknown>>(path: string): Promise<T[]> {
    return this.#all<T>(path);
  }

  async lists(paths: readonly string[]): Promise<(Record<string, unknown>[] | Error)[]> {
    const first = await this.batch(paths);
    return Promise.all(
      first.map(async ({ status, body }, index) => {
        const path = paths[index] ?? "";
        if (status >= 400) return failed("GET", path, status, body);
        const { value, next } = this.#page<Record<string, unknown>>(body);
        return next === undefined ? value : [...value, ...(await this.#all<Record<string, unknown>>(next))];
      }),
    );
  }

  async #all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let next: string | undefined = path;
    while (next) {
      const page: Page<T> = this.#page<T>(await this.#send("GET", next));
      found.push(...page.value);
      next = page.next;
    }
    return found;
  }

  #page<T>(answer: unknown): Page<T> {
    const { value, "@odata.nextLink": link } = answer as { value: T[]; "@odata.nextLink"?: string };
    if (link !== undefined && new URL(link).origin !== this.tokens.cloud.graph) {
      throw new Error("Microsoft Graph's next page is on another host; the token was not sent there");
    }
    return { value, next: link?.slice(`${this.tokens.cloud.graph}/v1.0`.length) };
  }

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, body: answer } = await this.#request(method, path, body, true);
    if (status < 400) return answer;
    throw failed(method, path, status, answer);
  }

  /** @param repeatable whether a request may be sent again after an answer that does not tell whether it was done */
  async #request(method: string, path: string, body: unknown, repeatable: boolean): Promise<GraphAnswer> {
    const { graph, graphResource } = this.tokens.cloud;
    const scope = `${graphResource}/.default`;
    let claims: string | undefined;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const token = await this.tokens.getToken(scope, claims);
      const answer = await this.#once(method, path, body, token).catch((error: unknown) => {
        if (!(error instanceof NetworkError) || !repeatable || attempt === attempts) throw unreachable(graph, error);
        return undefined;
      });
      if (answer?.status === 401 && !renewed) {
        // Refused before anything was done, so that everything may be sent again with a new token.
        renewed = true;
        claims = claimsChallenge(answer.headers);
        this.tokens.forget(scope);
        continue;
      }
      const status = answer?.status ?? 0;
      const again = !answer || status === 429 || (repeatable && isTransient(status));
      if (answer && (!again || attempt === attempts)) return { status, body: parse(answer.body.toString("utf8")) };
      await wait(pauseAfter(answer?.headers, attempt));
    }
  }

  async #once(method: string, path: string, body: unknown, token: string): Promise<HttpAnswer> {
    const { graph } = this.tokens.cloud;
    const text = body === undefined ? "" : JSON.stringify(body);
    const answer = await (this.tokens.http ?? http).send({
      method,
      url: `${graph}/v1.0${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        accept: "application/json",
        "accept-encoding": "identity",
        ...(method !== "GET" && { "content-length": String(Buffer.byteLength(text)) }),
      },
      ...(text !== "" && { body: text }),
    });
    if (answer.status < 300 || answer.status >= 400) return answer;
    throw new Error(
      `Microsoft Graph sent ${method} ${path.split("?")[0]} on to another address; the token was not sent there`,
    );
  }
}

interface BatchResponse {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: Record<string, unknown>;
}

interface Page<T> {
  value: T[];
  /** Below `/v1.0`; undefined on the last page. */
  next: string | undefined;
}

/** What passes by itself. */
function isTransient(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** Headers of a part of a batch, which keep the service's spelling. */
function lowerCase(headers: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function failed(method: string, path: string, status: number, body: Record<string, unknown>): GraphError {
  return new GraphError(`${method} ${path.split("?")[0]} failed with ${status}: ${graphMessage(body)}`, status);
}

/** A sign-in that failed and an address that is not followed are said as they are. */
function unreachable(origin: string, error: unknown): unknown {
  if (!(error instanceof NetworkError)) return error;
  const local =
    new URL(origin).hostname === "localhost"
      ? "; is the simulated tenant running? start it with `consentra sandbox`"
      : "";
  return new Error(`Microsoft Graph at ${origin} could not be reached: ${error.message}${local}`, { cause: error });
}

const denied =
  ". The deploying application needs the application permissions User.Read.All, GroupMember.Read.All, Application.Read.All and Domain.Read.All " +
  "(or Directory.Read.All) of Microsoft Graph, with admin consent.";

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Code and text of an error that Graph answered. */
export function graphMessage(body: Record<string, unknown> | undefined): string {
  const error = body?.error as { code?: string; message?: string } | undefined;
  return error ? `${error.code}: ${error.message}` : "no message";
}
