import { z } from "zod";
import type { VendorAppArgs, VendorMailboxScopeArgs } from "../vendor-app";
import { readOptions } from "./options";
import { consent, consentHelp, name, ownApp, ownAppHelp, shared, sharedHelp } from "./shared-options";

/** Why 3CX asks for each of its permissions. */
export const threeCxPermissions = {
  "Calendars.Read": "a person's status on the phone follows the calendar",
  "Contacts.Read": "callers are shown by the name in a person's contacts",
  "Directory.Read.All": "users of the tenant become extensions; User.Read.All is enough for that",
  "User.Read.All": "users of the tenant become extensions, without the rest of the directory",
} as const;

/** What the PBX calls in Microsoft Graph. */
export const threeCxOperations = ["GET /users", "GET /users/{id}/events", "GET /users/{id}/contacts"] as const;

const options = z.strictObject({
  /** Address of the PBX with its port, e.g. `https://pbx.contoso.com:5001`: it is redirected to after sign-in. */
  pbxUrl: z.url({ protocol: /^https$/ }),
  /** `public_key.pem` of the PBX; two while a new one is brought in. The private key stays on the PBX. */
  certificates: ownApp.certificates.unwrap().min(1),
  /** Mailboxes that are synchronised. Exactly one of `only`, `onlyGroup`, `except`, `exceptGroup` and `everyone`. */
  only: z.array(name).min(1).optional(),
  /** Address of an existing mail-enabled security group of them. */
  onlyGroup: name.optional(),
  /** Mailboxes that are not synchronised; all others are. */
  except: z.array(name).min(1).optional(),
  /** Address of an existing mail-enabled security group of those. */
  exceptGroup: name.optional(),
  /** Why every mailbox has to be synchronised. */
  everyone: z.string().trim().min(10).optional(),
  /**
   * The permission by which users are read. `Directory.Read.All` is what the vendor's guide names; `User.Read.All` is enough for users.
   *
   * @default "Directory.Read.All"
   */
  readUsersBy: z.enum(["Directory.Read.All", "User.Read.All"]).optional(),
  /** Text in the access policy. @default "3CX" */
  description: name.max(100).optional(),
  /** Name of the registration. @default "3CX PBX Office 365 Sync App" */
  displayName: ownApp.displayName,
  /** Whether the stack consents or an administrator does. @default "grant" */
  consent,
  /** Owners of the registration and the enterprise app. @default - not managed */
  owners: shared.owners,
  /** Whether destroy also empties the registration from the deleted items. @default false */
  purge: ownApp.purge,
});

/** What a customer decides about 3CX. */
export type ThreeCxOptions = z.input<typeof options>;

const choices = ["only", "onlyGroup", "except", "exceptGroup", "everyone"] as const;

/**
 * 3CX: a registration of the customer's own, by which the PBX reads calendars, contacts and users on its own, one-way. It synchronises
 * members only, no guests.
 *
 * @throws pulumi.InputPropertiesError with every fault of the options
 */
export function threeCx(given: ThreeCxOptions): VendorAppArgs {
  const read = readOptions("3CX", options, help, given, contradicting);
  return {
    vendor: "3CX",
    registration: {
      displayName: read.displayName ?? "3CX PBX Office 365 Sync App",
      redirectUris: { web: [`${read.pbxUrl.replace(/\/+$/, "")}/oauth2office2`] },
      credential: { certificates: read.certificates },
      purge: read.purge,
    },
    permissions: { application: ["Calendars.Read", "Contacts.Read", read.readUsersBy ?? "Directory.Read.All"] },
    operations: [...threeCxOperations],
    mailboxScope: scopeOf(read),
    consent: read.consent,
    owners: read.owners,
    nextSteps: [
      "In the 3CX admin console, open the Microsoft 365 integration and enter the application (client) ID and the tenant ID.",
      "Compare the certificate's thumbprint with the PBX's own; the private key stays there.",
      "Choose in 3CX the users to synchronise: those of the scope. Guests are not synchronised.",
      "A change of the scope takes up to 30 minutes in Exchange, consent about 10 minutes.",
    ],
  };
}

function scopeOf(read: z.output<typeof options>): VendorMailboxScopeArgs {
  const { only, onlyGroup, except, exceptGroup, everyone, description } = read;
  if (everyone !== undefined) return { everyone: { reason: everyone } };
  if (except ?? exceptGroup) return { except: { members: except, group: exceptGroup }, description };
  return { allow: { members: only, group: onlyGroup }, description };
}

/** Exactly one choice of mailboxes. */
function contradicting(given: ThreeCxOptions): (keyof ThreeCxOptions)[] {
  const made = choices.filter((each) => given[each] !== undefined);
  if (made.length === 0) return ["only"];
  return made.slice(1);
}

const oneOf = `exactly one of ${choices.join(", ")}`;

const help = {
  pbxUrl: ["the https address of the PBX, such as https://pbx.contoso.com:5001", "take it from the PBX's own settings"],
  certificates: ownAppHelp.certificates,
  only: [`a list of at least one address; ${oneOf}`, "say which mailboxes are synchronised"],
  onlyGroup: [`the address of a mail-enabled security group; ${oneOf}`, "say which mailboxes are synchronised"],
  except: [`a list of at least one address; ${oneOf}`, "say which mailboxes are not synchronised"],
  exceptGroup: [`the address of a mail-enabled security group; ${oneOf}`, "say which mailboxes are not synchronised"],
  everyone: [`a reason of at least ten characters; ${oneOf}`, "write down why every mailbox has to be synchronised"],
  readUsersBy: ["Directory.Read.All or User.Read.All", "User.Read.All is enough to read users"],
  description: ["a text of 1 to 100 characters", "keep it short: space for access policies is limited"],
  displayName: ownAppHelp.displayName,
  consent: consentHelp,
  owners: sharedHelp.owners,
  purge: ownAppHelp.purge,
} as const;
