import { z } from "zod";
import { Faults } from "../faults";
import type { VendorAppArgs } from "../vendor-app";

/** People.ai's multi-tenant app. */
export const peopleAiClientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";

const options = z.strictObject({
  /** Addresses of the mailboxes that People.ai reads. */
  mailboxes: z.array(z.string().min(1)).min(1).optional(),
  /** Address of an existing mail-enabled security group of them, instead of `mailboxes`. */
  group: z.string().min(1).optional(),
  groupAddress: z.email().optional(),
  managedBy: z.array(z.email()).optional(),
  description: z.string().min(1).max(100).optional(),
  consent: z.enum(["grant", "request"]).optional(),
  owners: z.array(z.string().min(1)).optional(),
});

/** What a customer decides about People.ai. */
export type PeopleAiOptions = z.infer<typeof options>;

/** Why People.ai asks for each of its permissions; all four are mandatory. */
export const peopleAiPermissions = {
  "Calendars.Read": "meetings are matched to accounts and opportunities",
  "Contacts.Read": "people outside the organisation are matched to accounts",
  "Mail.Read": "mail with customers is matched to accounts and opportunities",
  "User.Read.All": "mailbox owners are matched to users of the CRM",
} as const;

/**
 * People.ai reads mail, calendars and contacts of sales people, on its own and read-only. Without a scope it reaches every mailbox.
 *
 * @throws pulumi.InputPropertiesError with every fault of the options
 */
export function peopleAi(given: PeopleAiOptions): VendorAppArgs {
  const faults = new Faults();
  const parsed = options.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) faults.push({ path: issue.path.join("."), reason: issue.message });
  faults.throwIfAny("People.ai");
  const { mailboxes, group, groupAddress, managedBy, description, consent, owners } = given;
  return {
    vendor: "People.ai",
    clientId: peopleAiClientId,
    permissions: { application: Object.keys(peopleAiPermissions) as (keyof typeof peopleAiPermissions)[] },
    mailboxScope: { allow: { members: mailboxes, group }, groupAddress, managedBy, description },
    consent,
    owners,
  };
}
