import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { exchangeCommand, type ExchangeTenantArgs } from "./exchange-command";
import type { SettleArgs } from "./settle";

export interface RoleAssignmentArgs extends ExchangeTenantArgs {
  /** At most 64 characters; Exchange knows the assignment by it. Changing it makes another one. */
  assignmentName: pulumi.Input<string>;
  /** Application (client) ID; Exchange has to have its pointer already ({@link ExchangeServicePrincipal}). */
  clientId: pulumi.Input<string>;
  /** A role of RBAC for Applications, e.g. `Application Mail.Read`. */
  role: pulumi.Input<string>;
  /** Address of a group: its direct members. Exactly one of the three; there is no assignment without a scope. */
  group?: pulumi.Input<string>;
  /** Object ID of an administrative unit. */
  administrativeUnit?: pulumi.Input<string>;
  /** Name of a management scope. */
  managementScope?: pulumi.Input<string>;
  /** Mailboxes by which the step sees that the assignment is in force. @default - where the scope is a group, as for an access policy */
  probes?: pulumi.Input<{ granted?: string[]; denied?: string[] }>;
  /** How long the step waits for the assignment. @default - at most five minutes, and no longer than until it is in force */
  settle?: Omit<SettleArgs, "outside">;
  /**
   * Whether other assignments of the same role are left alone, because somebody else scopes the application too. Else they are an error on
   * create, and are removed when they are added later.
   *
   * @default false
   */
  shared?: boolean;
  /** Takes over an assignment of that name, and keeps it on destroy. @default false */
  adopt?: boolean;
}

/**
 * A role of RBAC for Applications, assigned to an application for some mailboxes. It grants on its own: the same permission must not be
 * consented to in Entra, which would open every mailbox; a consent that is there is refused on create, and taken out when it is added later.
 *
 * @see https://learn.microsoft.com/exchange/permissions-exo/application-rbac
 */
export class RoleAssignment extends pulumi.ComponentResource {
  /** The role; resolves when the assignment is in force. */
  readonly role: pulumi.Output<string>;
  readonly #command: local.Command;

  constructor(name: string, args: RoleAssignmentArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:exchange:RoleAssignment", name, {}, opts);
    const appId = pulumi.output(args.clientId).apply((id) => id.toLowerCase());
    const assignmentName = pulumi.output(args.assignmentName);
    const { group, administrativeUnit, managementScope } = args;
    const spec = pulumi
      .all([appId, assignmentName, args.role, args.probes ?? {}, { group, administrativeUnit, managementScope }])
      .apply(([id, called, role, probes, scope]) => ({
        name: called,
        appId: id,
        role,
        scope: Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)),
        probes: { granted: probes.granted ?? [], denied: probes.denied ?? [] },
        ...(args.settle && { settle: args.settle }),
        ...(args.shared && { shared: true }),
        ...(args.adopt && { adopt: true }),
      }));
    this.#command = exchangeCommand(
      `${name}-command`,
      {
        kind: "RoleAssignment",
        tenantId: args.tenantId,
        organization: args.organization,
        within: opts.parent,
        spec,
        identity: [appId, args.role, assignmentName],
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
    this.role = pulumi.all([args.role, this.#command.stdout]).apply(([role]) => role);
    this.registerOutputs({ role: this.role });
  }

  /** The resource beneath. */
  get nodes(): { command: local.Command } {
    return { command: this.#command };
  }
}
