import * as z from "zod";
import { readManifest } from "../manifest-text";
import { opathFault } from "./opath";

/**
 * The desired state of one Exchange object, as it travels on the standard input of the provider's command. Written by the
 * typed resources, read by the command and by the policy packs. Values never travel in any other way.
 */
const guid = z.guid();
const smtp = z.email().max(320);

/** Exchange keeps control characters out of names; here they are refused before it would. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), "control characters and line breaks are not allowed")
    .refine((text) => text.trim() === text || text === " ", "must not begin or end with a space");

const objectName = line(64);

const envelope = <K extends string, S extends z.ZodType>(kind: K, spec: S) =>
  z.strictObject({
    consentra: z.literal(1),
    kind: z.literal(kind),
    tenantId: guid,
    /** The tenant's initial domain: Exchange routes writes by it. */
    organization: z.hostname(),
    spec,
  });

/** Takes over an object that exists already, and keeps it on destroy. Absent: the object is made. */
const adopt = z.literal(true).optional();

/** How long a step waits for its scope, minutes. */
const settle = z
  .strictObject({
    /** After the service said that the scope is in force. */
    minutes: z
      .number()
      .min(0)
      .max(24 * 60)
      .optional(),
    /** At most until it says so. */
    limitMinutes: z
      .number()
      .positive()
      .max(24 * 60)
      .optional(),
  })
  .optional();

/** By what a mailbox scope knows its own objects: a part of their names. Absent: the object is used without a mailbox scope. */
const scopeMark = z
  .string()
  .regex(/^[0-9a-f]{8}$/, "eight hexadecimal digits")
  .optional();

/** Mailboxes by which an object is seen to be in force before its step ends; others are chosen where none is named. */
const probes = z.strictObject({ granted: z.array(smtp), denied: z.array(smtp) });

/** Whether somebody else scopes the application too, whose policies and roles are left alone. Absent: nobody does. */
const shared = z.literal(true).optional();

export const mailEnabledSecurityGroupSpec = z.strictObject({
  name: objectName,
  alias: z
    .string()
    .regex(/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.]{1,64}$/, "letters, digits and the signs of an address only"),
  displayName: line(256),
  primarySmtpAddress: smtp,
  managedBy: z.array(smtp),
  /** Primary SMTP addresses, sorted, lower case. */
  members: z.array(smtp).max(10_000),
  adopt,
});
export type MailEnabledSecurityGroupSpec = z.infer<typeof mailEnabledSecurityGroupSpec>;

export const applicationAccessPolicySpec = z.strictObject({
  appId: guid,
  /** Primary SMTP address (known in preview) or GUID of the mail-enabled security group. */
  scopeGroup: z.union([smtp, guid]),
  accessRight: z.enum(["RestrictAccess", "DenyAccess"]),
  description: line(256),
  probes,
  settle,
  shared,
  adopt,
  scopeMark,
});
export type ApplicationAccessPolicySpec = z.infer<typeof applicationAccessPolicySpec>;

export const exchangeServicePrincipalSpec = z.strictObject({
  appId: guid,
  displayName: line(200),
  scopeMark,
});
export type ExchangeServicePrincipalSpec = z.infer<typeof exchangeServicePrincipalSpec>;

const opath = z
  .string()
  .min(1)
  .max(10_000)
  .superRefine((filter, context) => {
    const fault = opathFault(filter);
    if (fault) context.addIssue({ code: "custom", message: fault });
  });

export const managementScopeSpec = z.strictObject({
  name: objectName,
  recipients: z.union([
    z.strictObject({ filter: opath }),
    z.strictObject({ memberOf: smtp }),
    z.strictObject({ notMemberOf: smtp }),
  ]),
  adopt,
});
export type ManagementScopeSpec = z.infer<typeof managementScopeSpec>;

/** Roles that applications get; any other role would let an app manage Exchange. */
const applicationRole = z
  .string()
  .max(64)
  .regex(/^Application [A-Za-z][A-Za-z.-]+$/, "a role of RBAC for Applications, such as `Application Mail.Read`");

export const roleAssignmentSpec = z.strictObject({
  name: objectName,
  appId: guid,
  role: applicationRole,
  /** Never absent: without a scope the application would reach every mailbox. */
  scope: z.union([
    z.strictObject({ group: smtp }),
    z.strictObject({ administrativeUnit: guid }),
    z.strictObject({ managementScope: objectName }),
  ]),
  /**
   * The scope's other assignments, all of which are there before this one: the application is to have these and this one, and no other. Absent:
   * other assignments of the same role are judged only.
   */
  siblings: z.array(z.strictObject({ name: objectName, role: applicationRole })).optional(),
  probes,
  settle,
  shared,
  adopt,
});
export type RoleAssignmentSpec = z.infer<typeof roleAssignmentSpec>;

export const manifest = z.discriminatedUnion("kind", [
  envelope("MailEnabledSecurityGroup", mailEnabledSecurityGroupSpec),
  envelope("ApplicationAccessPolicy", applicationAccessPolicySpec),
  envelope("ExchangeServicePrincipal", exchangeServicePrincipalSpec),
  envelope("ManagementScope", managementScopeSpec),
  envelope("RoleAssignment", roleAssignmentSpec),
]);
export type Manifest = z.infer<typeof manifest>;
export type ManifestKind = Manifest["kind"];

/** Reads a manifest; the error lists every fault with its path. */
export function parseManifest(text: string): Manifest {
  return readManifest(manifest, text);
}

export { commandSource, kindOfCommandSource } from "../command-source";
