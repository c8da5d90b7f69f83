export { AdminConsentWorkflow, type AdminConsentWorkflowArgs } from "./admin-consent-workflow";
export { UserConsentSettings, type UserConsent, type UserConsentSettingsArgs } from "./user-consent-settings";
