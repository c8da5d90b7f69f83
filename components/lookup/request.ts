import * as z from "zod";
import { preflightAction } from "../preflight/actions";

const named = z.strictObject({
  /** Property path as the user wrote it, for the fault. */
  path: z.string(),
  value: z.string(),
});

/** What a component wants to know of the directory: names in, ids out. Travels on standard input of the look-up. */
export const directoryRequest = z.strictObject({
  /** Default: the tenant of the credential. */
  tenantId: z.guid().optional(),
  /** User principal names, SMTP addresses or object IDs. */
  users: z.array(named).default([]),
  /** Object IDs, SMTP addresses or display names. */
  groups: z.array(named).default([]),
  /** SMTP addresses, user principal names or object IDs of mailboxes that a mailbox scope names. */
  mailboxes: z.array(named).default([]),
  /** SMTP addresses, names or object IDs of groups that mailbox scopes name. */
  scopeGroups: z
    .array(
      named.extend({
        /**
         * For RBAC for Applications: groups of every kind that has members, but none that holds groups, whose members would not count. Absent:
         * mail-enabled security groups, as an access policy takes them.
         */
        directMembersOnly: z.literal(true).optional(),
      }),
    )
    .default([]),
  servicePrincipals: z.array(z.strictObject({ path: z.string(), appId: z.guid() })).default([]),
  /** Whether the tenant's domains are wanted. */
  defaultDomain: z.boolean().default(false),
  /** What the stack is about to do: rights that the deployer lacks are faults, and nothing is looked up then. */
  preflight: z.array(preflightAction).default([]),
});
/** A request as a component writes it; what is absent is not looked up. */
export type DirectoryRequest = z.input<typeof directoryRequest>;
/** A request with its defaults. */
export type ReadyDirectoryRequest = z.output<typeof directoryRequest>;
export type Named = z.infer<typeof named>;

export interface DirectoryUser {
  id: string;
  userPrincipalName: string;
  mail: string | null;
  userType: "Member" | "Guest";
  accountEnabled: boolean;
}

export interface DirectoryGroup {
  id: string;
  displayName: string;
  mail: string | null;
  mailEnabled: boolean;
  securityEnabled: boolean;
}

export interface DirectoryMailbox {
  /** Entra object ID. */
  id: string;
  /** Lower case. */
  primarySmtpAddress: string;
  recipientTypeDetails: string;
}

export interface DirectoryScopeGroup {
  /** Entra object ID. */
  id: string;
  /** Lower case. */
  primarySmtpAddress: string;
  displayName: string;
}

/** The answer, keyed by the values of the request as they were written. */
export interface Directory {
  tenantId: string;
  /** `*.onmicrosoft.com`; empty where no domain was asked for. */
  initialDomain: string;
  /** Domain that new addresses get; empty where no domain was asked for. */
  defaultDomain: string;
  users: Record<string, DirectoryUser>;
  groups: Record<string, DirectoryGroup>;
  mailboxes: Record<string, DirectoryMailbox>;
  scopeGroups: Record<string, DirectoryScopeGroup>;
  /** By client ID; null where the tenant has no such service principal. */
  servicePrincipals: Record<string, { id: string; displayName: string } | null>;
  warnings: string[];
}

/** One value that the directory does not know, or not as what it was named for. */
export interface DirectoryFault {
  path: string;
  value: string;
  expected: string;
  fix: string;
}

/** What the look-up prints. */
export interface DirectoryAnswer {
  directory: Directory;
  faults: DirectoryFault[];
}
