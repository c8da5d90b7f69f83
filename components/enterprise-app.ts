import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { Faults } from "./faults";
import { checkedClientId } from "./guid";

export interface EnterpriseAppArgs {
  /** Application (client) ID: a vendor's multi-tenant app or an application of our own. Changing it replaces the enterprise app. */
  clientId: pulumi.Input<string>;
  /**
   * Takes over a service principal that exists already, manages its settings and keeps it on destroy. Without it an existing one is an
   * error of the create step: whether one exists is never found out by a look-up, which would answer differently on the second run.
   *
   * @default false
   */
  adopt?: boolean;
  /** Whether only assigned users and groups may sign in. @default true */
  assignmentRequired?: pulumi.Input<boolean>;
  /** Object IDs of the owners. They may change the app's assignments in the portal. @default - not managed */
  owners?: pulumi.Input<pulumi.Input<string>[]>;
  /** Free text for administrators. @default - none */
  notes?: pulumi.Input<string>;
  /** Who is told of expiring certificates. @default - nobody */
  notificationEmailAddresses?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether the app is kept out of My Apps and the Microsoft 365 launcher of those who may sign in.
   *
   * @default false - for an adopted principal, as it is
   */
  hidden?: pulumi.Input<boolean>;
}

/**
 * An enterprise application: the service principal by which an app, ours or a vendor's, exists in this tenant. Nobody has to sign in first
 * to make it appear, and it is listed among the enterprise applications as one that came by consent is.
 *
 * @throws pulumi.InputPropertiesError where the client ID is no GUID or belongs to Microsoft
 * @see https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals
 */
export class EnterpriseApp extends pulumi.ComponentResource {
  /** Application (client) ID, lower case. */
  readonly clientId: pulumi.Output<string>;
  /** Object ID of the service principal. */
  readonly objectId: pulumi.Output<string>;
  /** As the app's publisher named it. */
  readonly displayName: pulumi.Output<string>;
  readonly #servicePrincipal: azuread.ServicePrincipal;

  constructor(name: string, args: EnterpriseAppArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:index:EnterpriseApp", name, {}, opts);
    const subject = `EnterpriseApp ${name}`;
    const faults = new Faults();
    const clientId = checkedClientId(subject, "clientId", args.clientId, faults);
    faults.throwIfAny(subject);

    this.#servicePrincipal = new azuread.ServicePrincipal(
      `${name}-principal`,
      {
        clientId,
        useExisting: args.adopt,
        appRoleAssignmentRequired: args.assignmentRequired ?? true,
        owners: args.owners,
        notes: args.notes,
        notificationEmailAddresses: args.notificationEmailAddresses,
        featureTags: featureTags(args),
      },
      {
        parent: this,
        retainOnDelete: args.adopt,
        dependsOn: opts.dependsOn,
        // No resource hook refuses an existing principal earlier: the language host of a built engine knows no hooks.
      },
    );

    this.clientId = this.#servicePrincipal.clientId;
    this.objectId = this.#servicePrincipal.objectId;
    this.displayName = this.#servicePrincipal.displayName;
    this.registerOutputs({ clientId: this.clientId, objectId: this.objectId, displayName: this.displayName });
  }

  /** The resources beneath, for what the component does not offer. */
  get nodes(): { servicePrincipal: azuread.ServicePrincipal } {
    return { servicePrincipal: this.#servicePrincipal };
  }
}

/**
 * The portal lists a principal among the enterprise applications by a tag that Graph does not set by itself. An adopted one keeps its
 * tags, unless it is to be hidden or shown.
 */
function featureTags({ adopt, hidden }: EnterpriseAppArgs): azuread.ServicePrincipalArgs["featureTags"] {
  if (adopt && hidden === undefined) return undefined;
  return [{ enterprise: true, hide: hidden ?? false }];
}
