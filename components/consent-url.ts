import { apis, type Permission } from "./graph";

export interface ConsentUrlArgs {
  /** Origin of the sign-in service. */
  login: string;
  /** Resource URI of Microsoft Graph in this cloud. */
  graphResource: string;
  tenantId: string;
  clientId: string;
  permissions: readonly Permission[];
  /** One of the app's own redirect URIs, where the administrator is sent afterwards. */
  redirectUri?: string;
  /** Comes back with the redirect. */
  state?: string;
}

/**
 * The address where an administrator consents.
 *
 * Delegated permissions alone are named one by one, by the second version of the endpoint, so that nothing else is consented to. That
 * version cannot name an application permission and has to be told a redirect URI; so as soon as there is one, nothing is declared, or no
 * redirect URI is known, it is the first version, by which an administrator grants what the app's registration lists.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent
 */
export function adminConsentUrl(args: ConsentUrlArgs): string {
  const { login, tenantId, clientId, permissions, redirectUri, state } = args;
  const delegatedOnly = permissions.length > 0 && permissions.every((each) => each.kind === "delegated");
  const named = delegatedOnly && redirectUri !== undefined;
  const url = new URL(`${login}/${tenantId}/${named ? "v2.0/" : ""}adminconsent`);
  url.searchParams.set("client_id", clientId);
  if (named) url.searchParams.set("scope", delegatedScopes(args).join(" "));
  if (redirectUri !== undefined) url.searchParams.set("redirect_uri", redirectUri);
  if (state !== undefined) url.searchParams.set("state", state);
  return url.href;
}

/** Scopes of OpenID Connect, which are no resource's own. */
const openIdScopes = new Set(["openid", "profile", "email", "offline_access"]);

function delegatedScopes({ permissions, graphResource }: ConsentUrlArgs): string[] {
  return permissions
    .map(({ api, name }) => {
      if (api !== "Microsoft Graph") return `${apis[api].clientId}/${name}`;
      return openIdScopes.has(name) ? name : `${graphResource}/${name}`;
    })
    .sort();
}
