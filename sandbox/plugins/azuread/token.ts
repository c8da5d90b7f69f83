import { createHash, createPrivateKey, randomUUID } from "node:crypto";
import { PluginError } from "../rpc/errors";
import type { CloudEndpoints } from "./cloud";
import { send } from "./http";
import { loopbackUrl } from "./loopback";
import type { Credential, Settings } from "./settings";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const assertionSeconds = 300;
/** A token is renewed this long before it ends. */
const marginMs = 5 * 60 * 1000;

/** Access tokens for Graph, renewed shortly before they end. */
export class TokenSource {
  private current: { token: string; until: number } | undefined;
  private request: Promise<string> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly cloud: CloudEndpoints,
  ) {}

  /** @throws PluginError with the code and message of the login service */
  async get(signal: AbortSignal): Promise<string> {
    if (this.current !== undefined && this.current.until > Date.now()) return this.current.token;
    this.request ??= this.fetch(signal).finally(() => (this.request = undefined));
    return this.request;
  }

  private async fetch(signal: AbortSignal): Promise<string> {
    const { tenantId, clientId, credential } = this.settings;
    const url = new URL(`${this.cloud.login}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`);
    const fields = new URLSearchParams({
      client_id: clientId,
      grant_type: "client_credentials",
      scope: `${this.cloud.graphResource}/.default`,
      ...(await proof(credential, clientId, url.href, signal)),
    });
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const answer = await send({ method: "POST", url, headers, body: fields.toString(), signal, persistent: true });
    const body = parsed(answer.body);
    if (answer.status !== 200 || typeof body.access_token !== "string") {
      const reason = [body.error, body.error_description].filter((each) => typeof each === "string").join(": ");
      throw new PluginError(
        `unable to obtain access token: the login service of the simulated tenant answered ${answer.status} ${reason}`.trim(),
      );
    }
    const seconds = typeof body.expires_in === "number" ? body.expires_in : 0;
    this.current = { token: body.access_token, until: Date.now() + seconds * 1000 - marginMs };
    return body.access_token;
  }
}

/** Claims of a token, unchecked: the token is ours. */
export function claimsOf(token: string): Record<string, unknown> {
  return parsed(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
}

async function proof(
  credential: Credential,
  clientId: string,
  audience: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  switch (credential.kind) {
    case "secret":
      return { client_secret: credential.secret };
    case "assertion":
      return asAssertion(credential.token);
    case "request":
      return asAssertion(await requestedToken(credential, signal));
    case "certificate":
      return asAssertion(await signedAssertion(credential, clientId, audience));
  }
}

const asAssertion = (token: string) => ({ client_assertion: token, client_assertion_type: assertionType });

async function requestedToken({ url, token }: { url: string; token: string }, signal: AbortSignal): Promise<string> {
  const address = loopbackUrl(url, "the OIDC request URL");
  address.searchParams.set("audience", "api://AzureADTokenExchange");
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const answer = await send({ method: "GET", url: address, headers, signal, persistent: true });
  const { value } = parsed(answer.body);
  if (answer.status === 200 && typeof value === "string") return value;
  throw new PluginError(`the OIDC request URL answered ${answer.status} without a token`);
}

async function signedAssertion(
  { pfx, password }: { pfx: Buffer; password: string },
  clientId: string,
  audience: string,
): Promise<string> {
  // only this one way to sign in needs them
  const [{ openPfx }, { SignJWT }] = await Promise.all([import("./pfx.js"), import("jose")]);
  const { privateKeyPem, certificateDer } = openPfx(pfx, password);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({
      alg: "RS256",
      typ: "JWT",
      x5t: createHash("sha1").update(certificateDer).digest("base64url"),
    })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + assertionSeconds)
    .sign(createPrivateKey(privateKeyPem));
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
