import * as z from "zod";

/**
 * The desired state of one thing in Microsoft Graph that the azuread provider has no resource for, as it travels on the standard input of
 * the provider's command. Values never travel in any other way.
 */
const guid = z.guid();

const envelope = <K extends string, S extends z.ZodType>(kind: K, spec: S) =>
  z.strictObject({ consentra: z.literal(1), kind: z.literal(kind), tenantId: guid, spec });

/** Which stack and component a tenant-wide setting belongs to: `organization/project/stack/name`. */
const owner = z.string().min(1).max(500);

export const userConsentSpec = z.strictObject({
  owner,
  /** Permission grant policies that let users consent for themselves, e.g. `microsoft-user-default-low`; none: users may not consent. */
  policies: z.array(z.string().regex(/^[A-Za-z0-9_-]{1,100}$/)).max(1),
});
export type UserConsentSpec = z.infer<typeof userConsentSpec>;

export const consentWorkflowSpec = z.strictObject({
  owner,
  isEnabled: z.boolean(),
  notifyReviewers: z.boolean(),
  remindersEnabled: z.boolean(),
  requestDurationInDays: z.int().min(1).max(60),
  /** Object IDs. */
  reviewers: z.strictObject({ users: z.array(guid), groups: z.array(guid), roles: z.array(guid) }),
});
export type ConsentWorkflowSpec = z.infer<typeof consentWorkflowSpec>;

export const permissionClassificationSpec = z.strictObject({
  classification: z.literal("low"),
  permissions: z.array(
    z.strictObject({
      /** Client ID of the API. */
      apiClientId: guid,
      id: guid,
      name: z.string().min(1),
    }),
  ),
});
export type PermissionClassificationSpec = z.infer<typeof permissionClassificationSpec>;

export const assignmentSeedSpec = z.strictObject({
  servicePrincipalId: guid,
  principals: z.array(z.strictObject({ id: guid, kind: z.enum(["user", "group"]), name: z.string() })),
});
export type AssignmentSeedSpec = z.infer<typeof assignmentSeedSpec>;

export const purgedApplicationSpec = z.strictObject({
  /** The tag by which the application is found among the deleted ones. */
  mark: z.string().min(1).max(256),
});
export type PurgedApplicationSpec = z.infer<typeof purgedApplicationSpec>;

export const graphManifest = z.discriminatedUnion("kind", [
  envelope("UserConsentSettings", userConsentSpec),
  envelope("AdminConsentWorkflow", consentWorkflowSpec),
  envelope("PermissionClassification", permissionClassificationSpec),
  envelope("AppAssignmentSeed", assignmentSeedSpec),
  envelope("PurgedApplication", purgedApplicationSpec),
]);
export type GraphManifest = z.infer<typeof graphManifest>;
export type GraphManifestKind = GraphManifest["kind"];
