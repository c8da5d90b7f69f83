import { Ledger } from "@consentra/policy-kit";

/** What the policies of this pack tell each other. */
export const ledger = new Ledger();

/** Where the reasons are. */
const learn = "https://learn.microsoft.com/entra/";
export const registrationUrl = `${learn}identity-platform/security-best-practices-for-app-registration`;
export const ownersUrl = `${learn}identity/enterprise-apps/overview-assign-app-owners`;
export const assignmentUrl = `${learn}identity-platform/howto-restrict-your-app-to-a-set-of-users`;
export const redirectUrl = `${learn}identity-platform/reply-url`;
export const audienceUrl = `${learn}identity-platform/supported-accounts-validation`;
export const implicitUrl = `${learn}identity-platform/v2-oauth2-implicit-grant-flow`;
export const principalsUrl = `${learn}identity-platform/app-objects-and-service-principals`;
export const mixingUrl = "https://www.pulumi.com/registry/packages/azuread/api-docs/application/";
export const protectUrl = "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/";
