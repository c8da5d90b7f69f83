import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { PEOPLE_AI_APP_ID, type CloudOptions, type Sandbox } from "@consentra/sandbox/tenant";
import { createTenantClient, type TenantClient } from "./tenant-client";

export type Row = Record<string, unknown>;

/** An answer of Exchange's admin endpoint. */
export interface ExchangeAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** As it came. */
  raw: Buffer;
  value: Row[];
  warnings: string[];
  nextLink: string | undefined;
  /** The service's own words, out of the form that errors have by default. */
  error: string;
  /** Name of the service's exception type. */
  errorType: string;
}

export interface ExchangeClient {
  /** Runs a cmdlet; as the deployer where no token is given. */
  run(cmdlet: string, parameters?: Row, options?: { token?: string; headers?: Row }): Promise<ExchangeAnswer>;
  /** Runs one that has to succeed, and returns what it answers. */
  ok(cmdlet: string, parameters?: Row): Promise<Row[]>;
  /** Sends anything to a path. */
  send(
    method: string,
    path: string,
    body?: unknown,
    options?: { token?: string; headers?: Row },
  ): Promise<ExchangeAnswer>;
  tenant: TenantClient;
  close(): void;
}

/** A plain client of Exchange's admin endpoint in Contoso, which shows bodies as they are. */
export function createExchangeClient(sandbox: Sandbox): ExchangeClient {
  const agent = new Agent({ ca: readFileSync(sandbox.caFile), keepAlive: true });
  const tenant = createTenantClient(sandbox);
  let deployer: Promise<string> | undefined;

  const client: ExchangeClient = {
    tenant,
    async send(method, path, body, { token, headers = {} } = {}) {
      deployer ??= tenant.deployerToken("https://outlook.office365.com");
      const authorization = `Bearer ${token ?? (await deployer)}`;
      return new Promise((resolve, reject) => {
        const outgoing = request(
          new URL(path, sandbox.origin),
          { method, agent, headers: { "content-type": "application/json", authorization, ...headers } },
          (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
            incoming.on("end", () =>
              resolve(answerOf(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks))),
            );
          },
        );
        outgoing.on("error", reject);
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      });
    },
    run: (CmdletName, Parameters = {}, options = {}) =>
      client.send(
        "POST",
        `/adminapi/beta/${sandbox.tenants.contoso.id}/InvokeCommand`,
        { CmdletInput: { CmdletName, Parameters } },
        options,
      ),
    async ok(cmdlet, parameters) {
      const answer = await client.run(cmdlet, parameters);
      if (answer.status !== 200) throw new Error(`${cmdlet} answered ${answer.status}: ${answer.error}`);
      return answer.value;
    },
    close() {
      agent.destroy();
      tenant.close();
    },
  };
  return client;
}

function answerOf(status: number, headers: ExchangeAnswer["headers"], raw: Buffer): ExchangeAnswer {
  const body = json(raw);
  const detail = String(
    (body["error"] as { details?: { message?: string }[] } | undefined)?.details?.[0]?.message ?? "",
  );
  const [, errorType = "", ...text] = detail.split("|");
  return {
    status,
    headers,
    raw,
    value: ((body["value"] as Row[] | undefined) ?? []).map(withoutAnnotations),
    warnings: (body["@adminapi.warnings"] as string[] | undefined) ?? [],
    nextLink: body["@odata.nextLink"] as string | undefined,
    error: text.join("|"),
    errorType,
  };
}

const withoutAnnotations = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes("@")));

function json(raw: Buffer): Row {
  try {
    return JSON.parse(raw.toString("utf8")) as Row;
  } catch {
    return {};
  }
}

/** People.ai's app in Contoso: its object ID there, and what Graph lets it do. */
export async function addVendorApp(sandbox: Sandbox, tenant: TenantClient) {
  const made = await tenant.graph("POST", "/v1.0/servicePrincipals", { appId: PEOPLE_AI_APP_ID });
  if (made.status !== 201) throw new Error(`the service principal was not made: ${made.status}`);
  const objectId = made.body.id;
  const { clientId, clientSecret } = sandbox.vendorCredential(PEOPLE_AI_APP_ID);
  const token = async (): Promise<string> => {
    const answer = await tenant.token(sandbox.tenants.contoso.id, {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: "https://graph.microsoft.com/.default",
    });
    return answer.body.access_token;
  };
  return {
    appId: PEOPLE_AI_APP_ID,
    objectId,
    /** What Graph answers the app, e.g. at `meganb@contoso.com/messages`; with a token made for this request. */
    async ask(method: "GET" | "POST", path: string, body?: unknown): Promise<number> {
      const authorization = `Bearer ${await token()}`;
      return (await tenant.send(method, `/v1.0/users/${path}`, body, { authorization })).status;
    },
    /** Consents to application permissions of Microsoft Graph. */
    async consent(...names: string[]): Promise<void> {
      const graph = [...sandbox.tenants.contoso.servicePrincipals.values()].find(
        ({ displayName }) => displayName === "Microsoft Graph",
      );
      for (const name of names) {
        const role = graph?.appRoles.find(({ value }) => value === name);
        const path = `/v1.0/servicePrincipals/${objectId}/appRoleAssignments`;
        const body = { principalId: objectId, resourceId: graph?.id, appRoleId: role?.id };
        const answer = await tenant.graph("POST", path, body);
        if (answer.status !== 201) throw new Error(`no consent to ${name}: ${answer.status}`);
      }
    },
  };
}

/** A `fetch` for code of the package: this process does not trust the sandbox's authority. Bodies arrive byte for byte. */
export function fetchThrough(exchange: ExchangeClient): typeof fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    const answer = await exchange.send(init.method ?? "GET", url, body, { headers });
    return new Response(answer.status === 204 ? null : new Uint8Array(answer.raw), { status: answer.status });
  };
}

/** Puts Exchange, the options and the vendor's app back to where a sandbox starts, because starting one takes its time. */
export function forget(sandbox: Sandbox, options: CloudOptions): void {
  const { exchange, servicePrincipals, appRoleAssignments } = sandbox.tenants.contoso;
  Object.assign(sandbox.cloud.options, options);
  Object.assign(exchange, { isDehydrated: false, customizedAt: null, history: [], lag: [] });
  for (const kept of [exchange.servicePrincipals, exchange.managementScopes, exchange.accessPolicies]) kept.clear();
  for (const [guid, group] of exchange.roleGroups) {
    group.members.clear();
    if (!group.isBuiltIn) exchange.roleGroups.delete(guid);
  }
  exchange.managementRoles.clear();
  for (const [guid, { assignee }] of exchange.roleAssignments) {
    const isOwn = assignee.kind === "servicePrincipal" || !exchange.roleGroups.has(assignee.id);
    if (isOwn) exchange.roleAssignments.delete(guid);
  }
  for (const { id, appId } of servicePrincipals.values()) {
    if (appId !== PEOPLE_AI_APP_ID) continue;
    servicePrincipals.delete(id);
    for (const each of appRoleAssignments.values()) if (each.principalId === id) appRoleAssignments.delete(each.id);
  }
}
