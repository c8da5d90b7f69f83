import * as pulumi from "@pulumi/pulumi";
import { AdminConsent } from "./admin-consent";
import { AppAssignments } from "./app-assignments";
import { AppCredential, type AppCredentialArgs } from "./app-credential";
import { AppRegistration, type AppRegistrationArgs } from "./app-registration";
import { dependencies } from "./dependencies";
import { resolveDirectory, type Directory } from "./directory";
import { EnterpriseApp } from "./enterprise-app";
import { MailboxScope } from "./exchange/mailbox-scope";
import { isGivenByRole, type MailboxScopeChoice } from "./exchange/scope-choice";
import { Faults } from "./faults";
import type { Permission } from "./graph";
import type { HandOff } from "./handoff";
import { recordedOperations } from "./operation-args";
import {
  onlyApplication,
  onlyDelegated,
  resolvePermissions,
  withoutApplication,
  type PermissionsArgs,
} from "./permission-args";
import { apiIds, checkArgs, checkFound, directoryRequest } from "./vendor-app-checks";
import { consentUrl, handOffOf } from "./vendor-app-handoff";
import { recordOf } from "./vendor-app-record";

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
   * What the app calls in Microsoft Graph, such as `GET /users/{id}/messages`: all of it, so that policy packs can tell which permission is
   * wider than needed. Changes nothing in the tenant.
   *
   * @default - not known: policy packs judge permissions by themselves
   */
  operations?: string[];
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
  /** A look-up of several apps together, from {@link resolveVendorApps}. @default - looked up */
  directory?: pulumi.Input<Directory>;
}

interface Nodes {
  registration?: AppRegistration;
  credential?: AppCredential;
  enterpriseApp: EnterpriseApp;
  mailboxScope?: MailboxScope;
  adminConsent?: AdminConsent;
  /** Consents to delegated permissions for one user each, by the name in `consentUsers`. */
  userConsents: Readonly<Record<string, AdminConsent>>;
  assignments: AppAssignments;
}

/**
 * One vendor's access to Microsoft 365 as one unit: the enterprise app, who may use it, which mailboxes it may reach and what was consented
 * to, in the only safe order: the mailbox scope first, and consent when the scope is in force. On destroy consent goes first.
 *
 * @throws pulumi.InputPropertiesError with every fault of the arguments at once; nothing is created then. Names that the tenant does not
 * know are found in preview.
 */
export class VendorApp extends pulumi.ComponentResource {
  /** Application (client) ID. */
  readonly clientId: pulumi.Output<string>;
  /** Object ID of the service principal in this tenant. */
  readonly servicePrincipalId: pulumi.Output<string>;
  /** Where an administrator consents. */
  readonly adminConsentUrl: pulumi.Output<string>;
  /** What the vendor and `consentra check` are told: export it as a stack output. */
  readonly handOff: pulumi.Output<HandOff>;
  readonly #nodes: Nodes;

  constructor(name: string, args: VendorAppArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const faults = new Faults();
    const permissions = resolvePermissions(args.permissions ?? {}, "permissions", faults);
    super(
      "consentra:index:VendorApp",
      name,
      { ...recordOf(args, permissions), ...recordedOperations(args.operations) },
      opts,
    );
    const subject = `VendorApp ${name}`;
    const givenClientId = checkArgs(subject, args, permissions, faults);
    faults.throwIfAny(subject);

    if (args.consent === "users" && (args.assignment?.required ?? true)) {
      void pulumi.log.warn(
        "users consent for themselves, but Microsoft documents that they cannot where an app requires assignment; " +
          "if they are refused (AADSTS90094), let the stack consent for them with `consentUsers`",
        this,
      );
    }
    // Everything hangs on this one look-up, so that a name the tenant does not know creates nothing.
    const directory = (
      args.directory
        ? pulumi.output(args.directory)
        : resolveDirectory(subject, directoryRequest(args, permissions), { parent: this })
    ).apply((found) => checkFound(subject, args, permissions, found));
    const childOptions = { parent: this, dependsOn: dependencies(opts) };
    const owners = args.owners && idsOf(directory, args.owners);
    const isByRole = (each: Permission) => isGivenByRole(each, args.mailboxScope);
    const consented = args.permissions && withoutApplication(args.permissions, permissions.filter(isByRole));
    const registration = args.registration && this.#register(name, args, consented, directory, owners, childOptions);
    const clientId = registration?.clientId ?? pulumi.all([givenClientId, directory]).apply(([id]) => id);
    const scoped = (dependsOn: pulumi.Input<pulumi.Resource>[]) =>
      args.mailboxScope &&
      new MailboxScope(
        `${name}-scope`,
        {
          clientId,
          directory,
          ...args.mailboxScope,
          description: args.mailboxScope.description ?? args.vendor,
          ...(args.mailboxScope.mechanism === "rbac" && { permissions: onlyApplication(args.permissions ?? {}) }),
        },
        { ...childOptions, dependsOn: [...childOptions.dependsOn, ...dependsOn] },
      );
    // A policy comes before the consent that it filters; a role is assigned to a service principal, which has to be there.
    const policyScope = args.mailboxScope?.mechanism === "rbac" ? undefined : scoped([]);
    const enterpriseApp = new EnterpriseApp(
      `${name}-app`,
      {
        clientId,
        adopt: args.adopt,
        assignmentRequired: args.assignment?.required ?? true,
        owners,
        notes: args.notes,
      },
      // What others consented to goes with the principal, so that has to go before the scope.
      { ...childOptions, dependsOn: after(childOptions.dependsOn, args.consent === "request" && policyScope) },
    );
    const mailboxScope = policyScope ?? scoped([enterpriseApp]);
    const assignments = new AppAssignments(
      `${name}-assignment`,
      {
        servicePrincipalId: enterpriseApp.objectId,
        users: args.assignment?.users,
        groups: args.assignment?.groups,
        managedBy: args.assignment?.managedBy,
        directory,
      },
      childOptions,
    );
    this.#nodes = {
      ...registration?.nodes,
      enterpriseApp,
      mailboxScope,
      ...this.#consent(
        name,
        { ...args, permissions: consented },
        permissions,
        directory,
        mailboxScope?.whenInForce(enterpriseApp.objectId) ?? enterpriseApp.objectId,
        { ...childOptions, dependsOn: after([...childOptions.dependsOn, enterpriseApp], mailboxScope) },
      ),
      assignments,
    };
    this.clientId = enterpriseApp.clientId;
    this.servicePrincipalId = enterpriseApp.objectId;
    this.adminConsentUrl = pulumi.all([directory, clientId]).apply(([found, id]) =>
      consentUrl(
        args,
        permissions.filter((each) => !isByRole(each)),
        found.tenantId,
        id,
      ),
    );
    this.handOff = handOffOf(args, permissions, directory, this);
    this.registerOutputs({
      clientId: this.clientId,
      servicePrincipalId: this.servicePrincipalId,
      adminConsentUrl: this.adminConsentUrl,
      handOff: this.handOff,
    });
  }

  /** The components beneath, for what the component does not offer. */
  get nodes(): Nodes {
    return this.#nodes;
  }

  #register(
    name: string,
    { registration }: VendorAppArgs,
    permissions: PermissionsArgs | undefined,
    directory: pulumi.Output<Directory>,
    owners: pulumi.Output<string[]> | undefined,
    childOptions: pulumi.ComponentResourceOptions,
  ) {
    if (!registration) return undefined;
    const { credential, displayName, ...settings } = registration;
    const made = new AppRegistration(
      `${name}-registration`,
      {
        ...settings,
        displayName: pulumi.all([displayName, directory]).apply(([given]) => given),
        permissions,
        owners,
      },
      childOptions,
    );
    const nodes: Pick<Nodes, "registration" | "credential"> = {
      registration: made,
      credential:
        credential &&
        new AppCredential(`${name}-credential`, { ...credential, applicationObjectId: made.objectId }, childOptions),
    };
    return { clientId: made.clientId, nodes };
  }

  #consent(
    name: string,
    { permissions: given, consent = "grant", consentUsers }: VendorAppArgs,
    permissions: readonly Permission[],
    directory: pulumi.Output<Directory>,
    servicePrincipalId: pulumi.Output<string>,
    childOptions: pulumi.ComponentResourceOptions,
  ): Pick<Nodes, "adminConsent" | "userConsents"> {
    if (!given || consent !== "grant") return { userConsents: {} };
    const apiServicePrincipalIds = apiIds(directory, permissions);
    const granted = (suffix: string, wanted: PermissionsArgs, userId?: pulumi.Output<string>) =>
      new AdminConsent(
        `${name}-consent${suffix}`,
        { servicePrincipalId, permissions: wanted, apiServicePrincipalIds, userId },
        childOptions,
      );
    if (!consentUsers) return { adminConsent: granted("", given), userConsents: {} };
    const forUser = (user: string) =>
      granted(
        `-${user.toLowerCase()}`,
        onlyDelegated(given),
        idsOf(directory, [user]).apply(([id = ""]) => id),
      );
    return {
      adminConsent: granted("", onlyApplication(given)),
      userConsents: Object.fromEntries(consentUsers.map((user) => [user, forUser(user)])),
    };
  }
}

function after(
  dependsOn: pulumi.Input<pulumi.Resource>[],
  more: pulumi.Resource | false | undefined,
): pulumi.Input<pulumi.Resource>[] {
  return more ? [...dependsOn, more] : dependsOn;
}

function idsOf(directory: pulumi.Output<Directory>, values: readonly string[]): pulumi.Output<string[]> {
  return directory.apply((found) => values.flatMap((value) => found.users[value]?.id ?? []));
}
