import { randomBytes } from "node:crypto";
import type { Tenant } from "../model";
import type { Client } from "./client";
import type { TokenResource } from "./resources";
import type { SigningKeys } from "./signing-keys";

/** Lifetime of an access token, seconds. */
export const TOKEN_LIFETIME = 3599;

/** `appidacr` of a token: how the client proved who it is. */
export type ClientAuthentication = "secret" | "assertion";

/** What Entra puts into `appidacr`; a public client proves nothing. */
export const authenticationClass = { none: "0", secret: "1", assertion: "2" } as const;

/** An app-only access token: the application permissions are those granted at this moment. */
export function issueAppToken(
  keys: SigningKeys,
  tenant: Tenant,
  client: Client,
  resource: TokenResource,
  authentication: ClientAuthentication,
  now: Date,
): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const principal = client.servicePrincipal;
  const roles = applicationPermissions(tenant, principal.id, resource);
  return keys.sign({
    aud: resource.audience,
    iss: `https://sts.windows.net/${tenant.id}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + TOKEN_LIFETIME + 1,
    app_displayname: principal.displayName,
    appid: client.application.appId,
    appidacr: authenticationClass[authentication],
    idp: `https://sts.windows.net/${tenant.id}/`,
    idtyp: "app",
    oid: principal.id,
    sub: principal.id,
    tid: tenant.id,
    uti: randomBytes(16).toString("base64url"),
    ver: "1.0",
    ...(roles.length > 0 && { roles }),
    wids: directoryRolesOf(tenant, principal.id),
  });
}

/** What Entra puts into `wids` of an app without any directory role. */
const NO_DIRECTORY_ROLE = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

/** The claim `wids`: template IDs of the directory roles that a principal holds. */
export function directoryRolesOf(tenant: Tenant, principalId: string): string[] {
  const held = tenant.directoryRoles.filter((each) => each.principalId === principalId);
  return held.length > 0 ? held.map((each) => each.roleTemplateId) : [NO_DIRECTORY_ROLE];
}

/** Values of the enabled app roles of the resource that are assigned to the client. */
function applicationPermissions(tenant: Tenant, clientPrincipalId: string, resource: TokenResource): string[] {
  const assigned = new Set(
    [...tenant.appRoleAssignments.values()]
      .filter(
        ({ principalId, resourceId }) => principalId === clientPrincipalId && resourceId === resource.principal.id,
      )
      .map(({ appRoleId }) => appRoleId),
  );
  return resource.principal.appRoles
    .filter((role) => role.isEnabled && assigned.has(role.id) && role.value)
    .map((role) => role.value)
    .sort();
}
