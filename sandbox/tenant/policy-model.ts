/** The tenant's own rules about consent. Property names are Microsoft Graph's. */
export interface TenantPolicies {
  authorization: AuthorizationPolicy;
  /** App consent policies by ID, Microsoft's built-in ones among them. */
  permissionGrant: Map<string, PermissionGrantPolicy>;
  adminConsentRequest: AdminConsentRequestPolicy;
  /** How risky the tenant rates delegated permissions of APIs, by the classification's ID. */
  permissionClassifications: Map<string, DelegatedPermissionClassification>;
}

/** @see https://learn.microsoft.com/graph/api/resources/authorizationpolicy */
export interface AuthorizationPolicy {
  allowInvitesFrom: string;
  allowedToSignUpEmailBasedSubscriptions: boolean;
  allowedToUseSSPR: boolean;
  allowEmailVerifiedUsersToJoinOrganization: boolean;
  allowUserConsentForRiskyApps: boolean | null;
  blockMsolPowerShell: boolean;
  defaultUserRolePermissions: {
    allowedToCreateApps: boolean;
    allowedToCreateSecurityGroups: boolean;
    allowedToCreateTenants: boolean;
    allowedToReadBitlockerKeysForOwnedDevice: boolean;
    allowedToReadOtherUsers: boolean;
    /** `ManagePermissionGrantsForSelf.{policy ID}`: by which policies users may consent for themselves; none: not at all. */
    permissionGrantPoliciesAssigned: string[];
  };
  description: string;
  displayName: string;
  guestUserRoleId: string;
}

/** @see https://learn.microsoft.com/graph/api/resources/permissiongrantpolicy */
export interface PermissionGrantPolicy {
  id: string;
  displayName: string;
  description: string;
  builtIn: boolean;
  includes: PermissionGrantConditionSet[];
  excludes: PermissionGrantConditionSet[];
}

/** All conditions of a set must hold. @see https://learn.microsoft.com/graph/api/resources/permissiongrantconditionset */
export interface PermissionGrantConditionSet {
  id: string;
  permissionClassification: "all" | "low" | "medium" | "high";
  permissionType: "application" | "delegated";
  /** Client ID of the API, or `any`. */
  resourceApplication: string;
  /** Permission IDs, or `all`. */
  permissions: string[];
  /** Client IDs, or `all`. */
  clientApplicationIds: string[];
  /** Home tenants of the app, or `all`. */
  clientApplicationTenantIds: string[];
  /** Verified publishers of the app, or `all`. */
  clientApplicationPublisherIds: string[];
  clientApplicationsFromVerifiedPublisherOnly: boolean;
}

/** @see https://learn.microsoft.com/graph/api/resources/adminconsentrequestpolicy */
export interface AdminConsentRequestPolicy {
  isEnabled: boolean;
  notifyReviewers: boolean;
  remindersEnabled: boolean;
  requestDurationInDays: number;
  reviewers: { query: string; queryType: string; queryRoot: string | null }[];
  version: number;
}

/** @see https://learn.microsoft.com/graph/api/resources/delegatedpermissionclassification */
export interface DelegatedPermissionClassification {
  id: string;
  /** Object ID of the API's service principal. */
  servicePrincipalId: string;
  permissionId: string;
  permissionName: string;
  classification: "low" | "medium" | "high";
}
