import * as z from "zod";

/**
 * What a vendor and `consentra check` are told about one vendor's access: a stack output of {@link VendorApp}. Holds no secret.
 */
export const handOff = z.strictObject({
  /** Marks the output as a hand-off and its version. */
  consentra: z.literal("handoff/1"),
  /** The vendor's name, as shown to people. */
  vendor: z.string(),
  tenantId: z.guid(),
  /** Application (client) ID. */
  clientId: z.guid(),
  /** Object ID of the enterprise application in this tenant. */
  servicePrincipalId: z.guid(),
  /** Where an administrator consents, for `consent: "request"` and for the vendor's own records. */
  adminConsentUrl: z.url(),
  /** The page of the Entra admin center where the app's permissions are seen. */
  adminCenterUrl: z.url(),
  /** Who consents: the stack, an administrator at `adminConsentUrl`, or each user. */
  consent: z.enum(["grant", "request", "users"]),
  permissions: z.array(
    z.strictObject({
      /** Name of the API, e.g. "Microsoft Graph". */
      api: z.string(),
      kind: z.enum(["application", "delegated"]),
      name: z.string(),
      id: z.guid(),
    }),
  ),
  /** Absent where no permission reaches mailboxes. */
  mailboxScope: z
    .strictObject({
      mechanism: z.enum(["accessPolicy", "rbac"]),
      /** SMTP address of the group that the scope names; absent for a scope without a group. */
      group: z.string().optional(),
      /** Object ID of the administrative unit that the scope is. */
      administrativeUnit: z.string().optional(),
      /** OPATH filter that the scope is. */
      filter: z.string().optional(),
      mode: z.enum(["allow", "except", "everyone"]),
      /** SMTP addresses of the mailboxes named by the stack; empty where an existing group is used. */
      mailboxes: z.array(z.string()),
      reason: z.string().optional(),
      /** Names of permissions that roles of Exchange give for these mailboxes, so that they are not in the app's token. */
      permissionsByRole: z.array(z.string()).optional(),
    })
    .optional(),
  assignmentRequired: z.boolean(),
  /** Who may sign in when the stack ran last; `consentra handoff` asks again. */
  assignment: z.strictObject({
    managedBy: z.enum(["stack", "owners"]),
    /** E-mail addresses of users, sorted. */
    users: z.array(z.string()),
    /** Display names of groups, sorted. */
    groups: z.array(z.string()),
  }),
  /** Certificates of an application of our own. */
  certificates: z.array(z.strictObject({ thumbprint: z.string(), notAfter: z.iso.datetime() })).optional(),
  /** When the first credential of an application of our own expires. */
  credentialExpires: z.iso.datetime().optional(),
  /** What the vendor has to do next. */
  nextSteps: z.array(z.string()),
});
export type HandOff = z.infer<typeof handOff>;
