import { EntraError } from "../../errors";
import type {
  CloudOptions,
  PermissionGrantConditionSet,
  PermissionScope,
  ServicePrincipal,
  Tenant,
  User,
} from "../../model";
import { findServicePrincipalByAppId } from "../../directory";
import { directoryRoles } from "../../well-known";
import type { Registration } from "./purpose";
import type { ApiPermissions } from "./scopes";

const FOR_SELF = "ManagePermissionGrantsForSelf.";

/** Directory roles that may consent for everybody, and whether to application permissions of Microsoft Graph too. */
const CONSENT_TO_ALL: readonly string[] = [
  directoryRoles.globalAdministrator,
  directoryRoles.privilegedRoleAdministrator,
];
const CONSENT_TO_MOST: readonly string[] = [
  directoryRoles.applicationAdministrator,
  directoryRoles.cloudApplicationAdministrator,
];

/** How far a user may consent for the organisation. */
export function consentPower(tenant: Tenant, user: User): "none" | "withoutGraphApplicationPermissions" | "all" {
  const held = tenant.directoryRoles
    .filter(({ principalId }) => principalId === user.id)
    .map(({ roleTemplateId }) => roleTemplateId);
  if (held.some((id) => CONSENT_TO_ALL.includes(id))) return "all";
  return held.some((id) => CONSENT_TO_MOST.includes(id)) ? "withoutGraphApplicationPermissions" : "none";
}

/**
 * Lets a user consent to delegated permissions for themselves, or says why not.
 *
 * @throws EntraError 90094 an administrator is needed, 90095 and one can be asked
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/manage-app-consent-policies
 */
export function refuseUserConsent(
  tenant: Tenant,
  options: CloudOptions,
  registration: Registration,
  user: User,
  needed: readonly ApiPermissions[],
): void {
  if (consentPower(tenant, user) !== "none") return;
  const onlyAdministrators = needed.some(({ permissions }) => permissions.some(({ type }) => type === "Admin"));
  const allowed =
    !onlyAdministrators &&
    !blockedByAssignment(tenant, options, registration) &&
    needed.every(({ api, permissions }) => permissions.every((each) => isAllowed(tenant, registration, api, each)));
  if (allowed) return;
  throw administratorNeeded(tenant, registration, onlyAdministrators);
}

/** The error when only an administrator may consent: 90095 where one can be asked, 90094 otherwise. */
export function administratorNeeded(tenant: Tenant, registration: Registration, byPermission: boolean): EntraError {
  const { appId, displayName } = registration.application;
  if (tenant.policies.adminConsentRequest.isEnabled) {
    return new EntraError(
      90095,
      "consent_required",
      `Admin consent is required for the permissions requested by this application. An admin consent request may be sent to the admin. The application is '${appId}' named '${displayName}'.`,
    );
  }
  return new EntraError(
    90094,
    "consent_required",
    byPermission
      ? `${displayName} needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.`
      : `An administrator of ${tenant.displayName} has set a policy that prevents you from granting ${displayName} the permissions it is requesting. Contact an administrator of ${tenant.displayName}, who can grant permissions to this app on your behalf.`,
  );
}

const blockedByAssignment = (tenant: Tenant, options: CloudOptions, { application }: Registration): boolean =>
  options.assignmentRequiredBlocksUserConsent &&
  findServicePrincipalByAppId(tenant, application.appId)?.appRoleAssignmentRequired === true;

/** By the tenant's consent policies for users: one that is assigned includes the permission and does not exclude it. */
function isAllowed(
  tenant: Tenant,
  registration: Registration,
  api: ServicePrincipal,
  permission: PermissionScope,
): boolean {
  const assigned = tenant.policies.authorization.defaultUserRolePermissions.permissionGrantPoliciesAssigned;
  const meets = (set: PermissionGrantConditionSet) => meetsConditions(tenant, registration, api, permission, set);
  return assigned
    .filter((name) => name.startsWith(FOR_SELF))
    .map((name) => tenant.policies.permissionGrant.get(name.slice(FOR_SELF.length)))
    .some((policy) => policy !== undefined && policy.includes.some(meets) && !policy.excludes.some(meets));
}

function meetsConditions(
  tenant: Tenant,
  { application, home }: Registration,
  api: ServicePrincipal,
  permission: PermissionScope,
  set: PermissionGrantConditionSet,
): boolean {
  const publisher = application.properties["verifiedPublisher"] as { verifiedPublisherId?: string | null } | undefined;
  const publisherId = publisher?.verifiedPublisherId ?? undefined;
  return (
    set.permissionType === "delegated" &&
    (set.permissionClassification === "all" ||
      set.permissionClassification === classificationOf(tenant, api, permission)) &&
    (set.resourceApplication === "any" || set.resourceApplication === api.appId) &&
    holds(set.permissions, permission.id) &&
    holds(set.clientApplicationIds, application.appId) &&
    holds(set.clientApplicationTenantIds, home.id) &&
    holds(set.clientApplicationPublisherIds, publisherId) &&
    (!set.clientApplicationsFromVerifiedPublisherOnly || publisherId !== undefined)
  );
}

const holds = (list: readonly string[], value: string | undefined): boolean =>
  list.includes("all") || (value !== undefined && list.includes(value));

const classificationOf = (tenant: Tenant, api: ServicePrincipal, permission: PermissionScope): string | undefined =>
  [...tenant.policies.permissionClassifications.values()].find(
    (each) => each.servicePrincipalId === api.id && each.permissionId === permission.id,
  )?.classification;
