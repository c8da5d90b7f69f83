import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { stateOf } from "../step-command";
import { exchangeCommand } from "./exchange-command";
import type { AccessPolicyState } from "./objects/access-policy";
import { scopingSpec, type ScopingArgs } from "./scoping-args";

/** `adopt` takes over the application's policy for the group. */
export interface ApplicationAccessPolicyArgs extends ScopingArgs {
  /** Application (client) ID that the policy is for; never `*`. */
  clientId: pulumi.Input<string>;
  /** Address of the mail-enabled security group. */
  scopeGroup: pulumi.Input<string>;
  /** `RestrictAccess`: only the group's mailboxes. `DenyAccess`: all but the group's. @default "RestrictAccess" */
  accessRight?: pulumi.Input<"RestrictAccess" | "DenyAccess">;
  /** Kept in the policy. Space for all policies together is limited, so keep it short. */
  description: pulumi.Input<string>;
  /** Part of the names by which a mailbox scope knows its own role assignments. @default - roles beside the policy are somebody else's */
  scopeMark?: pulumi.Input<string>;
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
      .all([clientId, scopeGroup, accessRight, args.description, args.probes ?? {}, args.scopeMark])
      .apply(([appId, group, right, description, probes, scopeMark]) => ({
        appId,
        scopeGroup: group,
        accessRight: right,
        description,
        ...scopingSpec(probes, args),
        ...(scopeMark !== undefined && { scopeMark }),
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
