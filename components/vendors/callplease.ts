import { z } from "zod";
import type { VendorAppArgs } from "../vendor-app";
import { readOptions } from "./options";
import { clientId, clientIdHelp, name, shared, sharedHelp } from "./shared-options";

/** Why CallPlease asks for each of its permissions; a user could consent to all three. */
export const callPleasePermissions = {
  "Contacts.ReadWrite": "call notes and numbers are kept in the contacts of who signed in",
  "User.Read": "the executive's name and address are shown in the app",
  offline_access: "the app stays connected without a new sign-in each hour",
} as const;

/** What CallPlease calls in Microsoft Graph, as who signed in. */
export const callPleaseOperations = ["GET /me", "GET /me/contacts", "POST /me/contacts"] as const;

const options = z.strictObject({
  /** Application (client) ID, from CallPlease's administration page. */
  clientId,
  /** Groups whose direct members use CallPlease: the executives, never their assistants. One of both is needed. */
  executiveGroups: z.array(name).min(1).optional(),
  /** Users of CallPlease, one by one. */
  executives: z.array(name).min(1).optional(),
  /**
   * `grant`: the stack consents for all who are assigned, nobody is asked. `request`: an administrator does. `users`: each user for
   * themselves, as far as the tenant's user consent settings let them.
   *
   * @default "grant"
   */
  consent: z.enum(["grant", "request", "users"]).optional(),
  /** One of CallPlease's redirect URIs: the address for an administrator's consent then names exactly the three permissions. */
  redirectUri: z.url().optional(),
  /** Owners of the enterprise app. @default - not managed */
  owners: shared.owners,
  /** Takes over a service principal that exists already, and keeps it on destroy. @default false */
  adopt: shared.adopt,
});

/** What a customer decides about CallPlease. */
export type CallPleaseOptions = z.input<typeof options>;

/**
 * CallPlease: executives sign in themselves and keep their own contacts. The stack creates the service principal, so that nobody has to try
 * to sign in first; only assigned people get in.
 *
 * @throws pulumi.InputPropertiesError with every fault of the options
 */
export function callPlease(given: CallPleaseOptions): VendorAppArgs {
  const read = readOptions("CallPlease", options, help, given, ({ executiveGroups, executives }) =>
    executiveGroups === undefined && executives === undefined ? ["executiveGroups"] : [],
  );
  return {
    vendor: "CallPlease",
    clientId: read.clientId,
    permissions: { delegated: ["Contacts.ReadWrite", "User.Read", "offline_access"] },
    operations: [...callPleaseOperations],
    consent: read.consent,
    redirectUri: read.redirectUri,
    consentState: read.redirectUri === undefined ? undefined : "consentra",
    assignment: { required: true, users: read.executives, groups: read.executiveGroups },
    owners: read.owners,
    adopt: read.adopt,
    nextSteps: [
      "Check that the subscription is CallPlease Plus or Enterprise.",
      "Ask each executive, not the assistant, to connect their own account in CallPlease.",
      "Each executive needs a licence with Exchange Online; a kiosk plan may limit the API.",
    ],
  };
}

const help = {
  clientId: clientIdHelp,
  executiveGroups: [
    "a list of groups, or executives one by one",
    "name who uses CallPlease: without anybody assigned nobody can sign in",
  ],
  executives: ["a list of user principal names, addresses or object IDs", "name the executives one by one"],
  consent: ["grant, request or users", "choose whether the stack consents, an administrator does, or each user"],
  redirectUri: ["an absolute address", "take it from CallPlease's guide"],
  owners: sharedHelp.owners,
  adopt: sharedHelp.adopt,
} as const;
