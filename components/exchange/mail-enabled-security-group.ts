import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { stackOwner } from "../stack-owner";
import { stateOf } from "../step-command";
import { exchangeCommand, type ExchangeTenantArgs } from "./exchange-command";
import type { GroupState } from "./objects/group";

export interface MailEnabledSecurityGroupArgs extends ExchangeTenantArgs {
  /** At most 256 characters. */
  displayName: pulumi.Input<string>;
  /** Address of the group, by which everything refers to it. Changing it makes another group. */
  primarySmtpAddress: pulumi.Input<string>;
  /** Addresses of who may manage the group. @default - nobody but administrators */
  managedBy?: pulumi.Input<pulumi.Input<string>[]>;
  /** Primary SMTP addresses of the members; exactly these, others are removed. */
  members: pulumi.Input<pulumi.Input<string>[]>;
  /** Takes over a group that exists already: brings it to these members, and keeps it on destroy. @default false */
  adopt?: boolean;
}

/**
 * A mail-enabled security group in Exchange Online: the only kind of group that an application access policy takes. Graph cannot make one.
 *
 * Which stack and component manage the group is kept in its description. A group of that address that they did not make is an error, which
 * names the other stack where there is one; `destroy` deletes only what the stack made, and nothing that another stack's scope stands on.
 *
 * @see https://learn.microsoft.com/powershell/module/exchange/new-distributiongroup
 */
export class MailEnabledSecurityGroup extends pulumi.ComponentResource {
  /** Exchange's GUID. */
  readonly guid: pulumi.Output<string>;
  /** Object ID in Entra. */
  readonly objectId: pulumi.Output<string>;
  /** Address of the group; known in preview. */
  readonly primarySmtpAddress: pulumi.Output<string>;
  readonly #command: local.Command;

  constructor(name: string, args: MailEnabledSecurityGroupArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:exchange:MailEnabledSecurityGroup", name, {}, opts);
    this.primarySmtpAddress = pulumi.output(args.primarySmtpAddress).apply((address) => address.toLowerCase());
    const spec = pulumi
      .all([args.displayName, this.primarySmtpAddress, args.managedBy ?? [], args.members])
      .apply(([displayName, primarySmtpAddress, managedBy, members]) => {
        const alias = primarySmtpAddress.split("@")[0] ?? "";
        return {
          name: alias,
          alias,
          displayName,
          primarySmtpAddress,
          managedBy: sorted(managedBy),
          members: sorted(members),
          owner: stackOwner(name),
          ...(args.adopt && { adopt: true }),
        };
      });
    this.#command = exchangeCommand(
      `${name}-command`,
      {
        kind: "MailEnabledSecurityGroup",
        tenantId: args.tenantId,
        organization: args.organization,
        within: opts.parent,
        spec,
        identity: [this.primarySmtpAddress],
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    const state = stateOf<GroupState>(this.#command);
    this.guid = state.guid;
    this.objectId = state.id;
    this.registerOutputs({ guid: this.guid, objectId: this.objectId, primarySmtpAddress: this.primarySmtpAddress });
  }

  /** The resource beneath. */
  get nodes(): { command: local.Command } {
    return { command: this.#command };
  }
}

function sorted(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map((each) => each.toLowerCase()))].sort();
}
