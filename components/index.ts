export { AdminConsent, type AdminConsentArgs } from "./admin-consent";
export { AppCredential, type AppCredentialArgs, type CertificateInfo, type KeyVaultSecretArgs } from "./app-credential";
export { AppRegistration, type AppRegistrationArgs } from "./app-registration";
export { AppAssignments, type AppAssignmentsArgs } from "./app-assignments";
export { EnterpriseApp, type EnterpriseAppArgs } from "./enterprise-app";
export {
  ApplicationAccessPolicy,
  ExchangeServicePrincipal,
  MailEnabledSecurityGroup,
  MailboxScope,
  ManagementScope,
  RoleAssignment,
  type ApplicationAccessPolicyArgs,
  type ExchangeServicePrincipalArgs,
  type ExchangeTenantArgs,
  type MailEnabledSecurityGroupArgs,
  type MailboxScopeArgs,
  type MailboxScopeChoice,
  type ManagementScopeArgs,
  type RoleAssignmentArgs,
  type ScopeMechanism,
  type ScopeMembers,
  type SettleArgs,
} from "./exchange";
export {
  azureDevOpsWorkload,
  gitHubWorkload,
  pulumiCloudWorkload,
  type FederatedCredentialArgs,
  type GitHubWorkload,
} from "./credential/federated";
export type { HandOff } from "./handoff";
export type { OtherApiPermissionsArgs, PermissionsArgs } from "./permission-args";
export type { RedirectUris } from "./registration/redirect-uris";
export {
  AdminConsentWorkflow,
  UserConsentSettings,
  type AdminConsentWorkflowArgs,
  type UserConsent,
  type UserConsentSettingsArgs,
} from "./tenant";
export { resolveVendorApps, vendorAppFaults, type VendorApps } from "./vendor-apps";
export { VendorApp } from "./vendor-app";
export type {
  VendorAppArgs,
  VendorAssignmentArgs,
  VendorMailboxScopeArgs,
  VendorRegistrationArgs,
} from "./vendor-app-args";
