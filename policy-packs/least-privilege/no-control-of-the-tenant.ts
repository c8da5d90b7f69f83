import { frameworks } from "@consentra/policy-kit";
import { permissionPolicy } from "./permission-policy";
import { leastPrivilegeUrl } from "./room";

/** Application permissions by which an app can make itself or others administrator. */
export const controlling: ReadonlySet<string> = new Set([
  "AdministrativeUnit.ReadWrite.All",
  "Application.ReadUpdate.All",
  "Application.ReadWrite.All",
  "Application.ReadWrite.OwnedBy",
  "AppRoleAssignment.ReadWrite.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  "DeviceManagementConfiguration.ReadWrite.All",
  "DeviceManagementRBAC.ReadWrite.All",
  "Directory.ReadWrite.All",
  "Domain.ReadWrite.All",
  "Domain-InternalFederation.ReadWrite.All",
  "EntitlementManagement.ReadWrite.All",
  "Group.ReadWrite.All",
  "GroupMember.ReadWrite.All",
  "Organization.ReadWrite.All",
  "Policy.ReadWrite.AuthenticationMethod",
  "Policy.ReadWrite.Authorization",
  "Policy.ReadWrite.ConditionalAccess",
  "Policy.ReadWrite.PermissionGrant",
  "PrivilegedAccess.ReadWrite.AzureADGroup",
  "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
  "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
  "RoleAssignmentSchedule.ReadWrite.Directory",
  "RoleEligibilitySchedule.ReadWrite.Directory",
  "RoleManagement.ReadWrite.Directory",
  "RoleManagementPolicy.ReadWrite.AzureADGroup",
  "RoleManagementPolicy.ReadWrite.Directory",
  "Synchronization.ReadWrite.All",
  "User.DeleteRestore.All",
  "User.EnableDisableAccount.All",
  "User.ManageIdentities.All",
  "User.ReadWrite.All",
  "User-PasswordProfile.ReadWrite.All",
  "UserAuthenticationMethod.ReadWrite.All",
]);

/** No vendor's app controls the tenant. */
export const noControlOfTheTenant = permissionPolicy({
  name: "no-control-of-the-tenant",
  displayName: "No permission that takes over the tenant",
  description: "A permission by which an app can make itself or others administrator belongs to no vendor's app.",
  level: "mandatory",
  severity: "critical",
  framework: frameworks.privilegedAccess,
  url: leastPrivilegeUrl,
  remediationSteps: "Ask the vendor what it is for, and grant the permission for exactly that.",
  fault: ({ name, kind }) =>
    kind === "application" && controlling.has(name)
      ? "with it the app can take over the tenant. Ask the vendor what it is for, and grant the permission for exactly that."
      : undefined,
});
