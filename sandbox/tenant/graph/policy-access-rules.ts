import { directoryRoles as role } from "../well-known";
import type { AccessRule } from "./access-rules";

const APP_ADMINISTRATORS = [
  role.cloudApplicationAdministrator,
  role.applicationAdministrator,
  role.privilegedRoleAdministrator,
  role.globalAdministrator,
];
const POLICY_ADMINISTRATORS = [role.privilegedRoleAdministrator, role.globalAdministrator];
const READERS = [role.globalReader, ...APP_ADMINISTRATORS];

const READ_AUTHORIZATION = ["Policy.Read.All", "Policy.ReadWrite.Authorization"];
const READ_GRANT_POLICIES = ["Policy.Read.PermissionGrant", "Policy.ReadWrite.PermissionGrant", "Policy.Read.All"];
const WRITE_GRANT_POLICIES = ["Policy.ReadWrite.PermissionGrant"];
const READ_CONSENT_REQUESTS = [
  "Policy.Read.All",
  "Policy.ReadWrite.ConsentRequest",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
const WRITE_CONSENT_REQUESTS = ["Policy.ReadWrite.ConsentRequest", "Directory.ReadWrite.All"];

const rule = (
  method: AccessRule["method"],
  path: string,
  application: readonly string[],
  directoryRoles: readonly string[],
): AccessRule => ({ method, path, application, directoryRoles });

const GRANT_POLICIES = "/policies/permissionGrantPolicies";
const CLASSIFICATIONS = "/servicePrincipals/:id/delegatedPermissionClassifications";

/** Who may read and write the tenant's rules about consent. */
export const policyAccessRules: readonly AccessRule[] = [
  rule("GET", "/policies/authorizationPolicy", READ_AUTHORIZATION, READERS),
  rule("PATCH", "/policies/authorizationPolicy", ["Policy.ReadWrite.Authorization"], POLICY_ADMINISTRATORS),
  rule("GET", GRANT_POLICIES, READ_GRANT_POLICIES, READERS),
  rule("POST", GRANT_POLICIES, WRITE_GRANT_POLICIES, APP_ADMINISTRATORS),
  rule("GET", `${GRANT_POLICIES}/:id`, READ_GRANT_POLICIES, READERS),
  rule("PATCH", `${GRANT_POLICIES}/:id`, WRITE_GRANT_POLICIES, APP_ADMINISTRATORS),
  rule("DELETE", `${GRANT_POLICIES}/:id`, WRITE_GRANT_POLICIES, APP_ADMINISTRATORS),
  ...["includes", "excludes"].flatMap((side) => [
    rule("GET", `${GRANT_POLICIES}/:id/${side}`, READ_GRANT_POLICIES, READERS),
    rule("POST", `${GRANT_POLICIES}/:id/${side}`, WRITE_GRANT_POLICIES, APP_ADMINISTRATORS),
    rule("GET", `${GRANT_POLICIES}/:id/${side}/:setId`, READ_GRANT_POLICIES, READERS),
    rule("DELETE", `${GRANT_POLICIES}/:id/${side}/:setId`, WRITE_GRANT_POLICIES, APP_ADMINISTRATORS),
  ]),
  rule("GET", CLASSIFICATIONS, READ_GRANT_POLICIES, READERS),
  rule("POST", CLASSIFICATIONS, WRITE_GRANT_POLICIES, APP_ADMINISTRATORS),
  rule("DELETE", `${CLASSIFICATIONS}/:classificationId`, WRITE_GRANT_POLICIES, APP_ADMINISTRATORS),
  rule("GET", "/policies/adminConsentRequestPolicy", READ_CONSENT_REQUESTS, READERS),
  rule("PUT", "/policies/adminConsentRequestPolicy", WRITE_CONSENT_REQUESTS, APP_ADMINISTRATORS),
];
