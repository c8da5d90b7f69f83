import { permissions } from "consentra/graph";
import type { PermissionGrantConditionSet, PermissionGrantPolicy, TenantPolicies } from "../policy-model";
import { idFor } from "../ids";
import { MICROSOFT_GRAPH } from "../well-known";

/** ID of the restricted guest permission level that new tenants have. */
const GUEST_USER = "10dae51f-b6af-4016-8d66-8c2a99b929b3";

/** What a new tenant's rules are: users consent to what needs no administrator, and nobody reviews requests. */
export const createPolicies = (tenantId: string): TenantPolicies => ({
  authorization: {
    allowInvitesFrom: "everyone",
    allowedToSignUpEmailBasedSubscriptions: true,
    allowedToUseSSPR: true,
    allowEmailVerifiedUsersToJoinOrganization: false,
    allowUserConsentForRiskyApps: null,
    blockMsolPowerShell: false,
    defaultUserRolePermissions: {
      allowedToCreateApps: true,
      allowedToCreateSecurityGroups: true,
      allowedToCreateTenants: true,
      allowedToReadBitlockerKeysForOwnedDevice: true,
      allowedToReadOtherUsers: true,
      permissionGrantPoliciesAssigned: ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"],
    },
    description: "Used to manage authorization related settings across the company.",
    displayName: "Authorization Policy",
    guestUserRoleId: GUEST_USER,
  },
  permissionGrant: new Map(builtInPolicies(tenantId).map((policy) => [policy.id, policy])),
  adminConsentRequest: {
    isEnabled: false,
    notifyReviewers: false,
    remindersEnabled: false,
    requestDurationInDays: 30,
    reviewers: [],
    version: 0,
  },
  permissionClassifications: new Map(),
});

/** A condition set that everything of one kind meets. */
export const anything = (
  id: string,
  permissionType: PermissionGrantConditionSet["permissionType"],
): PermissionGrantConditionSet => ({
  id,
  permissionClassification: "all",
  permissionType,
  resourceApplication: "any",
  permissions: ["all"],
  clientApplicationIds: ["all"],
  clientApplicationTenantIds: ["all"],
  clientApplicationPublisherIds: ["all"],
  clientApplicationsFromVerifiedPublisherOnly: false,
});

function builtInPolicies(tenantId: string): PermissionGrantPolicy[] {
  const set = (policy: string, part: string) => idFor(tenantId, policy, part);
  const policy = (
    id: string,
    displayName: string,
    description: string,
    includes: PermissionGrantConditionSet[],
    excludes: PermissionGrantConditionSet[] = [],
  ): PermissionGrantPolicy => ({ id, displayName, description, builtIn: true, includes, excludes });
  const [legacy, low, recommended, application, admin] = [
    "microsoft-user-default-legacy",
    "microsoft-user-default-low",
    "microsoft-user-default-recommended",
    "microsoft-application-admin",
    "microsoft-company-admin",
  ] as const;
  return [
    policy(admin, "All permissions", "Everything, for administrators of the organisation.", [
      anything(set(admin, "delegated"), "delegated"),
      anything(set(admin, "application"), "application"),
    ]),
    policy(
      application,
      "Application administrators",
      "Everything but application permissions of Microsoft Graph.",
      [anything(set(application, "delegated"), "delegated"), anything(set(application, "application"), "application")],
      [{ ...anything(set(application, "graph"), "application"), resourceApplication: MICROSOFT_GRAPH }],
    ),
    policy(legacy, "Default for users", "Every delegated permission that needs no administrator.", [
      anything(set(legacy, "delegated"), "delegated"),
    ]),
    policy(low, "Low-impact for users", "Permissions classified as low, for verified publishers and own apps.", [
      {
        ...anything(set(low, "own"), "delegated"),
        permissionClassification: "low",
        clientApplicationTenantIds: [tenantId],
      },
      {
        ...anything(set(low, "verified"), "delegated"),
        permissionClassification: "low",
        clientApplicationsFromVerifiedPublisherOnly: true,
      },
    ]),
    policy(
      recommended,
      "Recommended for users",
      "What Microsoft recommends: delegated permissions without those for files and sites.",
      [anything(set(recommended, "delegated"), "delegated")],
      [
        {
          ...anything(set(recommended, "files and sites"), "delegated"),
          resourceApplication: MICROSOFT_GRAPH,
          permissions: filesAndSites,
        },
      ],
    ),
  ];
}

const filesAndSites = permissions
  .filter(({ api, kind, name }) => api === "Microsoft Graph" && kind === "delegated" && /^(?:Files|Sites)\./.test(name))
  .map(({ id }) => id);
