import * as pulumi from "@pulumi/pulumi";
import { AdminConsent } from "./admin-consent";
import { AppAssignments } from "./app-assignments";
import { cloudEndpoints } from "./clouds";
import { adminConsentUrl } from "./consent-url";
import { resolveDirectory, type Directory } from "./directory";
import { EnterpriseApp } from "./enterprise-app";
import { MailboxScope } from "./exchange/mailbox-scope";
import { scopeMode, type MailboxScopeChoice } from "./exchange/scope-choice";
import { Faults } from "./faults";
import { apis, type ApiName, type Permission } from "./graph";
import type { HandOff } from "./handoff";
import { resolvePermissions, type PermissionsArgs } from "./permission-args";
import { checkArgs, checkFound, directoryRequest } from "./vendor-app-checks";

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
}

export interface VendorAppArgs {
  /** The vendor's name, as shown to people. */
  vendor: string;
  /** Application (client) ID of the vendor's multi-tenant app. Exactly one of `clientId` and `registration`. */
  clientId?: pulumi.Input<string>;
  /** An application registration of our own, by its client ID. Exactly one of `clientId` and `registration`. */
  registration?: { clientId: pulumi.Input<string> };
  /** What the app may do, by name. Empty means nothing, absent means unmanaged. @default - not managed */
  permissions?: PermissionsArgs;
  /**
   * `grant`: the stack consents. `request`: the deployer may not; the stack makes everything else and outputs where an administrator
   * consents, and to what.
   *
   * @default "grant"
   */
  consent?: "grant" | "request";
  /** Which mailboxes it may reach; required as soon as an application permission reaches mailboxes. @default - no scope */
  mailboxScope?: VendorMailboxScopeArgs;
  /** Who may sign in. @default - assignment is required and nobody is assigned */
  assignment?: VendorAssignmentArgs;
  /** Owners of the enterprise app: user principal names, mail addresses or object IDs. @default - not managed */
  owners?: string[];
  /** Takes over a service principal that exists already, and keeps it on destroy. @default false */
  adopt?: boolean;
  /** Where an administrator is sent after consent: one of the app's redirect URIs. @default - the app's first */
  redirectUri?: string;
  /** Free text for administrators on the enterprise app. @default - none */
  notes?: pulumi.Input<string>;
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
  readonly #nodes: {
    enterpriseApp: EnterpriseApp;
    mailboxScope?: MailboxScope;
    adminConsent?: AdminConsent;
    assignments: AppAssignments;
  };

  constructor(name: string, args: VendorAppArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:index:VendorApp", name, {}, opts);
    const subject = `VendorApp ${name}`;
    const faults = new Faults();
    const permissions = resolvePermissions(args.permissions ?? {}, "permissions", faults);
    const givenClientId = checkArgs(subject, args, permissions, faults);
    faults.throwIfAny(subject);

    // Everything hangs on this one look-up, so that a name the tenant does not know creates nothing.
    const directory = resolveDirectory(subject, directoryRequest(args, permissions), { parent: this }).apply((found) =>
      checkFound(subject, args, found),
    );
    const clientId = pulumi.all([givenClientId, directory]).apply(([id]) => id);
    const dependsOn = dependencies(opts);

    const enterpriseApp = new EnterpriseApp(
      `${name}-app`,
      {
        clientId,
        adopt: args.adopt,
        assignmentRequired: args.assignment?.required ?? true,
        owners: args.owners && idsOf(directory, args.owners),
        notes: args.notes,
      },
      { parent: this, dependsOn },
    );
    const mailboxScope =
      args.mailboxScope &&
      new MailboxScope(
        `${name}-scope`,
        { clientId, directory, ...args.mailboxScope, description: args.mailboxScope.description ?? args.vendor },
        { parent: this, dependsOn },
      );
    const adminConsent =
      args.permissions && (args.consent ?? "grant") === "grant"
        ? new AdminConsent(
            `${name}-consent`,
            {
              servicePrincipalId: enterpriseApp.objectId,
              permissions: args.permissions,
              apiServicePrincipalIds: apiIds(subject, directory, permissions),
            },
            { parent: this, dependsOn: [...dependsOn, enterpriseApp, ...(mailboxScope ? [mailboxScope] : [])] },
          )
        : undefined;
    const assignments = new AppAssignments(
      `${name}-assignment`,
      {
        servicePrincipalId: enterpriseApp.objectId,
        users: args.assignment?.users,
        groups: args.assignment?.groups,
        directory,
      },
      { parent: this, dependsOn },
    );

    this.#nodes = { enterpriseApp, mailboxScope, adminConsent, assignments };
    this.clientId = enterpriseApp.clientId;
    this.servicePrincipalId = enterpriseApp.objectId;
    this.adminConsentUrl = pulumi
      .all([directory, clientId])
      .apply(([found, id]) => consentUrl(found.tenantId, id, permissions, args.redirectUri));
    this.handOff = pulumi
      .all([directory, this.clientId, this.servicePrincipalId, this.adminConsentUrl, mailboxScope?.group])
      .apply(([found, id, servicePrincipalId, url, group]): HandOff => ({
        consentra: "handoff/1",
        vendor: args.vendor,
        tenantId: found.tenantId,
        clientId: id,
        servicePrincipalId,
        adminConsentUrl: url,
        consent: args.consent ?? "grant",
        permissions: permissions.map((each) => ({ api: each.api, kind: each.kind, name: each.name, id: each.id })),
        ...(args.mailboxScope && { mailboxScope: describeScope(args.mailboxScope, found, group) }),
        assignmentRequired: args.assignment?.required ?? true,
      }));
    this.registerOutputs({
      clientId: this.clientId,
      servicePrincipalId: this.servicePrincipalId,
      adminConsentUrl: this.adminConsentUrl,
      handOff: this.handOff,
    });
  }

  /** The components beneath, for what the component does not offer. */
  get nodes(): {
    enterpriseApp: EnterpriseApp;
    mailboxScope?: MailboxScope;
    adminConsent?: AdminConsent;
    assignments: AppAssignments;
  } {
    return this.#nodes;
  }
}

function dependencies(opts: pulumi.ComponentResourceOptions): pulumi.Input<pulumi.Resource>[] {
  if (opts.dependsOn === undefined) return [];
  return Array.isArray(opts.dependsOn) ? opts.dependsOn : [opts.dependsOn as pulumi.Input<pulumi.Resource>];
}

function idsOf(directory: pulumi.Output<Directory>, values: readonly string[]): pulumi.Output<string[]> {
  return directory.apply((found) => values.flatMap((value) => found.users[value]?.id ?? []));
}

function apiIds(
  subject: string,
  directory: pulumi.Output<Directory>,
  permissions: readonly Permission[],
): pulumi.Output<Record<string, string>> {
  const wanted = new Set<ApiName>(permissions.map((each) => each.api));
  return directory.apply((found) => {
    const faults = new Faults();
    const ids: Record<string, string> = {};
    for (const api of wanted) {
      const principal = found.servicePrincipals[apis[api].clientId];
      if (principal) ids[api] = principal.id;
      else
        faults.add(
          "permissions",
          api,
          "an API that the tenant has",
          "the tenant has no service principal of it: is it licensed?",
        );
    }
    faults.throwIfAny(subject);
    return ids;
  });
}

function consentUrl(
  tenantId: string,
  clientId: string,
  permissions: readonly Permission[],
  redirectUri: string | undefined,
): string {
  const { login, graphResource } = cloudEndpoints(process.env);
  return adminConsentUrl({ login, graphResource, tenantId, clientId, permissions, redirectUri });
}

function describeScope(
  scope: VendorMailboxScopeArgs,
  directory: Directory,
  group: string | undefined,
): NonNullable<HandOff["mailboxScope"]> {
  const members = scope.allow?.members ?? scope.except?.members ?? [];
  return {
    mechanism: "accessPolicy",
    mode: scopeMode(scope),
    ...(group !== undefined && { group }),
    mailboxes: members.map((each) => directory.mailboxes[each]?.primarySmtpAddress ?? each).sort(),
    ...(scope.everyone && { reason: scope.everyone.reason }),
  };
}
