import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { Faults } from "./faults";
import { apis, type ApiName, type Permission } from "./graph";
import { checkedObjectId } from "./guid";
import { resolvePermissions, type PermissionsArgs } from "./permission-args";

export interface AdminConsentArgs {
  /** Object ID of the service principal that gets the permissions. Changing it replaces every grant. */
  servicePrincipalId: pulumi.Input<string>;
  /** What is consented to, by name. */
  permissions: PermissionsArgs;
  /**
   * Object ID of the one user for whom delegated permissions are granted.
   *
   * @default - for all users of the tenant
   */
  userId?: pulumi.Input<string>;
  /**
   * Delegated grants that exist already and are taken over, by API name: their IDs. Graph keeps one grant per client, API and principal, so
   * without this an existing one is an error of the create step. A grant that is taken over is brought to these permissions, which preview
   * shows, and kept on destroy.
   *
   * @default - none
   */
  adoptGrants?: Readonly<Record<string, string>>;
  /** Object IDs of the APIs' service principals, by API name, where they were looked up already. @default - looked up */
  apiServicePrincipalIds?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Admin consent: one app role assignment per application permission, one delegated grant per API and principal, its scopes merged and
 * sorted. The APIs' own service principals are referenced, never managed.
 *
 * `dependsOn` counts for every single grant, so that consent can wait for a mailbox scope and is gone before it.
 *
 * @throws pulumi.InputPropertiesError with every name that is not known, and IDs that are none
 * @see https://learn.microsoft.com/graph/permissions-grant-via-msgraph
 */
export class AdminConsent extends pulumi.ComponentResource {
  /** Names of the application permissions that were granted, sorted. */
  readonly application: pulumi.Output<string[]>;
  /** Names of the delegated permissions that were granted, sorted. */
  readonly delegated: pulumi.Output<string[]>;
  readonly #appRoleAssignments: azuread.AppRoleAssignment[] = [];
  readonly #delegatedGrants: azuread.ServicePrincipalDelegatedPermissionGrant[] = [];

  constructor(name: string, args: AdminConsentArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:index:AdminConsent", name, {}, opts);
    const subject = `AdminConsent ${name}`;
    const faults = new Faults();
    const permissions = resolvePermissions(args.permissions, "permissions", faults);
    const servicePrincipalId = checkedObjectId(subject, "servicePrincipalId", args.servicePrincipalId, faults);
    const userId = args.userId === undefined ? undefined : checkedObjectId(subject, "userId", args.userId, faults);
    checkAdopted(args.adoptGrants, permissions, faults);
    faults.throwIfAny(subject);

    const childOptions = { parent: this, dependsOn: opts.dependsOn };
    for (const [api, wanted] of byApi(permissions)) {
      const resourceObjectId = this.#apiObjectId(api, args);
      for (const permission of wanted.filter((each) => each.kind === "application")) {
        this.#appRoleAssignments.push(
          new azuread.AppRoleAssignment(
            `${name}-${apis[api].short}-${permission.name}`,
            { appRoleId: permission.id, principalObjectId: servicePrincipalId, resourceObjectId },
            childOptions,
          ),
        );
      }
      const claimValues = mergeScopes(wanted);
      if (claimValues.length > 0) {
        this.#delegatedGrants.push(
          new azuread.ServicePrincipalDelegatedPermissionGrant(
            `${name}-${apis[api].short}-delegated`,
            {
              servicePrincipalObjectId: servicePrincipalId,
              resourceServicePrincipalObjectId: resourceObjectId,
              userObjectId: userId,
              claimValues,
            },
            { ...childOptions, ...adopted(args.adoptGrants?.[api]) },
          ),
        );
      }
    }

    this.application = after(this.#appRoleAssignments, names(permissions, "application"));
    this.delegated = after(this.#delegatedGrants, names(permissions, "delegated"));
    this.registerOutputs({ application: this.application, delegated: this.delegated });
  }

  /** The resources beneath, for what the component does not offer. */
  get nodes(): {
    appRoleAssignments: readonly azuread.AppRoleAssignment[];
    delegatedGrants: readonly azuread.ServicePrincipalDelegatedPermissionGrant[];
  } {
    return { appRoleAssignments: this.#appRoleAssignments, delegatedGrants: this.#delegatedGrants };
  }

  #apiObjectId(api: ApiName, args: AdminConsentArgs): pulumi.Output<string> {
    if (!args.apiServicePrincipalIds) {
      return azuread.getServicePrincipalOutput({ clientId: apis[api].clientId }, { parent: this }).objectId;
    }
    return pulumi.output(args.apiServicePrincipalIds).apply((ids) => {
      const id = ids[api];
      if (id === undefined) throw new pulumi.ResourceError(`the service principal of ${api} was not looked up`, this);
      return id;
    });
  }
}

/** Notes grants to take over of APIs that nothing delegated is wanted of. */
function checkAdopted(
  given: AdminConsentArgs["adoptGrants"],
  permissions: readonly Permission[],
  faults: Faults,
): void {
  for (const [api, id] of Object.entries(given ?? {})) {
    if (!permissions.some((each) => each.api === api && each.kind === "delegated"))
      faults.add(
        `adoptGrants.${api}`,
        id,
        "an API of which delegated permissions are wanted",
        "correct its name or remove it",
      );
    else if (!/^[A-Za-z0-9_-]{20,100}$/.test(id))
      faults.add(
        `adoptGrants.${api}`,
        id,
        "the ID of a delegated grant",
        "it is the `id` of the oauth2PermissionGrant, without a path",
      );
  }
}

function adopted(id: string | undefined): pulumi.CustomResourceOptions {
  return id === undefined ? {} : { import: `/oauth2PermissionGrants/${id}`, retainOnDelete: true };
}

function byApi(permissions: readonly Permission[]): Map<ApiName, Permission[]> {
  const groups = new Map<ApiName, Permission[]>();
  for (const permission of permissions) groups.set(permission.api, [...(groups.get(permission.api) ?? []), permission]);
  return groups;
}

/** The delegated permissions of one grant: each once, in a fixed order, because Graph keeps one grant per client, API and principal. */
export function mergeScopes(permissions: readonly Permission[]): string[] {
  return [...new Set(permissions.filter((each) => each.kind === "delegated").map((each) => each.name))].sort();
}

function names(permissions: readonly Permission[], kind: Permission["kind"]): string[] {
  return permissions
    .filter((each) => each.kind === kind)
    .map((each) => each.name)
    .sort();
}

/** The value, once the resources are there. */
function after<T>(resources: readonly pulumi.CustomResource[], value: T): pulumi.Output<T> {
  return pulumi.all([resources.map((each) => each.id), pulumi.output(value)]).apply(([, known]) => known as T);
}
