import { z } from "zod";

/** What a stack may be about to do in a tenant, each with rights of its own. */
export const preflightActionNames = [
  "readApplications",
  "readUsers",
  "readGroups",
  "readDomains",
  "readRecipients",
  "createApplication",
  "purgeApplication",
  "createServicePrincipal",
  "createOwnServicePrincipal",
  "setOwners",
  "grantApplicationPermission",
  "grantDelegatedPermission",
  "assignUsers",
  "createGroup",
  "changeGroupMembers",
  "changeUsers",
  "manageExchangeGroup",
  "manageAccessPolicy",
  "manageRbacScope",
  "changeAuthorizationPolicy",
  "changeConsentRequestPolicy",
  "classifyPermissions",
  "writeKeyVaultSecret",
] as const;

export type PreflightActionName = (typeof preflightActionNames)[number];

/** One thing that a stack is about to do. Travels on standard input of the look-up. */
export const preflightAction = z.strictObject({
  action: z.enum(preflightActionNames),
  /** Property path or resource name, for the fault. */
  path: z.string().min(1),
  /**
   * Client ID of the API whose permissions are granted. Absent where it is not known: then the most that any API asks for is needed.
   * Only for `grantApplicationPermission`.
   */
  api: z.guid().optional(),
  /** Roles of RBAC for Applications that are assigned, such as `Application Mail.Read`. Only for `manageRbacScope`. */
  roles: z.array(z.string().min(1)).optional(),
});
export type PreflightAction = z.infer<typeof preflightAction>;
