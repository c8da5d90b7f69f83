import { z } from "zod";
import type { VendorAppArgs } from "../vendor-app";
import { readOptions } from "./options";

/** People.ai's multi-tenant app. */
export const peopleAiClientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";

/** Why People.ai asks for each of its permissions; all four are mandatory. */
export const peopleAiPermissions = {
  "Calendars.Read": "meetings are matched to accounts and opportunities",
  "Contacts.Read": "people outside the organisation are matched to accounts",
  "Mail.Read": "mail with customers is matched to accounts and opportunities",
  "User.Read.All": "mailbox owners are matched to users of the CRM",
} as const;

const name = z.string().trim().min(1);

/** What People.ai calls in Microsoft Graph. */
export const peopleAiOperations = [
  "GET /users",
  "GET /users/{id}/messages",
  "GET /users/{id}/events",
  "GET /users/{id}/contacts",
] as const;

const options = z.strictObject({
  /** Addresses of the mailboxes that People.ai reads. Exactly one of `mailboxes` and `group`. */
  mailboxes: z.array(name).min(1).optional(),
  /** Address of an existing mail-enabled security group of them. */
  group: name.optional(),
  /** Address of the group that is made for `mailboxes`. @default - `app-scope-<name>@` the tenant's default domain */
  groupAddress: z.email().optional(),
  /** Addresses of who may manage the group that is made. @default - nobody but administrators */
  managedBy: z.array(z.email()).optional(),
  /** Text in the access policy. @default "People.ai" */
  description: name.max(100).optional(),
  /** Whether the stack consents or an administrator does. @default "grant" */
  consent: z.enum(["grant", "request"]).optional(),
  /** Owners of the enterprise app. @default - not managed */
  owners: z.array(name).optional(),
  /** Users who may sign in to the app. @default - none; reading mail needs nobody to sign in */
  assignedUsers: z.array(name).optional(),
  /** Groups whose direct members may sign in to the app. @default - none */
  assignedGroups: z.array(name).optional(),
  /** Takes over a service principal that exists already, and keeps it on destroy. @default false */
  adopt: z.boolean().optional(),
});

/** What a customer decides about People.ai. */
export type PeopleAiOptions = z.input<typeof options>;

/**
 * People.ai reads mail, calendars and contacts of sales people, on its own and read-only. Without a scope it reaches every mailbox.
 *
 * @throws pulumi.InputPropertiesError with every fault of the options
 */
export function peopleAi(given: PeopleAiOptions): VendorAppArgs {
  const read = readOptions("People.ai", options, help, given, contradicting);
  const { assignedUsers: users, assignedGroups: groups } = read;
  return {
    vendor: "People.ai",
    clientId: peopleAiClientId,
    permissions: { application: Object.keys(peopleAiPermissions) as (keyof typeof peopleAiPermissions)[] },
    operations: [...peopleAiOperations],
    mailboxScope: {
      allow: { members: read.mailboxes, group: read.group },
      groupAddress: read.groupAddress,
      managedBy: read.managedBy,
      description: read.description,
    },
    assignment: { users, groups },
    consent: read.consent,
    owners: read.owners,
    adopt: read.adopt,
  };
}

/** Exactly one of mailboxes and group; what is said of the group that is made goes with mailboxes only. */
function contradicting({ mailboxes, group, groupAddress, managedBy }: PeopleAiOptions): (keyof PeopleAiOptions)[] {
  const wrong: (keyof PeopleAiOptions)[] = [];
  if (mailboxes === undefined && group === undefined) wrong.push("mailboxes");
  if (mailboxes !== undefined) return group === undefined ? wrong : [...wrong, "group"];
  if (groupAddress !== undefined) wrong.push("groupAddress");
  if (managedBy !== undefined) wrong.push("managedBy");
  return wrong;
}

const help = {
  mailboxes: [
    "a list of at least one address, or group instead",
    "name the mailboxes that People.ai reads, or the group that holds them",
  ],
  group: ["the address of a mail-enabled security group, and no mailboxes beside it", "give either mailboxes or group"],
  groupAddress: [
    "the address of the group that is made for mailboxes",
    "give an address, or remove it where group is given",
  ],
  managedBy: [
    "addresses of who may manage the group that is made for mailboxes",
    "give addresses, or remove it where group is given",
  ],
  description: ["a text of 1 to 100 characters", "keep it short: space for access policies is limited"],
  consent: ["grant or request", "choose whether the stack consents or an administrator does"],
  owners: ["a list of user principal names, addresses or object IDs", "name the owners one by one"],
  assignedUsers: ["a list of user principal names, addresses or object IDs", "name the users one by one"],
  assignedGroups: ["a list of addresses, display names or object IDs", "name the groups one by one"],
  adopt: ["true or false", "say true to take over a service principal that exists already"],
} as const;
