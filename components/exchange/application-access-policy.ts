import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { stateOf } from "../step-command";
import { exchangeCommand } from "./exchange-command";
import type { AccessPolicyState } from "./objects/access-policy";

export interface ApplicationAccessPolicyArgs {
  tenantId: pulumi.Input<string>;
  /** The tenant's initial domain, e.g. `contoso.onmicrosoft.com`. */
  organization: pulumi.Input<string>;
  /** Application (client) ID that the policy is for; never `*`. */
  clientId: pulumi.Input<string>;
  /** Address of the mail-enabled security group. */
  scopeGroup: pulumi.Input<string>;
  /** `RestrictAccess`: only the group's mailboxes. `DenyAccess`: all but the group's. @default "RestrictAccess" */
  accessRight?: pulumi.Input<"RestrictAccess" | "DenyAccess">;
  /** Kept in the policy. Space for all policies together is limited, so keep it short. */
  description: pulumi.Input<string>;
  /** Mailboxes by which the step sees that the policy is in force before it ends. @default - none, the policy's existence suffices */
  probes?: pulumi.Input<{ granted?: string[]; denied?: string[] }>;
}

/**
 * An application access policy of Exchange Online: it filters what Entra consent gave an application. Another application, group or right
 * makes another policy, created before the old one goes. A policy whose removal would open every mailbox is not removed.
 *
 * @see https://learn.microsoft.com/powershell/module/exchange/new-applicationaccesspolicy
 */
export class ApplicationAccessPolicy extends pulumi.ComponentResource {
  /** As the service named it. */
  readonly identity: pulumi.Output<string>;
  readonly #command: local.Command;

  constructor(name: string, args: ApplicationAccessPolicyArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:exchange:ApplicationAccessPolicy", name, {}, opts);
    const clientId = pulumi.output(args.clientId).apply((id) => id.toLowerCase());
    const scopeGroup = pulumi.output(args.scopeGroup).apply((group) => group.toLowerCase());
    const accessRight = pulumi.output(args.accessRight ?? "RestrictAccess");
    const spec = pulumi
      .all([clientId, scopeGroup, accessRight, args.description, args.probes ?? {}])
      .apply(([appId, group, right, description, probes]) => ({
        appId,
        scopeGroup: group,
        accessRight: right,
        description,
        probes: { granted: probes.granted ?? [], denied: probes.denied ?? [] },
      }));
    this.#command = exchangeCommand(
      `${name}-command`,
      {
        kind: "ApplicationAccessPolicy",
        tenantId: args.tenantId,
        organization: args.organization,
        spec,
        identity: [clientId, scopeGroup, accessRight],
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    this.identity = stateOf<AccessPolicyState>(this.#command).identity;
    this.registerOutputs({ identity: this.identity });
  }

  /** The resource beneath. */
  get nodes(): { command: local.Command } {
    return { command: this.#command };
  }
}
