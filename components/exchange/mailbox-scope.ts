import * as pulumi from "@pulumi/pulumi";
import { dependencies } from "../dependencies";
import { resolveDirectory, type Directory } from "../directory";
import { Faults } from "../faults";
import { checkedClientId } from "../guid";
import { resolvePermissions, type PermissionsArgs } from "../permission-args";
import { stackOwner } from "../stack-owner";
import { ApplicationAccessPolicy } from "./application-access-policy";
import { ExchangeServicePrincipal } from "./exchange-service-principal";
import { readTogether } from "./live-state";
import { MailEnabledSecurityGroup } from "./mail-enabled-security-group";
import { ManagementScope } from "./management-scope";
import {
  assignmentName,
  managementScopeName,
  noteSameRoles,
  noteWithoutRole,
  scopedRoles,
  scopeMark,
} from "./scope-names";
import { RoleAssignment, type RoleAssignmentArgs } from "./role-assignment";
import { checkScopeChoice, scopeMode, scopeRequest, type MailboxScopeChoice, type ScopeMode } from "./scope-choice";

export interface MailboxScopeArgs extends MailboxScopeChoice {
  /** Application (client) ID that is confined. */
  clientId: pulumi.Input<string>;
  /** Kept in the policy. Space for all policies together is limited, so keep it short. */
  description: pulumi.Input<string>;
  /**
   * What the application may do in these mailboxes, by name: with RBAC for Applications each becomes a role. Must not be consented to in
   * Entra then. Required with `mechanism: "rbac"`; an access policy filters whatever was consented to.
   *
   * @default - none
   */
  permissions?: PermissionsArgs;
  /**
   * SMTP address of the group that is made. Give another one where `allow` becomes `except`, or the other way.
   *
   * @default - `app-scope-<name>@` the tenant's default domain; for `except`, `app-scope-<name>-except@`
   */
  groupAddress?: string;
  /** Addresses of who may manage the group that is made. @default - nobody but administrators */
  managedBy?: string[];
  /** A look-up that holds these mailboxes and the tenant's domains already. @default - looked up */
  directory?: pulumi.Input<Directory>;
}

interface Nodes {
  group?: MailEnabledSecurityGroup;
  policy?: ApplicationAccessPolicy;
  servicePrincipal?: ExchangeServicePrincipal;
  managementScope?: ManagementScope;
  /** By permission. */
  roleAssignments?: Readonly<Record<string, RoleAssignment>>;
}

/**
 * Which mailboxes an app may reach: a group of them, and an application access policy or roles of RBAC for Applications for it. What depends
 * on this component is created when the scope is in force, and removed before it.
 *
 * @throws pulumi.InputPropertiesError with every fault of the arguments; names that the tenant does not know are found in preview
 * @see https://learn.microsoft.com/graph/auth-limit-mailbox-access
 * @see https://learn.microsoft.com/exchange/permissions-exo/application-rbac
 */
export class MailboxScope extends pulumi.ComponentResource {
  readonly clientId: pulumi.Output<string>;
  readonly mode: ScopeMode;
  /** Address of the scope's group; undefined for a scope without a group. Known in preview. */
  readonly group: pulumi.Output<string | undefined>;
  /** Resolves when the scope is in force. */
  readonly inForce: pulumi.Output<boolean>;
  readonly #nodes: Nodes = {};

  constructor(name: string, args: MailboxScopeArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:exchange:MailboxScope", name, recordOf(args), opts);
    const subject = `MailboxScope ${name}`;
    const faults = new Faults();
    checkScopeChoice(args, "", faults);
    const resolved = resolvePermissions(args.permissions ?? {}, "permissions", faults);
    if (args.mechanism === "rbac") {
      noteSameRoles(resolved, "permissions", faults);
      noteWithoutRole(resolved, "permissions", faults);
    }
    const permissions = scopedRoles(resolved);
    if (args.mechanism === "rbac" && permissions.length === 0) {
      faults.add(
        "permissions",
        args.permissions,
        "at least one application permission that has a role, such as Mail.Read",
        "RBAC for Applications grants what is named here",
      );
    }
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
      readTogether(this);
      const beneath = { directory, dependsOn: dependencies(opts) };
      const group = this.#makeGroup(name, args, beneath);
      this.group = group;
      this.inForce =
        args.mechanism === "rbac"
          ? this.#assign(name, args, permissions, group, beneath)
          : this.#confine(name, args, group, beneath);
    }
    this.registerOutputs({ clientId: this.clientId, mode: this.mode, group: this.group, inForce: this.inForce });
  }

  /** The components beneath; none for `everyone`. */
  get nodes(): Nodes {
    return this.#nodes;
  }

  /** The group of the mailboxes that were named, or the one that exists; undefined for a scope without a group. */
  #makeGroup(name: string, args: MailboxScopeArgs, { directory, dependsOn }: Beneath) {
    const { members, group: existing } = args.allow ?? args.except ?? {};
    if (!members) {
      return directory.apply((found): string | undefined =>
        existing === undefined ? undefined : (found.scopeGroups[existing]?.primarySmtpAddress ?? ""),
      );
    }
    // A group that is excepted is never one that is allowed: while one becomes the other, its members would change under the old meaning.
    const [suffix, title] = this.mode === "allow" ? ["", "App scope"] : ["-except", "App scope, all but these"];
    this.#nodes.group = new MailEnabledSecurityGroup(
      `${name}${suffix}-group`,
      {
        ...tenantOf(directory),
        displayName: pulumi.interpolate`${title}: ${args.description}`,
        primarySmtpAddress: directory.defaultDomain.apply(
          (domain) => args.groupAddress ?? defaultAddress(name, suffix, domain),
        ),
        managedBy: args.managedBy,
        members: addressesOf(members, directory),
      },
      { parent: this, dependsOn },
    );
    return this.#nodes.group.primarySmtpAddress;
  }

  #markOf(name: string): pulumi.Output<string> {
    return this.clientId.apply((clientId) => scopeMark(stackOwner(name), clientId));
  }

  #confine(
    name: string,
    args: MailboxScopeArgs,
    group: pulumi.Output<string | undefined>,
    { directory, dependsOn }: Beneath,
  ): pulumi.Output<boolean> {
    this.#nodes.policy = new ApplicationAccessPolicy(
      `${name}-policy`,
      {
        ...tenantOf(directory),
        clientId: this.clientId,
        scopeGroup: group.apply((address) => address ?? ""),
        accessRight: this.mode === "allow" ? "RestrictAccess" : "DenyAccess",
        description: args.description,
        probes: probesOf(args, directory),
        settle: waitOf(args),
        shared: args.shared,
        scopeMark: this.#markOf(name),
      },
      { parent: this, dependsOn: this.#nodes.group ? [...dependsOn, this.#nodes.group] : dependsOn },
    );
    return this.#nodes.policy.identity.apply(() => true);
  }

  #assign(
    name: string,
    args: MailboxScopeArgs,
    permissions: readonly ScopedRole[],
    group: pulumi.Output<string | undefined>,
    { directory, dependsOn }: Beneath,
  ): pulumi.Output<boolean> {
    const common = tenantOf(directory);
    const servicePrincipal = new ExchangeServicePrincipal(
      `${name}-principal`,
      { ...common, clientId: this.clientId, displayName: args.description, scopeMark: this.#markOf(name) },
      { parent: this, dependsOn },
    );
    const needed = [...dependsOn, servicePrincipal, ...(this.#nodes.group ? [this.#nodes.group] : [])];
    const { administrativeUnit, filter } = args.allow ?? {};
    const known = group.apply((address) => address ?? "");
    if (filter !== undefined || this.mode === "except") {
      this.#nodes.managementScope = new ManagementScope(
        `${name}-recipients`,
        {
          ...common,
          scopeName: this.clientId.apply((clientId) => managementScopeName(stackOwner(name), clientId)),
          ...(filter === undefined ? { notMemberOf: known } : { filter }),
        },
        { parent: this, dependsOn: needed },
      );
    }
    const scope = this.#nodes.managementScope
      ? { managementScope: this.#nodes.managementScope.scopeName }
      : administrativeUnit !== undefined
        ? { administrativeUnit: administrativeUnit.toLowerCase() }
        : { group: known };
    const before = this.#nodes.managementScope ? [...needed, this.#nodes.managementScope] : needed;
    const nameOf = (role: string) =>
      this.clientId.apply((clientId) => assignmentName(stackOwner(name), clientId, role, scope));
    const assign = (
      { permission, role }: ScopedRole,
      after: readonly RoleAssignment[],
      last?: Pick<RoleAssignmentArgs, "siblings">,
    ) =>
      new RoleAssignment(
        `${name}-${permission.name}`,
        {
          ...common,
          ...scope,
          assignmentName: nameOf(role),
          clientId: this.clientId,
          role,
          probes: probesOf(args, directory),
          settle: waitOf(args, last !== undefined),
          shared: args.shared,
          ...last,
        },
        { parent: this, dependsOn: [...before, ...after] },
      );
    // The last one comes when all others are there: it takes out what is not declared, and waits for Microsoft Graph for all of them.
    const others = permissions.slice(0, -1);
    const assigned = others.map((each) => [each.permission.name, assign(each, [])] as const);
    const siblings = others.map(({ role }) => ({ assignmentName: nameOf(role), role }));
    const there = assigned.map(([, each]) => each);
    const roleAssignments = [
      ...assigned,
      ...permissions.slice(-1).map((each) => [each.permission.name, assign(each, there, { siblings })] as const),
    ];
    this.#nodes.servicePrincipal = servicePrincipal;
    this.#nodes.roleAssignments = Object.fromEntries(roleAssignments);
    return pulumi.all(roleAssignments.map(([, each]) => each.role)).apply(() => true);
  }
}

type ScopedRole = ReturnType<typeof scopedRoles>[number];

interface Beneath {
  directory: pulumi.Output<Directory>;
  dependsOn: pulumi.Input<pulumi.Resource>[];
}

/** What the policy packs are to know of a scope that makes nothing. */
function recordOf({ everyone, mechanism }: MailboxScopeArgs): pulumi.Inputs {
  return everyone ? { everyone: everyone.reason } : { mechanism: mechanism ?? "accessPolicy" };
}

function tenantOf(directory: pulumi.Output<Directory>) {
  return { tenantId: directory.tenantId, organization: directory.initialDomain };
}

function addressesOf(members: readonly string[], directory: pulumi.Output<Directory>): pulumi.Output<string[]> {
  return directory.apply((found) => members.flatMap((each) => found.mailboxes[each]?.primarySmtpAddress ?? []));
}

/** One of the named mailboxes, and one outside where it was named. */
function probesOf(args: MailboxScopeArgs, directory: pulumi.Output<Directory>) {
  const { members = [] } = args.allow ?? args.except ?? {};
  const outside = args.settle?.outside;
  const [named, other] = args.except ? (["denied", "granted"] as const) : (["granted", "denied"] as const);
  return addressesOf(members.slice(0, 1), directory).apply((first) => ({
    [named]: first,
    ...(outside !== undefined && { [other]: [outside] }),
  }));
}

/** @param isLast whether Microsoft Graph is waited for too */
function waitOf({ settle }: MailboxScopeArgs, isLast = true): { minutes?: number; limitMinutes?: number } | undefined {
  const { minutes, limitMinutes } = settle ?? {};
  const isWaited = isLast && minutes !== undefined;
  if (!isWaited && limitMinutes === undefined) return undefined;
  return { ...(isWaited && { minutes }), ...(limitMinutes !== undefined && { limitMinutes }) };
}

/** Addresses take letters, digits, dots and hyphens; 64 characters before the at sign. */
function defaultAddress(name: string, suffix: string, domain: string): string {
  const local = name
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-")
    .replace(/-scope$/, "");
  return `app-scope-${local}`.slice(0, 64 - suffix.length) + `${suffix}@${domain}`;
}
