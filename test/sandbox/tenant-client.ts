import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import type { Sandbox } from "@consentra/sandbox/tenant";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON; text when it is none; undefined without a body. Tests look into it freely, so it has no type. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A plain HTTPS client of one sandbox. */
export interface TenantClient {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Posts form fields to a tenant's token endpoint. */
  token(tenant: string, fields: Record<string, string>): Promise<Answer>;
  /** The access token of the deployer. */
  deployerToken(resource?: string): Promise<string>;
  /** A call of Graph as the deployer. */
  graph(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): void;
}

export function createTenantClient(sandbox: Sandbox): TenantClient {
  const agent = new Agent({ ca: readFileSync(sandbox.caFile), keepAlive: true });
  let deployer: Promise<string> | undefined;

  const client: TenantClient = {
    send: (method, path, body, headers = {}) => {
      const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      const type = typeof body === "object" ? { "content-type": "application/json" } : {};
      return new Promise((resolve, reject) => {
        const outgoing = request(
          sandbox.origin + path,
          { method, agent, headers: { ...type, ...headers } },
          (incoming) => {
            incoming.setEncoding("utf8");
            let text = "";
            incoming.on("data", (chunk: string) => (text += chunk));
            incoming.on("end", () =>
              resolve({
                status: incoming.statusCode!,
                headers: incoming.headers,
                body: parsed(text, incoming.headers["content-type"]),
              }),
            );
          },
        );
        outgoing.on("error", reject);
        outgoing.end(payload);
      });
    },
    token: (tenant, fields) =>
      client.send("POST", `/${tenant}/oauth2/v2.0/token`, new URLSearchParams(fields).toString(), {
        "content-type": "application/x-www-form-urlencoded",
      }),
    deployerToken: async (resource = "https://graph.microsoft.com") => {
      const environment = sandbox.environment();
      const answer = await client.token(environment["ARM_TENANT_ID"]!, {
        grant_type: "client_credentials",
        client_id: environment["ARM_CLIENT_ID"]!,
        client_secret: environment["ARM_CLIENT_SECRET"]!,
        scope: `${resource}/.default`,
      });
      return answer.body.access_token;
    },
    graph: async (method, path, body, headers = {}) => {
      deployer ??= client.deployerToken();
      return client.send(method, encodeURI(path), body, { authorization: `Bearer ${await deployer}`, ...headers });
    },
    close: () => agent.destroy(),
  };
  return client;
}

function parsed(text: string, type: string | undefined): unknown {
  if (text === "") return undefined;
  return type?.includes("json") ? JSON.parse(text) : text;
}
