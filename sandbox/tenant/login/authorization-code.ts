import { createHash, timingSafeEqual } from "node:crypto";
import { EntraError } from "../errors";
import type { Tenant } from "../model";
import { findClient } from "./client";
import type { LoginContext, TokenResponse } from "./client-credentials";
import { required, type Fields } from "./fields";
import type { AuthorizationCode } from "./interactive/sign-ins";
import { authenticateFor, issueUserTokens } from "./user-tokens";

/**
 * `grant_type=authorization_code`: once, within ten minutes, by the client and for the redirect URI it was issued for.
 *
 * @throws EntraError
 */
export async function redeemCode(login: LoginContext, tenant: Tenant, request: Fields): Promise<TokenResponse> {
  const client = findClient(login.cloud, tenant, required(request, "client_id"));
  const code = login.signIns.code(required(request, "code"));
  const redirectUri = required(request, "redirect_uri");
  if (!code) throw malformed();
  const authentication = await authenticateFor(login, tenant, client, code.platform, request);
  if (code.clientId !== client.application.appId || code.tenantId !== tenant.id) throw notIssuedHere();
  if (code.redeemed) {
    throw new EntraError(
      54005,
      "invalid_grant",
      "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
    );
  }
  if (login.signIns.isExpired(code)) throw expired();
  if (code.redirectUri !== redirectUri) {
    throw new EntraError(
      500112,
      "invalid_client",
      `The reply address '${redirectUri}' does not match the reply address '${code.redirectUri}' provided when requesting Authorization code.`,
    );
  }
  verifyProofKey(code.challenge, request["code_verifier"]);
  code.redeemed = true;
  return issueUserTokens(login, tenant, client, {
    delegation: { ...code, scope: request["scope"] ?? code.scope },
    authentication,
    nonce: code.nonce,
    clientInfo: request["client_info"] === "1",
  });
}

/** RFC 7636. A verifier for a code without challenge is refused too: somebody took the challenge away. */
function verifyProofKey(challenge: AuthorizationCode["challenge"], verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return;
  if (challenge !== undefined && verifier !== undefined) {
    const digest = createHash("sha256").update(verifier).digest("base64url");
    const derived = Buffer.from(challenge.method === "S256" ? digest : verifier);
    const expected = Buffer.from(challenge.value);
    if (derived.length === expected.length && timingSafeEqual(derived, expected)) return;
  }
  throw new EntraError(
    501481,
    "invalid_grant",
    "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  );
}

/** The error of a code or refresh token that nobody issued */
export const malformed = (): EntraError =>
  new EntraError(9002313, "invalid_grant", "Invalid request. Request is malformed or invalid.");

/** The error of a code or refresh token of another client or tenant. */
export const notIssuedHere = (): EntraError =>
  new EntraError(70000, "invalid_grant", "Provided grant is invalid or malformed.");

/** The error of a code or refresh token whose time is over. */
export const expired = (): EntraError =>
  new EntraError(
    70008,
    "invalid_grant",
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  );
