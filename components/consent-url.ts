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
 * The address where an administrator consents, version 2: delegated permissions are named one by one; as soon as an application permission
 * is among them, `.default` is asked for, because that endpoint grants application permissions only as the app's registration lists them.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function adminConsentUrl(args: ConsentUrlArgs): string {
  const url = new URL(`${args.login}/${args.tenantId}/v2.0/adminconsent`);
  url.searchParams.set("client_id", args.clientId);
  url.searchParams.set("scope", scopes(args).join(" "));
  if (args.redirectUri) url.searchParams.set("redirect_uri", args.redirectUri);
  if (args.state) url.searchParams.set("state", args.state);
  return url.href;
}

const signInScopes = new Set(["openid", "profile", "email", "offline_access"]);

function scopes({ permissions, graphResource }: ConsentUrlArgs): string[] {
  const resource = (each: Permission) => (each.api === "Microsoft Graph" ? graphResource : apis[each.api].clientId);
  if (permissions.some((each) => each.kind === "application")) {
    return [...new Set(permissions.map((each) => `${resource(each)}/.default`))].sort();
  }
  return permissions.map((each) => (signInScopes.has(each.name) ? each.name : `${resource(each)}/${each.name}`)).sort();
}
