import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { stackOwner } from "../stack-owner";
import { stateOf } from "../step-command";
import { exchangeCommand, type ExchangeTenantArgs } from "./exchange-command";
import type { AccessPolicyState } from "./objects/access-policy";
import type { SettleArgs } from "./settle";

export interface ApplicationAccessPolicyArgs extends ExchangeTenantArgs {
  /** Application (client) ID that the policy is for; never `*`. */
  clientId: pulumi.Input<string>;
  /** Address of the mail-enabled security group. */
  scopeGroup: pulumi.Input<string>;
  /** `RestrictAccess`: only the group's mailboxes. `DenyAccess`: all but the group's. @default "RestrictAccess" */
  accessRight?: pulumi.Input<"RestrictAccess" | "DenyAccess">;
  /** Kept in the policy, followed by which stack and component manage it. Space for all policies together is limited, so keep it short. */
  description: pulumi.Input<string>;
  /**
   * Mailboxes by which the step sees that the policy is in force before it ends.
   *
   * @default - one of the group's members, and up to three mailboxes that are not in the group
   */
  probes?: pulumi.Input<{ granted?: string[]; denied?: string[] }>;
  /** How long the step waits for the policy. @default - at most five minutes, and no longer than until it is in force */
  settle?: Omit<SettleArgs, "outside">;
  /**
   * Whether other policies of the application are left alone, because somebody else scopes it too. Else they are an error on create, and
   * are removed when they are added later by hand; another stack's are an error then too.
   *
   * @default false
   */
  shared?: boolean;
  /** Takes over the application's policy for the group that exists already, and keeps it on destroy. @default false */
  adopt?: boolean;
}

/**
 * An application access policy of Exchange Online: it filters what Entra consent gave an application. Another group gets its policy before
 * the old one's goes. Another right for the same group, of which Exchange keeps one policy only, is made while a policy for one of the
 * group's mailboxes stands guard. A policy whose removal would open every mailbox is not removed.
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
        owner: stackOwner(name),
        ...(args.settle && { settle: args.settle }),
        ...(args.shared && { shared: true }),
        ...(args.adopt && { adopt: true }),
      }));
    this.#command = exchangeCommand(
      `${name}-command`,
      {
        kind: "ApplicationAccessPolicy",
        tenantId: args.tenantId,
        organization: args.organization,
        within: opts.parent,
        spec,
        identity: [clientId],
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
