import { findServicePrincipalByAppId, findUser, groupsOf } from "../../directory";
import { EntraError } from "../../errors";
import type { Application, Cloud, Tenant, User } from "../../model";

/**
 * The account that a person signs in with: the user principal name or, for guests, the address they were invited with.
 *
 * @throws EntraError 50034 unknown, 50020 of another tenant and no guest here, 50057 disabled
 */
export function accountOf(cloud: Cloud, tenant: Tenant, name: string, app: Application): User {
  const user = findUser(tenant, name) ?? findGuest(tenant, name);
  if (user) {
    refuseDisabled(user);
    return user;
  }
  const home = [...cloud.tenants.values()].find((other) => other !== tenant && findUser(other, name));
  if (home) {
    throw new EntraError(
      50020,
      "invalid_request",
      `User account '${name}' from identity provider 'https://sts.windows.net/${home.id}/' does not exist in tenant '${tenant.displayName}' and cannot access the application '${app.appId}'(${app.displayName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
    );
  }
  throw new EntraError(
    50034,
    "invalid_request",
    `The user account ${name} does not exist in the ${tenant.displayName} directory. To sign into this application, the account must be added to the directory.`,
  );
}

const findGuest = (tenant: Tenant, mail: string): User | undefined =>
  [...tenant.users.values()].find(
    (user) => user.userType === "Guest" && user.mail?.toLowerCase() === mail.toLowerCase(),
  );

/** @throws EntraError 50057 */
export function refuseDisabled(user: User): void {
  if (!user.accountEnabled) throw new EntraError(50057, "invalid_grant", "The user account is disabled.");
}

/**
 * Where an app requires assignment, lets in only who is assigned directly or as a direct member of an assigned group.
 *
 * @throws EntraError 50105
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal
 */
export function refuseUnassigned(tenant: Tenant, app: Application, user: User): void {
  const principal = findServicePrincipalByAppId(tenant, app.appId);
  if (!principal?.appRoleAssignmentRequired) return;
  const lettingIn = new Set([user.id, ...groupsOf(tenant, user.id).map(({ id }) => id)]);
  const assigned = [...tenant.appRoleAssignments.values()].some(
    ({ resourceId, principalId }) => resourceId === principal.id && lettingIn.has(principalId),
  );
  if (assigned) return;
  throw new EntraError(
    50105,
    "invalid_grant",
    `Your administrator has configured the application ${principal.displayName} ('${app.appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${user.userPrincipalName}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`,
  );
}
