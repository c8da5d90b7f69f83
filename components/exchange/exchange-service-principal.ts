import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { stateOf } from "../step-command";
import { exchangeCommand, type ExchangeTenantArgs } from "./exchange-command";
import type { ServicePrincipalState } from "./objects/service-principal";

export interface ExchangeServicePrincipalArgs extends ExchangeTenantArgs {
  /** Application (client) ID; the tenant has to have its service principal already. */
  clientId: pulumi.Input<string>;
  /** Shown in Exchange, where " (Consentra)" follows it. */
  displayName: pulumi.Input<string>;
  /**
   * Part of the names by which a mailbox scope knows its own role assignments and management scope: what is left of them goes before the pointer.
   *
   * @default - nothing goes with it
   */
  scopeMark?: pulumi.Input<string>;
}

/**
 * Exchange Online's pointer to a service principal, to which roles of RBAC for Applications are assigned. There is one per application,
 * which several scopes share: one that exists already is used as it is, and it is removed by whoever uses it last, unless somebody else
 * made it.
 *
 * @see https://learn.microsoft.com/powershell/module/exchange/new-serviceprincipal
 */
export class ExchangeServicePrincipal extends pulumi.ComponentResource {
  /** Object ID of the service principal in Entra. */
  readonly objectId: pulumi.Output<string>;
  readonly #command: local.Command;

  constructor(name: string, args: ExchangeServicePrincipalArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:exchange:ExchangeServicePrincipal", name, {}, opts);
    const appId = pulumi.output(args.clientId).apply((id) => id.toLowerCase());
    this.#command = exchangeCommand(
      `${name}-command`,
      {
        kind: "ExchangeServicePrincipal",
        tenantId: args.tenantId,
        organization: args.organization,
        within: opts.parent,
        spec: pulumi
          .output({ appId, displayName: args.displayName, scopeMark: args.scopeMark })
          .apply(({ scopeMark, ...spec }) => ({ ...spec, ...(scopeMark !== undefined && { scopeMark }) })),
        identity: [appId],
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    this.objectId = stateOf<ServicePrincipalState>(this.#command).objectId;
    this.registerOutputs({ objectId: this.objectId });
  }

  /** The resource beneath. */
  get nodes(): { command: local.Command } {
    return { command: this.#command };
  }
}
