import { z } from "zod";
import type { VendorAppArgs } from "../vendor-app";
import { readOptions } from "./options";
import { clientId, clientIdHelp, name, shared, sharedHelp } from "./shared-options";

/** Why Contreli asks for each of its permissions: each user consents for the own mailbox, the app gets nothing before. */
export const contreliPermissions = {
  "Calendars.ReadWrite": "customer meetings are planned in the calendar of who signed in",
  "Mail.Read": "customer mail of who signed in is shown beside the account",
  "Mail.Send": "answers are sent as who signed in",
  "User.Read": "the user's name and address are shown in the app",
  offline_access: "the app stays connected without a new sign-in each hour",
} as const;

/** What Contreli calls in Microsoft Graph, as who signed in. */
export const contreliOperations = [
  "GET /me",
  "GET /me/messages",
  "POST /me/sendMail",
  "GET /me/events",
  "POST /me/events",
] as const;

const options = z.strictObject({
  /** Application (client) ID, from Contreli's registration link. */
  clientId,
  /** Who keeps the list of users, such as the Head of Customer Success: owners of the enterprise app. */
  owners: z.array(name).min(1),
  /** Users with whom the list begins. @default - none; the owners add them */
  firstUsers: z.array(name).optional(),
  /** Groups with which the list begins. @default - none */
  firstGroups: z.array(name).optional(),
  /**
   * `users`: each user consents at the first sign-in. `stack`: the stack consents for each of `firstUsers`, and for nobody else; for tenants
   * where users may not consent to an app that requires assignment.
   *
   * @default "users"
   */
  consent: z.enum(["users", "stack"]).optional(),
  /** Takes over a service principal that exists already, and keeps it on destroy. @default false */
  adopt: shared.adopt,
});

/** What a customer decides about Contreli. */
export type ContreliOptions = z.input<typeof options>;

/**
 * Contreli: the owner of the enterprise app keeps the list of users, and each of them consents for the own mailbox. There is no consent for
 * everybody.
 *
 * @throws pulumi.InputPropertiesError with every fault of the options
 */
export function contreli(given: ContreliOptions): VendorAppArgs {
  const read = readOptions("Contreli", options, help, given, ({ consent, firstUsers }) =>
    consent === "stack" && firstUsers === undefined ? ["firstUsers"] : [],
  );
  const byStack = read.consent === "stack";
  return {
    vendor: "Contreli",
    clientId: read.clientId,
    permissions: { delegated: ["Calendars.ReadWrite", "Mail.Read", "Mail.Send", "User.Read", "offline_access"] },
    operations: [...contreliOperations],
    consent: byStack ? "grant" : "users",
    consentUsers: byStack ? read.firstUsers : undefined,
    assignment: { required: true, managedBy: "owners", users: read.firstUsers, groups: read.firstGroups },
    owners: read.owners,
    adopt: read.adopt,
    nextSteps: [
      "Send the tenant ID to Contreli, and, when the owner has kept the list, the users' e-mail addresses (`consentra handoff`).",
      "The owner adds and removes users in the Entra admin center, under Users and groups of the enterprise application.",
      "Each user signs in to Contreli and consents for the own mailbox.",
    ],
  };
}

const help = {
  clientId: clientIdHelp,
  owners: ["a list of at least one user", "name who keeps the list of users"],
  firstUsers: [
    "a list of user principal names, addresses or object IDs; needed where the stack consents for them",
    "name the users one by one",
  ],
  consent: ["users or stack", "choose whether each user consents, or the stack for each of firstUsers"],
  firstGroups: sharedHelp.assignedGroups,
  adopt: sharedHelp.adopt,
} as const;
