import type { PolicyComplianceFramework } from "@pulumi/policy";

/** Entries of the frameworks that the packs' policies serve. */
const cis = (reference: string, specification: string): PolicyComplianceFramework => ({
  name: "CIS Microsoft 365 Foundations Benchmark",
  version: "5.0.0",
  reference,
  specification,
});
const scuba = (reference: string, specification: string): PolicyComplianceFramework => ({
  name: "CISA SCuBA Microsoft Entra ID baseline",
  version: "1.5",
  reference,
  specification,
});
const mcsb = (reference: string, specification: string): PolicyComplianceFramework => ({
  name: "Microsoft cloud security benchmark",
  version: "v1",
  reference,
  specification,
});

export const frameworks = {
  applicationRisk: scuba("MS.AAD.5", "Risks from applications that were consented to are kept small"),
  adminConsent: scuba("MS.AAD.5.2v1", "Only administrators consent to applications"),
  privilegedAccess: scuba("MS.AAD.7", "Privileged access to the directory is limited"),
  leastPrivilege: mcsb("PA-7", "Just enough administration: least privilege"),
  privilegedUsers: mcsb("PA-1", "Highly privileged identities are separated and few"),
  applicationIdentities: mcsb("IM-3", "Application identities are managed securely and automatically"),
  accessReview: mcsb("PA-4", "Access is reviewed and reconciled"),
  applicationCredentials: mcsb("IM-8", "Credentials and secrets are not exposed"),
  userConsent: cis("5.1.5.1", "User consent to apps that reach company data is not allowed"),
  governance: mcsb("GS-6", "Identity and privileged access have a strategy, exceptions included"),
} as const;
