import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { exchangeCommand, type ExchangeTenantArgs } from "./exchange-command";

export interface ManagementScopeArgs extends ExchangeTenantArgs {
  /** At most 64 characters. Changing it makes another scope. */
  scopeName: pulumi.Input<string>;
  /** Which recipients, as an OPATH filter, e.g. `CustomAttribute1 -eq 'Sales'`. Exactly one of the three. */
  filter?: pulumi.Input<string>;
  /** The direct members of a group: its address. */
  memberOf?: pulumi.Input<string>;
  /** Everybody but the direct members of a group: its address. */
  notMemberOf?: pulumi.Input<string>;
  /** Takes over a scope that exists already, and keeps it on destroy. @default false */
  adopt?: boolean;
}

/**
 * A management scope of Exchange Online: the recipients that a role assignment reaches. Never an exclusive one, which would lock
 * administrators out. Changing the filter changes every assignment that uses the scope, in one step.
 *
 * @see https://learn.microsoft.com/powershell/module/exchange/new-managementscope
 */
export class ManagementScope extends pulumi.ComponentResource {
  /** By which role assignments name it; known in preview. */
  readonly scopeName: pulumi.Output<string>;
  readonly #command: local.Command;

  constructor(name: string, args: ManagementScopeArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:exchange:ManagementScope", name, {}, opts);
    this.scopeName = pulumi.output(args.scopeName);
    const { filter, memberOf, notMemberOf } = args;
    this.#command = exchangeCommand(
      `${name}-command`,
      {
        kind: "ManagementScope",
        tenantId: args.tenantId,
        organization: args.organization,
        within: opts.parent,
        spec: pulumi.output({
          name: this.scopeName,
          recipients: {
            ...(filter !== undefined && { filter }),
            ...(memberOf !== undefined && { memberOf }),
            ...(notMemberOf !== undefined && { notMemberOf }),
          },
          ...(args.adopt && { adopt: true }),
        }),
        identity: [this.scopeName],
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    this.registerOutputs({ scopeName: this.scopeName });
  }

  /** The resource beneath. */
  get nodes(): { command: local.Command } {
    return { command: this.#command };
  }
}
