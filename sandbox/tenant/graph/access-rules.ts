import { directoryRoles as role } from "../well-known";
import { policyAccessRules } from "./policy-access-rules";

/** Who may call one route of Microsoft Graph. */
export interface AccessRule {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Path behind the version, with `:id` for identifiers. */
  path: string;
  /** Application permissions that allow it, the least first. Any one is enough. */
  application: readonly string[];
  /** A permission that allows it for objects whose owner is the calling service principal, and which objects those are. */
  owned?: { permission: string; object: "application" | "servicePrincipal" | "created" };
  /** Template IDs of directory roles that allow it without an application permission. */
  directoryRoles: readonly string[];
}

const OWNED_BY = "Application.ReadWrite.OwnedBy";
const READ_APPS = [
  "Application.Read.All",
  OWNED_BY,
  "Application.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
const WRITE_APPS = ["Application.ReadWrite.All", "Directory.ReadWrite.All"];
const WRITE_ASSIGNMENTS = ["AppRoleAssignment.ReadWrite.All"];
const READ_GRANTS = [
  "Directory.Read.All",
  "DelegatedPermissionGrant.Read.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  "Directory.ReadWrite.All",
];
const WRITE_GRANTS = ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"];
const READ_USERS = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const WRITE_USERS = ["User.ReadWrite.All", "Directory.ReadWrite.All"];
const READ_GROUPS = [
  "GroupMember.Read.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
const WRITE_GROUPS = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
const WRITE_MEMBERS = ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"];
const READ_UNITS = [
  "AdministrativeUnit.Read.All",
  "AdministrativeUnit.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];
const READ_LICENSES = [
  "LicenseAssignment.Read.All",
  "Organization.Read.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];

const APP_ADMINISTRATORS = [
  role.cloudApplicationAdministrator,
  role.applicationAdministrator,
  role.globalAdministrator,
];
const CONSENT_ADMINISTRATORS = [...APP_ADMINISTRATORS, role.privilegedRoleAdministrator];
const USER_ADMINISTRATORS = [role.userAdministrator, role.globalAdministrator];
const GROUP_ADMINISTRATORS = [role.groupsAdministrator, role.userAdministrator, role.globalAdministrator];
const READERS = [
  role.directoryReaders,
  role.globalReader,
  ...CONSENT_ADMINISTRATORS,
  role.userAdministrator,
  role.groupsAdministrator,
];

type Rest = [
  application: readonly string[],
  directoryRoles: readonly string[],
  owned?: "application" | "servicePrincipal" | "created",
];

const rule = (
  method: AccessRule["method"],
  path: string,
  ...[application, directoryRoles, owned]: Rest
): AccessRule => ({
  method,
  path,
  application,
  directoryRoles,
  ...(owned && { owned: { permission: OWNED_BY, object: owned } }),
});

/** Every route of the simulated Microsoft Graph that asks for a permission. A route without a rule cannot be registered. */
export const accessRules: readonly AccessRule[] = [
  rule("GET", "/applications", READ_APPS, READERS),
  rule("GET", "/applications/$count", READ_APPS, READERS),
  rule("POST", "/applications", WRITE_APPS, APP_ADMINISTRATORS, "created"),
  rule("GET", "/applications/:id", READ_APPS, READERS),
  rule("PATCH", "/applications/:id", WRITE_APPS, APP_ADMINISTRATORS, "application"),
  rule("DELETE", "/applications/:id", WRITE_APPS, APP_ADMINISTRATORS, "application"),
  rule("GET", "/applications/:id/owners", READ_APPS, READERS),
  rule("POST", "/applications/:id/owners/$ref", WRITE_APPS, APP_ADMINISTRATORS, "application"),
  rule("DELETE", "/applications/:id/owners/:ownerId/$ref", WRITE_APPS, APP_ADMINISTRATORS, "application"),
  rule("POST", "/applications/:id/addPassword", WRITE_APPS, APP_ADMINISTRATORS, "application"),
  rule("POST", "/applications/:id/removePassword", WRITE_APPS, APP_ADMINISTRATORS, "application"),
  rule("GET", "/applications/:id/federatedIdentityCredentials", READ_APPS, READERS),
  rule("POST", "/applications/:id/federatedIdentityCredentials", WRITE_APPS, APP_ADMINISTRATORS, "application"),
  rule("GET", "/applications/:id/federatedIdentityCredentials/:credentialId", READ_APPS, READERS),
  rule(
    "PATCH",
    "/applications/:id/federatedIdentityCredentials/:credentialId",
    WRITE_APPS,
    APP_ADMINISTRATORS,
    "application",
  ),
  rule(
    "DELETE",
    "/applications/:id/federatedIdentityCredentials/:credentialId",
    WRITE_APPS,
    APP_ADMINISTRATORS,
    "application",
  ),
  rule("GET", "/directory/deletedItems/microsoft.graph.application", READ_APPS, READERS),
  rule("GET", "/directory/deletedItems/:id", READ_APPS, READERS),
  rule("DELETE", "/directory/deletedItems/:id", WRITE_APPS, APP_ADMINISTRATORS),
  rule("POST", "/directory/deletedItems/:id/restore", WRITE_APPS, APP_ADMINISTRATORS),

  rule("GET", "/servicePrincipals", READ_APPS, READERS),
  rule("GET", "/servicePrincipals/$count", READ_APPS, READERS),
  rule("POST", "/servicePrincipals", WRITE_APPS, APP_ADMINISTRATORS, "created"),
  rule("GET", "/servicePrincipals/:id", READ_APPS, READERS),
  rule("PATCH", "/servicePrincipals/:id", WRITE_APPS, APP_ADMINISTRATORS, "servicePrincipal"),
  rule("DELETE", "/servicePrincipals/:id", WRITE_APPS, APP_ADMINISTRATORS, "servicePrincipal"),
  rule("GET", "/servicePrincipals/:id/owners", READ_APPS, READERS),
  rule("POST", "/servicePrincipals/:id/owners/$ref", WRITE_APPS, APP_ADMINISTRATORS, "servicePrincipal"),
  rule("DELETE", "/servicePrincipals/:id/owners/:ownerId/$ref", WRITE_APPS, APP_ADMINISTRATORS, "servicePrincipal"),
  rule("GET", "/servicePrincipals/:id/memberOf", READ_APPS, READERS),
  rule("GET", "/servicePrincipals/:id/transitiveMemberOf", READ_APPS, READERS),
  rule("GET", "/servicePrincipals/:id/oauth2PermissionGrants", READ_GRANTS, READERS),

  rule("GET", "/servicePrincipals/:id/appRoleAssignedTo", READ_APPS, READERS),
  rule("POST", "/servicePrincipals/:id/appRoleAssignedTo", WRITE_ASSIGNMENTS, CONSENT_ADMINISTRATORS),
  rule("GET", "/servicePrincipals/:id/appRoleAssignedTo/:assignmentId", READ_APPS, READERS),
  rule("DELETE", "/servicePrincipals/:id/appRoleAssignedTo/:assignmentId", WRITE_ASSIGNMENTS, CONSENT_ADMINISTRATORS),
  rule("GET", "/servicePrincipals/:id/appRoleAssignments", READ_APPS, READERS),
  rule("POST", "/servicePrincipals/:id/appRoleAssignments", WRITE_ASSIGNMENTS, CONSENT_ADMINISTRATORS),
  rule("GET", "/servicePrincipals/:id/appRoleAssignments/:assignmentId", READ_APPS, READERS),
  rule("DELETE", "/servicePrincipals/:id/appRoleAssignments/:assignmentId", WRITE_ASSIGNMENTS, CONSENT_ADMINISTRATORS),
  ...["/users", "/groups"].flatMap((collection) => [
    rule(
      "GET",
      `${collection}/:id/appRoleAssignments`,
      ["Directory.Read.All", "AppRoleAssignment.ReadWrite.All", "Directory.ReadWrite.All"],
      READERS,
    ),
    rule("POST", `${collection}/:id/appRoleAssignments`, WRITE_ASSIGNMENTS, CONSENT_ADMINISTRATORS),
    rule(
      "GET",
      `${collection}/:id/appRoleAssignments/:assignmentId`,
      ["Directory.Read.All", "AppRoleAssignment.ReadWrite.All", "Directory.ReadWrite.All"],
      READERS,
    ),
    rule("DELETE", `${collection}/:id/appRoleAssignments/:assignmentId`, WRITE_ASSIGNMENTS, CONSENT_ADMINISTRATORS),
  ]),

  rule("GET", "/oauth2PermissionGrants", READ_GRANTS, READERS),
  rule("POST", "/oauth2PermissionGrants", WRITE_GRANTS, CONSENT_ADMINISTRATORS),
  rule("GET", "/oauth2PermissionGrants/:id", READ_GRANTS, READERS),
  rule("PATCH", "/oauth2PermissionGrants/:id", WRITE_GRANTS, CONSENT_ADMINISTRATORS),
  rule("DELETE", "/oauth2PermissionGrants/:id", WRITE_GRANTS, CONSENT_ADMINISTRATORS),

  rule("GET", "/users", READ_USERS, READERS),
  rule("GET", "/users/$count", READ_USERS, READERS),
  rule("POST", "/users", WRITE_USERS, USER_ADMINISTRATORS),
  rule("GET", "/users/:id", READ_USERS, READERS),
  rule("PATCH", "/users/:id", WRITE_USERS, USER_ADMINISTRATORS),
  rule("DELETE", "/users/:id", WRITE_USERS, USER_ADMINISTRATORS),
  rule("GET", "/users/:id/manager", READ_USERS, READERS),
  rule("PUT", "/users/:id/manager/$ref", WRITE_USERS, USER_ADMINISTRATORS),
  rule("DELETE", "/users/:id/manager/$ref", WRITE_USERS, USER_ADMINISTRATORS),
  rule("GET", "/users/:id/directReports", READ_USERS, READERS),
  rule("GET", "/users/:id/memberOf", [...READ_GROUPS, "User.Read.All"], READERS),
  rule("GET", "/users/:id/transitiveMemberOf", [...READ_GROUPS, "User.Read.All"], READERS),
  rule("GET", "/users/:id/licenseDetails", ["LicenseAssignment.Read.All", ...READ_USERS], READERS),
  rule("GET", "/users/:id/oauth2PermissionGrants", READ_GRANTS, READERS),

  rule("GET", "/groups", READ_GROUPS, READERS),
  rule("GET", "/groups/$count", READ_GROUPS, READERS),
  rule("POST", "/groups", ["Group.Create", ...WRITE_GROUPS], GROUP_ADMINISTRATORS),
  rule("GET", "/groups/:id", READ_GROUPS, READERS),
  rule("PATCH", "/groups/:id", WRITE_GROUPS, GROUP_ADMINISTRATORS),
  rule("DELETE", "/groups/:id", WRITE_GROUPS, GROUP_ADMINISTRATORS),
  ...[
    "members",
    "members/microsoft.graph.group",
    "members/microsoft.graph.user",
    "transitiveMembers",
    "memberOf",
    "transitiveMemberOf",
    "owners",
  ].map((navigation) => rule("GET", `/groups/:id/${navigation}`, READ_GROUPS, READERS)),
  rule("POST", "/groups/:id/members/$ref", WRITE_MEMBERS, GROUP_ADMINISTRATORS),
  rule("DELETE", "/groups/:id/members/:memberId/$ref", WRITE_MEMBERS, GROUP_ADMINISTRATORS),
  rule("POST", "/groups/:id/owners/$ref", WRITE_GROUPS, GROUP_ADMINISTRATORS),
  rule("DELETE", "/groups/:id/owners/:ownerId/$ref", WRITE_GROUPS, GROUP_ADMINISTRATORS),

  rule("GET", "/directory/administrativeUnits", READ_UNITS, READERS),
  rule("GET", "/directory/administrativeUnits/:id", READ_UNITS, READERS),
  rule("GET", "/directory/administrativeUnits/:id/members", READ_UNITS, READERS),

  rule(
    "GET",
    "/directoryObjects/:id",
    ["Directory.Read.All", "User.Read.All", "Group.Read.All", "Application.Read.All", "Directory.ReadWrite.All"],
    READERS,
  ),
  rule(
    "POST",
    "/directoryObjects/getByIds",
    ["Directory.Read.All", "User.Read.All", "Group.Read.All", "Application.Read.All", "Directory.ReadWrite.All"],
    READERS,
  ),
  rule("GET", "/organization", ["Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"], READERS),
  rule("GET", "/organization/:id", ["Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"], READERS),
  rule(
    "GET",
    "/domains",
    ["Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
    READERS,
  ),
  rule(
    "GET",
    "/domains/:id",
    ["Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
    READERS,
  ),
  rule("GET", "/subscribedSkus", READ_LICENSES, READERS),
  rule("GET", "/contacts", ["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"], READERS),
  rule("GET", "/contacts/$count", ["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"], READERS),
  ...policyAccessRules,
  rule("GET", "/contacts/delta", ["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"], READERS),
  rule("GET", "/contacts/:id", ["OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"], READERS),
];

/** @throws when the route has no rule, which is a fault of the simulated tenant itself */
export function accessRuleOf(method: AccessRule["method"], path: string): AccessRule {
  const found = accessRules.find((candidate) => candidate.method === method && candidate.path === path);
  if (!found) throw new Error(`The route ${method} ${path} has no rule in access-rules.ts.`);
  return found;
}
