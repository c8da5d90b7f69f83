import type { Tenant } from "../model";
import { expired, malformed, notIssuedHere } from "./authorization-code";
import { findClient } from "./client";
import type { LoginContext, TokenResponse } from "./client-credentials";
import { required, type Fields } from "./fields";
import { authenticateFor, issueUserTokens } from "./user-tokens";

/**
 * `grant_type=refresh_token`: new tokens, and a new refresh token each time. The old one stays good until it ends, as Entra has it; but
 * whether the user still may is decided anew.
 *
 * @throws EntraError
 * @see https://learn.microsoft.com/entra/identity-platform/refresh-tokens
 */
export async function redeemRefreshToken(login: LoginContext, tenant: Tenant, request: Fields): Promise<TokenResponse> {
  const client = findClient(login.cloud, tenant, required(request, "client_id"));
  const token = login.signIns.refreshToken(required(request, "refresh_token"));
  if (!token) throw malformed();
  const authentication = await authenticateFor(login, tenant, client, token.platform, request);
  if (token.clientId !== client.application.appId || token.tenantId !== tenant.id) throw notIssuedHere();
  if (login.signIns.isExpired(token)) throw expired();
  const answer = await issueUserTokens(login, tenant, client, {
    delegation: { ...token, scope: request["scope"] ?? token.scope },
    authentication,
    nonce: undefined,
    clientInfo: request["client_info"] === "1",
  });
  return { ...answer, refresh_token: answer.refresh_token ?? login.signIns.newRefreshToken(token) };
}
