import { createHash, randomBytes } from "node:crypto";
import { EntraError } from "../errors";
import type { Tenant, User } from "../model";
import { authenticationClass, directoryRolesOf, TOKEN_LIFETIME, type ClientAuthentication } from "./access-token";
import type { Client } from "./client";
import { authenticateClient, refuseCredential } from "./client-authentication";
import type { LoginContext, TokenResponse } from "./client-credentials";
import type { Fields } from "./fields";
import { refuseDisabled, refuseUnassigned } from "./interactive/accounts";
import { notConsented } from "./interactive/authorize";
import { grantedNames, missingConsent } from "./interactive/granted";
import { parseScope, type RequestedScope } from "./interactive/scopes";
import type { Delegation } from "./interactive/sign-ins";

/** What a user's tokens are issued for. */
export interface UserTokenRequest {
  delegation: Delegation;
  authentication: ClientAuthentication | "none";
  nonce: string | undefined;
  /** Whether the client asked for `client_info`, by which MSAL knows the account. */
  clientInfo: boolean;
}

/** Checks the proof that the kind of client must show: web apps a credential, public clients none. */
export async function authenticateFor(
  login: LoginContext,
  tenant: Tenant,
  client: Client,
  platform: Delegation["platform"],
  request: Fields,
): Promise<ClientAuthentication | "none"> {
  if (platform === "web") return authenticateClient(login, tenant, client, request);
  refuseCredential(client, request);
  return "none";
}

/**
 * Access token, and ID and refresh token where asked for. Whether the user may, is decided anew each time.
 *
 * @throws EntraError 50034 or 50057 no such account any more, 50105 not assigned, 65001 not consented
 */
export async function issueUserTokens(
  login: LoginContext,
  tenant: Tenant,
  client: Client,
  { delegation, authentication, nonce, clientInfo }: UserTokenRequest,
): Promise<TokenResponse> {
  const user = tenant.users.get(delegation.userId);
  if (!user) throw new EntraError(50034, "invalid_grant", "The user account does not exist in the directory.");
  refuseDisabled(user);
  refuseUnassigned(tenant, client.application, user);
  const requested = parseScope(tenant, login.origin, client.application, delegation.scope);
  const granted = grantedPermissions(tenant, client, user, requested);
  const asked = new Set(requested.openId.map(({ value }) => value));
  const issuedAt = Math.floor(login.cloud.clock.now().getTime() / 1000);
  const common = { iat: issuedAt, nbf: issuedAt, exp: issuedAt + TOKEN_LIFETIME + 1, ...personOf(tenant, user) };
  const accessToken = await login.keys.sign({
    ...common,
    aud: requested.resource.audience,
    iss: `https://sts.windows.net/${tenant.id}/`,
    acr: "1",
    amr: ["pwd"],
    app_displayname: client.servicePrincipal.displayName,
    appid: client.application.appId,
    appidacr: authenticationClass[authentication],
    idtyp: "user",
    scp: granted.join(" "),
    sub: pairwise(requested.resource.principal.appId, user),
    unique_name: user.userPrincipalName,
    upn: user.userPrincipalName,
    uti: randomBytes(16).toString("base64url"),
    ver: "1.0",
    wids: directoryRolesOf(tenant, user.id),
  });
  return {
    token_type: "Bearer",
    scope: answeredScope(requested, granted),
    expires_in: TOKEN_LIFETIME,
    ext_expires_in: TOKEN_LIFETIME,
    access_token: accessToken,
    ...(asked.has("offline_access") && { refresh_token: login.signIns.newRefreshToken(delegation) }),
    ...(asked.has("openid") && {
      id_token: await login.keys.sign({
        ...common,
        aud: client.application.appId,
        iss: `${login.origin}/${tenant.id}/v2.0`,
        sub: pairwise(client.application.appId, user),
        ver: "2.0",
        ...(asked.has("profile") && { preferred_username: user.userPrincipalName }),
        ...(asked.has("email") && user.mail && { email: user.mail }),
        ...(nonce !== undefined && { nonce }),
      }),
    }),
    ...(clientInfo && { client_info: base64url(JSON.stringify({ uid: user.id, utid: tenant.id })) }),
  };
}

/** Names of the permissions of the token's API: those asked for, all consented; with `.default` every one that is. */
function grantedPermissions(tenant: Tenant, client: Client, user: User, requested: RequestedScope): string[] {
  const api = requested.resource.principal;
  const consented = grantedNames(tenant, client.application.appId, api, user);
  const nothing = requested.everythingGranted && consented.size === 0;
  if (nothing || missingConsent(tenant, client.application, user, requested).length > 0) {
    throw notConsented(client.application);
  }
  const asked = requested.everythingGranted ? [...consented] : requested.permissions.map(({ value }) => value);
  const signIn = requested.openId.filter((each) => api.oauth2PermissionScopes.includes(each)).map(({ value }) => value);
  return [...new Set([...asked, ...signIn])].filter((name) => name !== "offline_access").sort();
}

/** As the app wrote the permissions, so that it finds its token again. */
function answeredScope({ resource, spelling, everythingGranted }: RequestedScope, granted: readonly string[]): string {
  if (!everythingGranted) return granted.map((name) => spelling.get(name) ?? name).join(" ");
  return [...granted.map((name) => `${resource.audience}/${name}`), `${resource.audience}/.default`].join(" ");
}

const personOf = (tenant: Tenant, user: User) => ({
  name: user.displayName,
  oid: user.id,
  tid: tenant.id,
  ...(user.givenName !== null && { given_name: user.givenName }),
  ...(user.surname !== null && { family_name: user.surname }),
});

/** The same user is another subject for each app. */
const pairwise = (audience: string, user: User): string =>
  createHash("sha256").update(`${audience}\0${user.id}`).digest("base64url");

const base64url = (text: string): string => Buffer.from(text).toString("base64url");
