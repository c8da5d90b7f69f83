import { readFile } from "node:fs/promises";
import { http, type HttpClient } from "../http/client";
import type { AssertionSettings } from "./settings";

/** How every failure to get a token from a pipeline begins: the sign-in library hands on the words alone. */
export const pipelineService = "the pipeline's token service at ";

/** Whom a federated token has to be for. */
const audience = "api://AzureADTokenExchange";

/** Gets the federated identity's token; asked again at each use, because such tokens live for minutes. */
export function assertionOf(settings: AssertionSettings, client: HttpClient = http): () => Promise<string> {
  switch (settings.from) {
    case "value":
      return () => Promise.resolve(settings.token);
    case "file":
      return async () => (await readFile(settings.path, "utf8")).trim();
    case "gitHub":
      return () => request(client, "GET", withDefaults(settings.url, { audience }), settings.bearer, "value");
    case "azureDevOps": {
      const { url, bearer, serviceConnection } = settings;
      const target = withDefaults(url, { "api-version": "7.1", serviceConnectionId: serviceConnection, audience });
      return () => request(client, "POST", target, bearer, "oidcToken");
    }
  }
}

/** What the pipeline's address says itself stays. */
function withDefaults(text: string, defaults: Record<string, string>): URL {
  const url = new URL(text);
  for (const [name, value] of Object.entries(defaults)) {
    if (!url.searchParams.get(name)) url.searchParams.set(name, value);
  }
  return url;
}

async function request(
  client: HttpClient,
  method: "GET" | "POST",
  url: URL,
  bearer: string,
  property: "value" | "oidcToken",
): Promise<string> {
  const answer = await client
    .send({
      method,
      url: url.href,
      headers: {
        authorization: `Bearer ${bearer}`,
        accept: "application/json",
        "content-type": "application/json",
        ...(method === "POST" && { "content-length": "0" }),
      },
      timeout: 30_000,
    })
    .catch((error: Error) => {
      throw new Error(`${pipelineService}${url.origin} could not be reached: ${error.message}`);
    });
  if (answer.status >= 300) {
    throw new Error(`${pipelineService}${url.origin} answered ${answer.status}; may this job have a token?`);
  }
  const token = tokenIn(answer.body, property);
  if (!token) throw new Error(`${pipelineService}${url.origin} answered without a token (${property})`);
  return token;
}

function tokenIn(body: Buffer, property: string): string | undefined {
  try {
    const value = (JSON.parse(body.toString("utf8")) as Record<string, unknown>)[property];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
