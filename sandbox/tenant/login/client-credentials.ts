import type { AuditRecord } from "../context";
import type { Cloud, Tenant } from "../model";
import { issueAppToken, TOKEN_LIFETIME } from "./access-token";
import { authenticateClient } from "./client-authentication";
import { findClient } from "./client";
import { required, type Fields } from "./fields";
import type { TrustedIssuers } from "./issuers";
import type { SignIns } from "./interactive/sign-ins";
import { resourceOfScope } from "./resources";
import type { SigningKeys } from "./signing-keys";

/** What every grant type works with. */
export interface LoginContext {
  cloud: Cloud;
  origin: string;
  keys: SigningKeys;
  issuers: TrustedIssuers;
  /** Sessions, codes and refresh tokens of users. */
  signIns: SignIns;
  /** Appends to the audit. */
  record(entry: AuditRecord): void;
}

export interface TokenResponse {
  token_type: "Bearer";
  expires_in: number;
  ext_expires_in: number;
  access_token: string;
  /** The rest is there for users only. */
  scope?: string;
  refresh_token?: string;
  id_token?: string;
  client_info?: string;
}

/**
 * `grant_type=client_credentials`.
 *
 * @throws EntraError
 */
export async function clientCredentials(login: LoginContext, tenant: Tenant, request: Fields): Promise<TokenResponse> {
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
