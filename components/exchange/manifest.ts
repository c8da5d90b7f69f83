import { z } from "zod";
import { readManifest } from "../manifest-text";

/**
 * The desired state of one Exchange object, as it travels on the standard input of the provider's command. Written by the
 * typed resources, read by the command and by the policy packs. Values never travel in any other way.
 */
const guid = z.guid();
const smtp = z.email();

const envelope = <K extends string, S extends z.ZodType>(kind: K, spec: S) =>
  z.strictObject({
    consentra: z.literal(1),
    kind: z.literal(kind),
    tenantId: guid,
    /** The tenant's initial domain: Exchange routes writes by it. */
    organization: z.hostname(),
    spec,
  });

export const mailEnabledSecurityGroupSpec = z.strictObject({
  name: z.string().min(1).max(64),
  alias: z.string().min(1).max(64),
  displayName: z.string().min(1).max(256),
  primarySmtpAddress: smtp,
  managedBy: z.array(smtp),
  /** Primary SMTP addresses, sorted, lower case. */
  members: z.array(smtp),
});
export type MailEnabledSecurityGroupSpec = z.infer<typeof mailEnabledSecurityGroupSpec>;

export const applicationAccessPolicySpec = z.strictObject({
  appId: guid,
  /** Primary SMTP address (known in preview) or GUID of the mail-enabled security group. */
  scopeGroup: z.union([smtp, guid]),
  accessRight: z.enum(["RestrictAccess", "DenyAccess"]),
  description: z.string().min(1),
  /** Mailboxes by which the policy is seen to be in force before the step ends. */
  probes: z.strictObject({ granted: z.array(smtp), denied: z.array(smtp) }),
});
export type ApplicationAccessPolicySpec = z.infer<typeof applicationAccessPolicySpec>;

export const manifest = z.discriminatedUnion("kind", [
  envelope("MailEnabledSecurityGroup", mailEnabledSecurityGroupSpec),
  envelope("ApplicationAccessPolicy", applicationAccessPolicySpec),
]);
export type Manifest = z.infer<typeof manifest>;
export type ManifestKind = Manifest["kind"];

/** Reads a manifest; the error lists every fault with its path. */
export function parseManifest(text: string): Manifest {
  return readManifest(manifest, text);
}

export { commandSource, kindOfCommandSource } from "../command-source";
