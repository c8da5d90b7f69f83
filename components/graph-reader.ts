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
export class RestGraphReader implements GraphClient {
  constructor(private readonly tokens: TokenSource) {}

  async batch(paths: readonly string[]): Promise<GraphAnswer[]> {
    const answers: GraphAnswer[] = [];
    for (let start = 0; start < paths.length; start += batchSize) {
      answers.push(...(await this.#batch(paths.slice(start, start + batchSize))));
    }
    return answers;
  }

  async #batch(paths: readonly string[]): Promise<GraphAnswer[]> {
    const requests = paths.map((url, index) => ({ id: String(index), method: "GET", url }));
    const { responses } = (await this.#send("POST", "/$batch", { requests })) as {
      responses: { id: string; status: number; body?: Record<string, unknown> }[];
    };
    return paths.map((path, index) => {
      const response = responses.find((each) => each.id === String(index));
      if (!response) throw new Error(`Microsoft Graph answered a batch without ${path}`);
      if (response.status === 401 || response.status === 403) {
        throw new Error(`GET ${path} was refused with ${response.status}: ${graphMessage(response.body)}${denied}`);
      }
      return { status: response.status, body: response.body ?? {} };
    });
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

  async #all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let next: string | undefined = path;
    while (next) {
      const page = (await this.#send("GET", next)) as { value: T[]; "@odata.nextLink"?: string };
      found.push(...page.value);
      const link = page["@odata.nextLink"];
      if (link !== undefined && new URL(link).origin !== this.tokens.cloud.graph) {
        throw new Error("Microsoft Graph's next page is on another host; the token was not sent there");
      }
      next = link?.slice(`${this.tokens.cloud.graph}/v1.0`.length);
    }
    return found;
  }

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    const { status, body: answer } = await this.#request(method, path, body, true);
    if (status < 400) return answer;
    throw new GraphError(`${method} ${path.split("?")[0]} failed with ${status}: ${graphMessage(answer)}`, status);
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
      const again = !answer || status === 429 || (repeatable && status >= 500 && status !== 501);
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
