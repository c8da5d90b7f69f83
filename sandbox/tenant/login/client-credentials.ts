import { EntraError } from "../errors";
import type { Cloud, Tenant } from "../model";
import { issueAppToken, TOKEN_LIFETIME, type ClientAuthentication } from "./access-token";
import { authenticateWithAssertion } from "./client-assertion";
import { authenticateWithSecret } from "./client-secret";
import { findClient, type Client } from "./client";
import type { TrustedIssuers } from "./issuers";
import { resourceOfScope } from "./resources";
import type { SigningKeys } from "./signing-keys";

/** What every grant type works with. */
export interface LoginContext {
  cloud: Cloud;
  origin: string;
  keys: SigningKeys;
  issuers: TrustedIssuers;
}

/** Form fields of a token request. */
export type TokenRequest = Partial<Record<string, string>>;

export interface TokenResponse {
  token_type: "Bearer";
  expires_in: number;
  ext_expires_in: number;
  access_token: string;
}

/**
 * `grant_type=client_credentials`.
 *
 * @throws EntraError
 */
export async function clientCredentials(
  login: LoginContext,
  tenant: Tenant,
  request: TokenRequest,
): Promise<TokenResponse> {
  const client = findClient(login.cloud, tenant, required(request, "client_id"));
  const now = login.cloud.clock.now();
  const authentication = await authenticateClient(login, tenant, client, request);
  const resource = resourceOfScope(tenant, login.origin, request["scope"]);
  return {
    token_type: "Bearer",
    expires_in: TOKEN_LIFETIME,
    ext_expires_in: TOKEN_LIFETIME,
    access_token: await issueAppToken(login.keys, tenant, client, resource, authentication, now),
  };
}

async function authenticateClient(
  login: LoginContext,
  tenant: Tenant,
  client: Client,
  request: TokenRequest,
): Promise<ClientAuthentication> {
  const now = login.cloud.clock.now();
  if (request["client_assertion"]) {
    const audiences = [tenant.id, ...tenant.domains.map((domain) => domain.id)].flatMap((name) => [
      `${login.origin}/${name}/oauth2/v2.0/token`,
      `${login.origin}/${name}/v2.0`,
    ]);
    const context = { audiences, issuers: login.issuers, now };
    await authenticateWithAssertion(client, request["client_assertion_type"], request["client_assertion"], context);
    return "assertion";
  }
  if (request["client_secret"]) {
    authenticateWithSecret(client, request["client_secret"], now);
    return "secret";
  }
  throw new EntraError(
    7000218,
    "invalid_client",
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

/** @throws EntraError 900144 when the field is missing */
export function required(request: TokenRequest, field: string): string {
  const value = request[field];
  if (value) return value;
  throw new EntraError(900144, "invalid_request", `The request body must contain the following parameter: '${field}'.`);
}
