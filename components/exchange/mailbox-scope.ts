import * as pulumi from "@pulumi/pulumi";
import { dependencies } from "../dependencies";
import { resolveDirectory, type Directory } from "../directory";
import { Faults } from "../faults";
import { checkedClientId } from "../guid";
import { ApplicationAccessPolicy } from "./application-access-policy";
import { MailEnabledSecurityGroup } from "./mail-enabled-security-group";
import { checkScopeChoice, scopeMode, scopeRequest, type MailboxScopeChoice, type ScopeMode } from "./scope-choice";

export interface MailboxScopeArgs extends MailboxScopeChoice {
  /** Application (client) ID that is confined. */
  clientId: pulumi.Input<string>;
  /** Kept in the policy. Space for all policies together is limited, so keep it short. */
  description: pulumi.Input<string>;
  /** SMTP address of the group that is made. @default - `app-scope-<name>@` the tenant's default domain */
  groupAddress?: string;
  /** Addresses of who may manage the group that is made. @default - nobody but administrators */
  managedBy?: string[];
  /** A look-up that holds these mailboxes and the tenant's domains already. @default - looked up */
  directory?: pulumi.Input<Directory>;
}

/**
 * Which mailboxes an app may reach: a mail-enabled security group and an application access policy for it. What depends on this component
 * is created when the policy is in force, and removed before it.
 *
 * @throws pulumi.InputPropertiesError with every fault of the arguments; names that the tenant does not know are found in preview
 * @see https://learn.microsoft.com/graph/auth-limit-mailbox-access
 */
export class MailboxScope extends pulumi.ComponentResource {
  readonly clientId: pulumi.Output<string>;
  readonly mode: ScopeMode;
  /** Address of the scope's group; undefined for `everyone`. Known in preview. */
  readonly group: pulumi.Output<string | undefined>;
  /** Resolves when the scope is in force. */
  readonly inForce: pulumi.Output<boolean>;
  readonly #nodes: { group?: MailEnabledSecurityGroup; policy?: ApplicationAccessPolicy } = {};

  constructor(name: string, args: MailboxScopeArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:exchange:MailboxScope", name, {}, opts);
    const subject = `MailboxScope ${name}`;
    const faults = new Faults();
    checkScopeChoice(args, "", faults);
    this.clientId = checkedClientId(subject, "clientId", args.clientId, faults);
    faults.throwIfAny(subject);
    this.mode = scopeMode(args);

    if (this.mode === "everyone") {
      this.group = pulumi.output(undefined);
      this.inForce = pulumi.output(true);
    } else {
      const directory = args.directory
        ? pulumi.output(args.directory)
        : resolveDirectory(subject, { ...scopeRequest(args, ""), defaultDomain: true }, { parent: this });
      const policy = this.#confine(name, args, directory, opts);
      this.group = policy.group;
      this.inForce = policy.policy.identity.apply(() => true);
    }
    this.registerOutputs({ clientId: this.clientId, mode: this.mode, group: this.group, inForce: this.inForce });
  }

  /** The components beneath; none for `everyone`. */
  get nodes(): { group?: MailEnabledSecurityGroup; policy?: ApplicationAccessPolicy } {
    return this.#nodes;
  }

  #confine(
    name: string,
    args: MailboxScopeArgs,
    directory: pulumi.Output<Directory>,
    opts: pulumi.ComponentResourceOptions,
  ): { group: pulumi.Output<string>; policy: ApplicationAccessPolicy } {
    const { members, group: existing } = args.allow ?? args.except ?? {};
    const tenant = { tenantId: directory.tenantId, organization: directory.initialDomain };
    const mailboxes = directory.apply((found) =>
      (members ?? []).flatMap((each) => found.mailboxes[each]?.primarySmtpAddress ?? []),
    );
    const dependsOn = dependencies(opts);
    let group: pulumi.Output<string>;
    if (members) {
      this.#nodes.group = new MailEnabledSecurityGroup(
        `${name}-group`,
        {
          ...tenant,
          displayName: pulumi.interpolate`App scope: ${args.description}`,
          primarySmtpAddress: directory.defaultDomain.apply(
            (domain) => args.groupAddress ?? defaultAddress(name, domain),
          ),
          managedBy: args.managedBy,
          members: mailboxes,
        },
        { parent: this, dependsOn },
      );
      group = this.#nodes.group.primarySmtpAddress;
    } else {
      group = directory.apply((found) => found.scopeGroups[existing ?? ""]?.primarySmtpAddress ?? "");
    }
    const allowed = this.mode === "allow";
    const policy = new ApplicationAccessPolicy(
      `${name}-policy`,
      {
        ...tenant,
        clientId: this.clientId,
        scopeGroup: group,
        accessRight: allowed ? "RestrictAccess" : "DenyAccess",
        description: args.description,
        probes: mailboxes.apply((all) => ({ [allowed ? "granted" : "denied"]: all.slice(0, 1) })),
      },
      { parent: this, dependsOn: this.#nodes.group ? [...dependsOn, this.#nodes.group] : dependsOn },
    );
    this.#nodes.policy = policy;
    return { group, policy };
  }
}

/** Addresses take letters, digits, dots and hyphens; 64 characters before the at sign. */
function defaultAddress(name: string, domain: string): string {
  const local = name
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-")
    .replace(/-scope$/, "");
  return `app-scope-${local}`.slice(0, 64) + `@${domain}`;
}
