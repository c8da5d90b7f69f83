import type { local } from "@pulumi/command";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { Faults } from "../faults";
import { findPermission, nearestPermissions, type GraphDelegatedPermission } from "../graph";
import { apis } from "../graph/apis";
import { stackOwner } from "../stack-owner";
import { graphCommand } from "../steps/graph-command";

/** By what users may consent to apps for themselves. */
export type UserConsent = "nothing" | "verifiedPublishers" | "microsoftRecommended" | "custom";

export interface UserConsentSettingsArgs {
  /**
   * `nothing`: users may not consent. `verifiedPublishers`: to delegated permissions classified as low impact, of apps of verified publishers
   * and of this tenant. `microsoftRecommended`: what Microsoft recommends now, which changes with time. `custom`: by `policyId`.
   */
  allow: UserConsent;
  /** ID of the permission grant policy, for `custom`. */
  policyId?: string;
  /**
   * Delegated permissions of Microsoft Graph that are classified as low impact, with `verifiedPublishers`. Never list one that opens what
   * others keep to themselves.
   *
   * @default - the tenant's classifications stay as they are
   */
  lowImpact?: GraphDelegatedPermission[];
}

const policies = {
  nothing: [],
  verifiedPublishers: ["microsoft-user-default-low"],
  microsoftRecommended: ["microsoft-user-default-recommended"],
} as const;

/**
 * What users may consent to for themselves: one setting of the whole tenant. What was there before is remembered, and is there again after
 * destroy. Another stack that declares it too is refused.
 *
 * @throws pulumi.InputPropertiesError with every fault at once
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/configure-user-consent
 */
export class UserConsentSettings extends pulumi.ComponentResource {
  readonly #commands: { settings: local.Command; classification?: local.Command };

  constructor(name: string, args: UserConsentSettingsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:tenant:UserConsentSettings", name, {}, opts);
    const faults = new Faults();
    const lowImpact = checkUserConsent(args, "", faults);
    faults.throwIfAny(`UserConsentSettings ${name}`);

    const tenantId = azuread.getClientConfigOutput({ parent: this }).tenantId;
    const childOptions = { parent: this, dependsOn: opts.dependsOn };
    const settings = graphCommand(
      `${name}-settings`,
      {
        kind: "UserConsentSettings",
        tenantId,
        spec: {
          owner: stackOwner(name),
          policies: args.allow === "custom" ? [args.policyId ?? ""] : [...policies[args.allow]],
        },
        identity: [],
      },
      childOptions,
    );
    // Not before the setting is this stack's: another one's would be widened. Until then users may consent to nothing, not to everything.
    const classification =
      lowImpact.length > 0
        ? graphCommand(
            `${name}-classification`,
            {
              kind: "PermissionClassification",
              tenantId,
              spec: { classification: "low", permissions: lowImpact },
              identity: [],
            },
            { parent: this, dependsOn: settings },
          )
        : undefined;
    this.#commands = { settings, ...(classification && { classification }) };
    this.registerOutputs({});
  }

  /** The resources beneath. */
  get nodes(): { settings: local.Command; classification?: local.Command } {
    return this.#commands;
  }
}

/** Notes what is wrong. @returns the permissions to classify, as the manifest has them */
export function checkUserConsent(
  { allow, policyId, lowImpact = [] }: UserConsentSettingsArgs,
  prefix: string,
  faults: Faults,
): { apiClientId: string; id: string; name: string }[] {
  if (![...Object.keys(policies), "custom"].includes(allow))
    faults.add(
      `${prefix}allow`,
      allow,
      `one of ${[...Object.keys(policies), "custom"].join(", ")}`,
      "choose what users may consent to",
    );
  if ((allow === "custom") !== (policyId !== undefined))
    faults.add(
      `${prefix}policyId`,
      policyId,
      "the ID of a permission grant policy with allow: custom, and nothing without it",
      "give both or none",
    );
  else if (policyId !== undefined && !/^[A-Za-z0-9_-]{1,100}$/.test(policyId))
    faults.add(
      `${prefix}policyId`,
      policyId,
      "letters, digits, - and _",
      "it is the `id` of the permission grant policy",
    );
  if (lowImpact.length > 0 && allow !== "verifiedPublishers")
    faults.add(
      `${prefix}lowImpact`,
      lowImpact,
      "nothing beside another choice than verifiedPublishers",
      "classifications count for verifiedPublishers only",
    );
  return lowImpact.flatMap((name, index) => {
    const permission = findPermission("Microsoft Graph", "delegated", name);
    const path = `${prefix}lowImpact[${index}]`;
    if (!permission) {
      const nearest = nearestPermissions("Microsoft Graph", "delegated", name);
      faults.add(
        path,
        name,
        "the name of a delegated permission of Microsoft Graph",
        nearest.length > 0
          ? `did you mean ${nearest.join(" or ")}?`
          : "look it up in Microsoft's permissions reference",
      );
      return [];
    }
    if (lowImpact.indexOf(name) !== index) faults.add(path, name, "each permission once", "remove one");
    if (permission.adminConsent)
      faults.add(
        path,
        name,
        "a permission that a user may consent to",
        "Microsoft asks for an administrator's consent to this one, whatever it is classified as",
      );
    return [{ apiClientId: apis["Microsoft Graph"].clientId, id: permission.id, name }];
  });
}
