import * as z from "zod";
import { scopeMode } from "./exchange/scope-choice";
import type { Permission } from "./graph";
import type { VendorAppArgs } from "./vendor-app-args";

const names = z.array(z.string());

/**
 * What a {@link VendorApp} says of itself in the stack, as inputs of the component: who it is for and what was declared by name. A preview
 * knows it before anything exists, so that `consentra review` and policy packs can tell people by their names. Holds no secret.
 */
export const vendorAppRecord = z.object({
  /** Marks the inputs and their version. */
  consentra: z.literal("vendorApp/1"),
  /** The vendor's name, as shown to people. */
  vendor: z.string(),
  /** Who consents. */
  consent: z.enum(["grant", "request", "users"]),
  /** Users for whom the stack consents, instead of for everybody. */
  consentUsers: names.optional(),
  /** What the app asks for; absent where that is not managed. */
  permissions: z
    .array(z.object({ api: z.string(), kind: z.enum(["application", "delegated"]), name: z.string() }))
    .optional(),
  mailboxScope: z
    .object({
      mechanism: z.enum(["accessPolicy", "rbac"]),
      mode: z.enum(["allow", "except", "everyone"]),
      members: names.optional(),
      group: z.string().optional(),
      administrativeUnit: z.string().optional(),
      filter: z.string().optional(),
      /** Why every mailbox. */
      reason: z.string().optional(),
    })
    .optional(),
  assignment: z.object({
    required: z.boolean(),
    managedBy: z.enum(["stack", "owners"]),
    users: names,
    groups: names,
  }),
  /** As they were named; absent where they are not managed. */
  owners: names.optional(),
});
export type VendorAppRecord = z.infer<typeof vendorAppRecord>;

/** The record of a vendor app's arguments. What is absent is left out: the engine keeps no undefined values. */
export function recordOf(args: VendorAppArgs, permissions: readonly Permission[]): VendorAppRecord {
  const { vendor, consent = "grant", consentUsers, mailboxScope, assignment = {}, owners } = args;
  const { required = true, managedBy = "stack", users = [], groups = [] } = assignment;
  return {
    consentra: "vendorApp/1",
    vendor,
    consent,
    ...(consentUsers && { consentUsers }),
    ...(args.permissions && { permissions: permissions.map(({ api, kind, name }) => ({ api, kind, name })) }),
    ...(mailboxScope && { mailboxScope: scopeOf(mailboxScope) }),
    assignment: { required, managedBy, users, groups },
    ...(owners && { owners }),
  };
}

function scopeOf(scope: NonNullable<VendorAppArgs["mailboxScope"]>): NonNullable<VendorAppRecord["mailboxScope"]> {
  const { members, group, administrativeUnit, filter } = scope.allow ?? scope.except ?? {};
  return {
    mechanism: scope.mechanism ?? "accessPolicy",
    mode: scopeMode(scope),
    ...(members && { members }),
    ...(group !== undefined && { group }),
    ...(administrativeUnit !== undefined && { administrativeUnit }),
    ...(filter !== undefined && { filter }),
    ...(scope.everyone && { reason: scope.everyone.reason }),
  };
}
