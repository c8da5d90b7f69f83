import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { dependencies } from "./dependencies";
import { Faults } from "./faults";
import { apis, type ApiName, type Permission } from "./graph";
import { checkedObjectIds, isGuid } from "./guid";
import { resolvePermissions, type PermissionsArgs } from "./permission-args";
import { checkLogo } from "./registration/logo";
import { purgedApplication } from "./registration/purge";
import { checkRedirectUris, type RedirectUris } from "./registration/redirect-uris";
import { stackMark } from "./stack-owner";

export interface AppRegistrationArgs {
  /** Shown to people. Another application of that name is an error, unless `allowDuplicateName` is set. */
  displayName: pulumi.Input<string>;
  /** What the app asks for: the same names that its consent uses. @default - nothing */
  permissions?: PermissionsArgs;
  /** @default - none: nobody can sign in interactively */
  redirectUris?: RedirectUris;
  /** `singleTenant`: this tenant only. `multiTenant`: every tenant of Microsoft Entra. @default "singleTenant" */
  audience?: "singleTenant" | "multiTenant";
  /** Object IDs of the owners, who may change the registration and its credentials. @default - nobody */
  owners?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether the identity that deploys is an owner as well. @default false */
  deployerIsOwner?: boolean;
  /** Address of the app's home page. @default - none */
  homePageUrl?: string;
  /** Picture of the app: base64 of a PNG, JPEG or GIF of at most 100 KiB. @default - none */
  logo?: string;
  /** Free text for administrators. @default - none */
  notes?: pulumi.Input<string>;
  /** Lets another application of the same name exist. @default false */
  allowDuplicateName?: boolean;
  /**
   * Object ID of a registration that exists: it is taken over, brought to what the arguments say, which preview shows, and kept on destroy.
   *
   * @default - a new one is made
   */
  adopt?: string;
  /** Whether destroy also empties it from the deleted items, from where it could be restored for 30 days. @default false */
  purge?: boolean;
}

/**
 * An application (registration) of our own: single-tenant, without implicit grant, with a name of its own.
 *
 * @throws pulumi.InputPropertiesError with every fault of the arguments at once; nothing is created then
 * @see https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals
 */
export class AppRegistration extends pulumi.ComponentResource {
  /** Application (client) ID. */
  readonly clientId: pulumi.Output<string>;
  /** Object ID of the application. */
  readonly objectId: pulumi.Output<string>;
  readonly #application: azuread.Application;

  constructor(name: string, args: AppRegistrationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:index:AppRegistration", name, {}, opts);
    const subject = `AppRegistration ${name}`;
    const faults = new Faults();
    const permissions = resolvePermissions(args.permissions ?? {}, "permissions", faults);
    checkRegistration(args, "", faults);
    faults.throwIfAny(subject);

    const { redirectUris = {}, homePageUrl } = args;
    const mark = args.purge ? stackMark(name) : undefined;
    const purged = mark && purgedApplication(`${name}-purge`, mark, { parent: this, dependsOn: opts.dependsOn });
    this.#application = new azuread.Application(
      `${name}-application`,
      {
        displayName: args.displayName,
        signInAudience: args.audience === "multiTenant" ? "AzureADMultipleOrgs" : "AzureADMyOrg",
        preventDuplicateNames: !(args.allowDuplicateName ?? false),
        owners: this.#owners(subject, args),
        requiredResourceAccesses: requiredResourceAccesses(permissions),
        web: {
          homepageUrl: homePageUrl,
          redirectUris: sorted(redirectUris.web),
          implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false },
        },
        singlePageApplication: redirectUris.spa && { redirectUris: sorted(redirectUris.spa) },
        publicClient: redirectUris.publicClient && { redirectUris: sorted(redirectUris.publicClient) },
        logoImage: args.logo,
        notes: args.notes,
        tags: mark === undefined ? undefined : [mark],
      },
      {
        parent: this,
        // Purging comes after the deletion, so the deletion has to depend on it.
        dependsOn: purged ? [...dependencies(opts), purged] : opts.dependsOn,
        import: args.adopt && `/applications/${args.adopt}`,
        retainOnDelete: args.adopt !== undefined,
      },
    );
    this.clientId = this.#application.clientId;
    this.objectId = this.#application.objectId;
    this.registerOutputs({ clientId: this.clientId, objectId: this.objectId });
  }

  /** The resource beneath, for what the component does not offer. */
  get nodes(): { application: azuread.Application } {
    return { application: this.#application };
  }

  #owners(subject: string, args: AppRegistrationArgs): pulumi.Output<string[]> {
    const owners = checkedObjectIds(subject, "owners", args.owners ?? []);
    if (!args.deployerIsOwner) return owners;
    const deployer = azuread.getClientConfigOutput({ parent: this }).objectId;
    return pulumi.all([owners, deployer]).apply(([ids, id]) => [...new Set([...ids, id])].sort());
  }
}

/** Notes what is wrong with the arguments of a registration, apart from its permissions. */
export function checkRegistration(args: AppRegistrationArgs, prefix: string, faults: Faults): void {
  if (typeof args.displayName === "string" && args.displayName.trim() === "")
    faults.add(`${prefix}displayName`, args.displayName, "a name", "name the application");
  // A value from a stack's configuration is whatever somebody wrote there.
  if (args.audience !== undefined && !["singleTenant", "multiTenant"].includes(args.audience))
    faults.add(`${prefix}audience`, args.audience, "singleTenant or multiTenant", "choose who may use the app");
  if (args.homePageUrl !== undefined && !isWebAddress(args.homePageUrl))
    faults.add(`${prefix}homePageUrl`, args.homePageUrl, "an https address", "write it in full");
  if (args.adopt !== undefined && !isGuid(args.adopt))
    faults.add(
      `${prefix}adopt`,
      args.adopt,
      "the object ID of the registration, which is a GUID",
      "it is on the overview page of the registration; it is not the application (client) ID",
    );
  if (args.adopt !== undefined && args.purge)
    faults.add(
      `${prefix}purge`,
      true,
      "nothing beside adopt",
      "an adopted registration is kept on destroy; remove one",
    );
  checkRedirectUris(args.redirectUris ?? {}, `${prefix}redirectUris`, faults);
  if (args.logo !== undefined) checkLogo(args.logo, `${prefix}logo`, faults);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}

/** What the registration asks for, in a fixed order: one entry per API, application permissions as roles. */
function requiredResourceAccesses(
  permissions: readonly Permission[],
): NonNullable<azuread.ApplicationArgs["requiredResourceAccesses"]> {
  const wanted = [...new Set<ApiName>(permissions.map((each) => each.api))];
  return wanted
    .map((api) => ({
      resourceAppId: apis[api].clientId,
      resourceAccesses: permissions
        .filter((each) => each.api === api)
        .map(({ id, kind }) => ({ id, type: kind === "application" ? "Role" : "Scope" }))
        .sort((one, other) => (one.id < other.id ? -1 : 1)),
    }))
    .sort((one, other) => (one.resourceAppId < other.resourceAppId ? -1 : 1));
}

function sorted(values: readonly string[] | undefined): string[] {
  return [...(values ?? [])].sort();
}
