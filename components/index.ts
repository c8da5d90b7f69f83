export { AdminConsent, type AdminConsentArgs } from "./admin-consent";
export { AppAssignments, type AppAssignmentsArgs } from "./app-assignments";
export { EnterpriseApp, type EnterpriseAppArgs } from "./enterprise-app";
export {
  ApplicationAccessPolicy,
  MailEnabledSecurityGroup,
  MailboxScope,
  type ApplicationAccessPolicyArgs,
  type MailEnabledSecurityGroupArgs,
  type MailboxScopeArgs,
} from "./exchange";
export type { HandOff } from "./handoff";
export type { OtherApiPermissionsArgs, PermissionsArgs } from "./permission-args";
export { VendorApp, type VendorAppArgs, type VendorAssignmentArgs, type VendorMailboxScopeArgs } from "./vendor-app";
