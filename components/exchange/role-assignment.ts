import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { exchangeCommand } from "./exchange-command";
import { scopingSpec, type ScopingArgs } from "./scoping-args";

/** `adopt` takes over the assignment of that name. */
export interface RoleAssignmentArgs extends ScopingArgs {
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
  /**
   * All other assignments of the application, which this one has to depend on: the application gets no role but these. One that is assigned by
   * hand is an error on create and removed later, as another assignment of the same role is.
   *
   * @default - only other assignments of the same role are judged
   */
  siblings?: pulumi.Input<pulumi.Input<RoleAssignmentSibling>[]>;
}

/** Another assignment of the same application. */
export interface RoleAssignmentSibling {
  assignmentName: pulumi.Input<string>;
  role: pulumi.Input<string>;
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
    const scopes = { group, administrativeUnit, managementScope };
    const spec = pulumi
      .all([appId, assignmentName, args.role, args.probes ?? {}, scopes, pulumi.output(args.siblings)])
      .apply(([id, called, role, probes, scope, siblings]) => ({
        name: called,
        appId: id,
        role,
        scope: Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)),
        ...(siblings && { siblings: siblings.map((each) => ({ name: each.assignmentName, role: each.role })) }),
        ...scopingSpec(probes, args),
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
