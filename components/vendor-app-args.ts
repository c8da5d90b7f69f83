import type * as pulumi from "@pulumi/pulumi";
import type { AppCredentialArgs } from "./app-credential";
import type { AppRegistrationArgs } from "./app-registration";
import type { Directory } from "./directory";
import type { MailboxScopeChoice } from "./exchange/scope-choice";
import type { PermissionsArgs } from "./permission-args";

/** Which mailboxes an app may reach, and by which group. */
export interface VendorMailboxScopeArgs extends MailboxScopeChoice {
  /** SMTP address of the group that is made. @default - `app-scope-<name>@` the tenant's default domain */
  groupAddress?: string;
  /** Who owns the group that is made: addresses. @default - nobody but administrators */
  managedBy?: string[];
  /** Text in the policy; space for policies is limited, so keep it short. @default - the vendor's name */
  description?: string;
}

/** Who may sign in to the app. */
export interface VendorAssignmentArgs {
  /** @default true */
  required?: boolean;
  /** User principal names, mail addresses or object IDs. @default - none */
  users?: string[];
  /** Object IDs, mail addresses or display names of groups. @default - none */
  groups?: string[];
  /**
   * `stack`: exactly these. `owners`: the stack assigns these once, and the app's owners decide from then on: whom they add stays, whom they
   * remove stays out; both are reported.
   *
   * @default "stack"
   */
  managedBy?: "stack" | "owners";
}

/** An application (registration) of our own. Its permissions and owners are those of the vendor app. */
export interface VendorRegistrationArgs extends Omit<AppRegistrationArgs, "permissions" | "owners"> {
  /** How the app proves who it is. @default - not managed */
  credential?: Omit<AppCredentialArgs, "applicationObjectId">;
}

export interface VendorAppArgs {
  /** The vendor's name, as shown to people. */
  vendor: string;
  /** Application (client) ID of the vendor's multi-tenant app. Exactly one of `clientId` and `registration`. */
  clientId?: pulumi.Input<string>;
  /** An application registration that is made here. Exactly one of `clientId` and `registration`. */
  registration?: VendorRegistrationArgs;
  /** What the app may do, by name. Empty means nothing, absent means unmanaged. @default - not managed */
  permissions?: PermissionsArgs;
  /**
   * `grant`: the stack consents. `request`: the deployer may not; the stack makes everything else and outputs where an administrator
   * consents, and to what. `users`: each user consents for themselves, as far as the tenant lets them.
   *
   * @default "grant"
   */
  consent?: "grant" | "request" | "users";
  /**
   * Users for whom the stack consents to the delegated permissions, instead of for everybody; with `consent: "grant"` only.
   *
   * @default - for everybody
   */
  consentUsers?: string[];
  /** Which mailboxes it may reach; required as soon as an application permission reaches mailboxes. @default - no scope */
  mailboxScope?: VendorMailboxScopeArgs;
  /** Who may sign in. @default - assignment is required and nobody is assigned */
  assignment?: VendorAssignmentArgs;
  /**
   * Owners of the enterprise app and of the registration that is made: user principal names, mail addresses or object IDs.
   *
   * @default - not managed
   */
  owners?: string[];
  /** Takes over a service principal that exists already, and keeps it on destroy. @default false */
  adopt?: boolean;
  /** Where an administrator is sent after consent: one of the app's redirect URIs. @default - the app's first */
  redirectUri?: string;
  /** Comes back with that redirect, so that the vendor knows who consented. @default - none */
  consentState?: string;
  /** What the vendor has to do when all of this is there, for the hand-off. @default - none */
  nextSteps?: string[];
  /** Free text for administrators on the enterprise app. @default - none */
  notes?: pulumi.Input<string>;
  /** A look-up of several apps together, from `resolveVendorApps`. @default - looked up */
  directory?: pulumi.Input<Directory>;
}
