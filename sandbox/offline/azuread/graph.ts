import { createHash, randomUUID, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { importPKCS8, SignJWT } from "jose";
import type { Configuration } from "./configuration";

export type Json = Record<string, unknown>;

/** Graph's answer to a request that it did not carry out. */
export class GraphRequestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "GraphRequestError";
  }
}

interface Endpoints {
  login: string;
  graph: string;
  resource: string;
}

const attempts = 10;

/** Microsoft Graph as the provider speaks to it: v1.0, and beta where the provider needs it. */
export class Graph {
  #endpoints: Promise<Endpoints> | undefined;
  #token: Promise<{ text: string; until: number }> | undefined;

  constructor(readonly configuration: Configuration) {}

  get<T = Json>(path: string, query: Record<string, string> = {}): Promise<T> {
    return this.#send("GET", path, query) as Promise<T>;
  }

  /** The object, or undefined where Graph has none. */
  async find<T = Json>(path: string, query: Record<string, string> = {}): Promise<T | undefined> {
    try {
      return await this.get<T>(path, query);
    } catch (error) {
      if (error instanceof GraphRequestError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** All pages of a collection. */
  async list<T = Json>(path: string, query: Record<string, string> = {}): Promise<T[]> {
    const found: T[] = [];
    let page = await this.get<{ value: T[]; "@odata.nextLink"?: string }>(path, query);
    for (;;) {
      found.push(...page.value);
      const next = page["@odata.nextLink"];
      if (next === undefined) return found;
      const url = new URL(next);
      const { graph } = await this.#metadata();
      if (url.origin !== graph) throw new Error("the next page is on another host");
      page = await this.get(url.pathname.replace(/^\/v1\.0/, ""), Object.fromEntries(url.searchParams));
    }
  }

  post<T = Json>(path: string, body: Json): Promise<T> {
    return this.#send("POST", path, {}, body) as Promise<T>;
  }

  async patch(path: string, body: Json): Promise<void> {
    await this.#send("PATCH", path, {}, body);
  }

  /** Deletes; what is gone already is fine. */
  async delete(path: string): Promise<void> {
    try {
      await this.#send("DELETE", path, {});
    } catch (error) {
      if (!(error instanceof GraphRequestError && error.status === 404)) throw error;
    }
  }

  /** A reference to an object, for `$ref` and `@odata.bind`. */
  async reference(objectId: string, version = "v1.0"): Promise<string> {
    return `${(await this.#metadata()).graph}/${version}/directoryObjects/${objectId}`;
  }

  /** Object ID of the service principal that deploys. */
  async callerObjectId(): Promise<string> {
    const claims = (await this.#accessToken()).split(".")[1] ?? "";
    return (JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as { oid: string }).oid;
  }

  async #send(method: string, path: string, query: Record<string, string>, body?: Json): Promise<unknown> {
    const { graph } = await this.#metadata();
    const url = new URL(graph + (path.startsWith("/beta/") ? path : `/v1.0${path}`));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(url, {
        method,
        redirect: "error",
        headers: { authorization: `Bearer ${await this.#accessToken()}`, "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      }).catch((error: unknown) => {
        throw new Error(`${url.origin} could not be reached: is the simulated tenant running? (${causeOf(error)})`);
      });
      const text = await response.text();
      if (response.ok) return text === "" ? undefined : JSON.parse(text);
      const again = response.status === 429 || (response.status >= 502 && method === "GET");
      if (!again || attempt === attempts) throw requestError(method, url, response.status, text);
      const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
      await wait(Number.isFinite(seconds) ? seconds * 1000 : 200 * 2 ** attempt);
    }
  }

  #metadata(): Promise<Endpoints> {
    return (this.#endpoints ??= this.#readMetadata());
  }

  async #readMetadata(): Promise<Endpoints> {
    const origin = `https://${this.configuration.metadataHost}`;
    const response = await fetch(`${origin}/metadata/endpoints?api-version=2022-09-01`, { redirect: "error" }).catch(
      (error: unknown) => {
        throw new Error(`${origin} could not be reached: is the simulated tenant running? (${causeOf(error)})`);
      },
    );
    if (!response.ok) throw new Error(`${origin} answered its metadata with ${response.status}`);
    const metadata = (await response.json()) as {
      authentication: { loginEndpoint: string };
      graph: string;
      microsoftGraphResourceId: string;
    };
    const trim = (value: string) => value.replace(/\/+$/, "");
    return {
      login: trim(metadata.authentication.loginEndpoint),
      graph: trim(metadata.microsoftGraphResourceId),
      resource: trim(metadata.microsoftGraphResourceId),
    };
  }

  async #accessToken(): Promise<string> {
    const known = await this.#token;
    if (known && known.until > Date.now()) return known.text;
    this.#token = this.#requestToken();
    return (await this.#token).text;
  }

  async #requestToken(): Promise<{ text: string; until: number }> {
    const { login, resource } = await this.#metadata();
    const { tenantId, clientId } = this.configuration;
    const endpoint = `${login}/${tenantId}/oauth2/v2.0/token`;
    const response = await fetch(endpoint, {
      method: "POST",
      redirect: "error",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        scope: `${resource}/.default`,
        ...(await this.#proof(endpoint)),
      }),
    });
    const answer = (await response.json()) as {
      access_token?: string;
      expires_in?: number;
      error_description?: string;
    };
    if (!response.ok || answer.access_token === undefined) {
      throw new Error(`could not acquire access token: ${answer.error_description ?? response.status}`);
    }
    return { text: answer.access_token, until: Date.now() + ((answer.expires_in ?? 0) - 120) * 1000 };
  }

  async #proof(audience: string): Promise<Record<string, string>> {
    const { credential, clientId } = this.configuration;
    if (credential.kind === "secret") return { client_secret: credential.secret };
    const assertion =
      credential.kind === "certificate"
        ? await signAssertion(readFileSync(credential.path, "utf8"), clientId, audience)
        : credential.kind === "token"
          ? credential.token
          : readFileSync(credential.path, "utf8").trim();
    return {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    };
  }
}

/** @param pem certificate and private key */
async function signAssertion(pem: string, clientId: string, audience: string): Promise<string> {
  const certificate = new X509Certificate(pem);
  const key = /-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----/.exec(pem)?.[0];
  if (key === undefined) throw new Error("the client certificate file has no PKCS #8 private key");
  return new SignJWT()
    .setProtectedHeader({ alg: "PS256", "x5t#S256": createHash("sha256").update(certificate.raw).digest("base64url") })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(await importPKCS8(key, "PS256"));
}

function requestError(method: string, url: URL, status: number, text: string): GraphRequestError {
  let error: { code?: string; message?: string } | undefined;
  try {
    error = (JSON.parse(text) as { error?: { code?: string; message?: string } }).error;
  } catch {
    error = undefined;
  }
  const code = error?.code ?? "";
  const said = error ? `${code}: ${error.message}` : text.slice(0, 200);
  return new GraphRequestError(
    status,
    code,
    `${method} ${url.pathname}: unexpected status ${status} with error: ${said}`,
  );
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
