import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { DEPLOYER_APP_ID, type Sandbox } from "@consentra/sandbox/tenant";

/** What tests read of an answer. A property that the answer lacks is undefined, which the assertion then shows. */
export interface GraphBody {
  id: string;
  appId: string;
  displayName: string;
  value: GraphBody[];
  error: { code: string; message: string; innerError: Record<string, unknown> };
  [property: string]: unknown;
}

/** An answer of the token endpoint, with a token or an error. */
export interface TokenBody {
  access_token: string;
  error: string;
  error_description: string;
  error_codes: number[];
}

export interface Answer<Body = GraphBody> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON; text when it is none; undefined without a body. */
  body: Body;
}

/** A plain HTTPS client of one sandbox. */
export interface TenantClient {
  send: <Body = GraphBody>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  /** Posts form fields to a tenant's token endpoint. */
  token: (tenant: string, fields: Record<string, string>) => Promise<Answer<TokenBody>>;
  /** The access token of the deployer. */
  deployerToken: (resource?: string) => Promise<string>;
  /** A call of Graph as the deployer. */
  graph: <Body = GraphBody>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  close: () => void;
}

export function createTenantClient(sandbox: Sandbox): TenantClient {
  const agent = new Agent({ ca: readFileSync(sandbox.caFile), keepAlive: true });
  let deployer: Promise<string> | undefined;

  const client: TenantClient = {
    send: <Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      const type = typeof body === "object" ? { "content-type": "application/json" } : {};
      return new Promise<Answer<Body>>((resolve, reject) => {
        const outgoing = request(
          sandbox.origin + path,
          { method, agent, headers: { ...type, ...headers } },
          (incoming) => {
            incoming.setEncoding("utf8");
            let text = "";
            incoming.on("data", (chunk: string) => (text += chunk));
            incoming.on("error", reject);
            incoming.on("end", () => {
              const { statusCode: status = 0, headers: answered } = incoming;
              const type = answered["content-type"];
              Promise.resolve()
                .then(() => ({ status, headers: answered, body: parsed(text, type) as Body }))
                .then(resolve, reject);
            });
          },
        );
        outgoing.on("error", reject);
        outgoing.end(payload);
      });
    },
    token: (tenant, fields) =>
      client.send<TokenBody>("POST", `/${tenant}/oauth2/v2.0/token`, new URLSearchParams(fields).toString(), {
        "content-type": "application/x-www-form-urlencoded",
      }),
    deployerToken: async (resource = "https://graph.microsoft.com") => {
      const { clientId, clientSecret } = sandbox.vendorCredential(DEPLOYER_APP_ID);
      const answer = await client.token(sandbox.tenants.contoso.id, {
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: `${resource}/.default`,
      });
      return answer.body.access_token;
    },
    graph: async <Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      deployer ??= client.deployerToken();
      return client.send<Body>(method, encodeURI(path), body, {
        authorization: `Bearer ${await deployer}`,
        ...headers,
      });
    },
    close: () => agent.destroy(),
  };
  return client;
}

function parsed(text: string, type: string | undefined): unknown {
  if (text === "") return undefined;
  // Exchange labels NUL bytes as JSON.
  return type?.includes("json") && !text.startsWith("\0") ? JSON.parse(text) : text;
}
