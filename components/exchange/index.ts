export { ApplicationAccessPolicy, type ApplicationAccessPolicyArgs } from "./application-access-policy";
export { MailEnabledSecurityGroup, type MailEnabledSecurityGroupArgs } from "./mail-enabled-security-group";
export { MailboxScope, type MailboxScopeArgs } from "./mailbox-scope";
export type { MailboxScopeChoice, ScopeMembers, ScopeMode } from "./scope-choice";
export { kindOfCommandSource, parseManifest, type Manifest, type ManifestKind } from "./manifest";
