import { Ledger } from "@consentra/policy-kit";

/** What the policies of this pack tell each other. */
export const ledger = new Ledger();

/** Where the reasons are, for every policy of the pack. */
export const leastPrivilegeUrl = "https://learn.microsoft.com/entra/identity-platform/secure-least-privileged-access";
export const permissionsUrl = "https://learn.microsoft.com/graph/permissions-reference";
export const consentUrl = "https://learn.microsoft.com/entra/identity/enterprise-apps/manage-consent-requests";
