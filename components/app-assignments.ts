import * as azuread from "@pulumi/azuread";
import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { defaultAccess } from "./default-access";
import { resolveDirectory, type Directory } from "./directory";
import { Faults } from "./faults";
import { checkedObjectId } from "./guid";
import type { Assignments } from "./lookup/assignments";
import { checkFoundPrincipals, checkNames, principalRequest } from "./principals";
import { stepRead } from "./step-command";
import { graphCommand } from "./steps/graph-command";

export interface AppAssignmentsArgs {
  /** Object ID of the enterprise app's service principal. */
  servicePrincipalId: pulumi.Input<string>;
  /** User principal names, mail addresses or object IDs. @default - none */
  users?: string[];
  /** Object IDs, mail addresses or display names of groups. Entra assigns their direct members only. @default - none */
  groups?: string[];
  /**
   * `stack`: exactly these. `owners`: these are assigned once, and the app's owners decide from then on: whom they add stays, whom they
   * remove stays out; both are reported.
   *
   * @default "stack"
   */
  managedBy?: "stack" | "owners";
  /** A look-up that holds these users and groups already. @default - looked up */
  directory?: pulumi.Input<Directory>;
}

/**
 * Who may sign in to an enterprise app that requires assignment: one app role assignment per user and group, or a first list that the app's
 * owners keep.
 *
 * @throws pulumi.InputPropertiesError for a name that was given twice; inside the outputs for one that the directory does not know, for two
 * names of the same user or group, and for a group that cannot be assigned
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal
 */
export class AppAssignments extends pulumi.ComponentResource {
  /** Object IDs of the users that the stack assigns, in the order of the arguments. */
  readonly userIds: pulumi.Output<string[]>;
  /** Object IDs of the groups that the stack assigns, in the order of the arguments. */
  readonly groupIds: pulumi.Output<string[]>;
  /** Who may sign in: e-mail addresses of users and display names of groups. With `owners` as it is in the tenant now. */
  readonly addresses: pulumi.Output<{ users: string[]; groups: string[] }>;
  readonly #assignments: azuread.AppRoleAssignment[] = [];
  readonly #seed: local.Command | undefined;

  constructor(name: string, args: AppAssignmentsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:index:AppAssignments", name, {}, opts);
    const subject = `AppAssignments ${name}`;
    const faults = new Faults();
    checkNames(args.users, "users", faults);
    checkNames(args.groups, "groups", faults);
    const servicePrincipalId = checkedObjectId(subject, "servicePrincipalId", args.servicePrincipalId, faults);
    faults.throwIfAny(subject);
    const { users = [], groups = [] } = args;
    const directory = this.#directory(subject, args);
    const ids = (kind: "user" | "group", values: readonly string[]) =>
      directory.apply((found) => values.map((value) => this.#principal(found, kind, value).id));
    if (args.managedBy === "owners") {
      this.#seed = this.#seedOnce(name, servicePrincipalId, directory, args, opts);
      this.userIds = ids("user", users);
      this.groupIds = ids("group", groups);
      this.addresses = this.#live(servicePrincipalId, directory, args, this.#seed);
    } else {
      this.userIds = pulumi.all(
        users.map((each) => this.#assign(name, servicePrincipalId, directory, "user", each, opts)),
      );
      this.groupIds = pulumi.all(
        groups.map((each) => this.#assign(name, servicePrincipalId, directory, "group", each, opts)),
      );
      this.addresses = directory.apply((found) => ({
        users: users.map((each) => addressOf(found, each)).sort(),
        groups: groups.map((each) => found.groups[each]?.displayName ?? each).sort(),
      }));
    }
    this.registerOutputs({ userIds: this.userIds, groupIds: this.groupIds, addresses: this.addresses });
  }

  /** The resources beneath, for what the component does not offer. */
  get nodes(): { appRoleAssignments: readonly azuread.AppRoleAssignment[]; seed?: local.Command } {
    return { appRoleAssignments: this.#assignments, ...(this.#seed && { seed: this.#seed }) };
  }

  #directory(subject: string, args: AppAssignmentsArgs): pulumi.Output<Directory> {
    const found = args.directory
      ? pulumi.output(args.directory)
      : resolveDirectory(subject, principalRequest(args, ""), { parent: this });
    return found.apply((directory) => {
      const late = new Faults();
      checkFoundPrincipals(args, "", directory, late);
      late.throwIfAny(subject);
      return directory;
    });
  }

  #assign(
    name: string,
    resourceObjectId: pulumi.Output<string>,
    directory: pulumi.Output<Directory>,
    kind: "user" | "group",
    value: string,
    opts: pulumi.ComponentResourceOptions,
  ): pulumi.Output<string> {
    const principalObjectId = directory.apply((found) => this.#principal(found, kind, value).id);
    const assignment = new azuread.AppRoleAssignment(
      `${name}-${kind}-${value.toLowerCase()}`,
      { appRoleId: defaultAccess, principalObjectId, resourceObjectId },
      { parent: this, dependsOn: opts.dependsOn },
    );
    this.#assignments.push(assignment);
    return assignment.principalObjectId;
  }

  #seedOnce(
    name: string,
    servicePrincipalId: pulumi.Output<string>,
    directory: pulumi.Output<Directory>,
    { users = [], groups = [] }: AppAssignmentsArgs,
    opts: pulumi.ComponentResourceOptions,
  ): local.Command {
    const principals = directory.apply((found) =>
      [
        ...users.map((value) => ({ kind: "user" as const, value })),
        ...groups.map((value) => ({ kind: "group" as const, value })),
      ].map(({ kind, value }) => ({ id: this.#principal(found, kind, value).id, kind, name: value })),
    );
    return graphCommand(
      `${name}-seed`,
      {
        kind: "AppAssignmentSeed",
        tenantId: directory.tenantId,
        spec: pulumi.all([servicePrincipalId, principals]).apply(([id, all]) => ({
          servicePrincipalId: id,
          principals: all,
        })),
        identity: [servicePrincipalId],
      },
      { parent: this, dependsOn: opts.dependsOn },
    );
  }

  /** Who is assigned now, after the first list was; says where the owners decided otherwise. */
  #live(
    servicePrincipalId: pulumi.Output<string>,
    directory: pulumi.Output<Directory>,
    { users = [], groups = [] }: AppAssignmentsArgs,
    seed: local.Command,
  ): pulumi.Output<{ users: string[]; groups: string[] }> {
    const request = pulumi
      .all([directory.tenantId, servicePrincipalId, seed.stdout])
      .apply(([tenantId, id]) => ({ tenantId, servicePrincipalId: id }));
    return pulumi
      .all([directory, stepRead<Assignments>("Assignments", request, { parent: this })])
      .apply(([found, live]) => {
        const removed = [
          ...users.filter((each) => !live.users.some(({ id }) => id === found.users[each]?.id)),
          ...groups.filter((each) => !live.groups.some(({ id }) => id === found.groups[each]?.id)),
        ];
        if (removed.length > 0)
          void pulumi.log.warn(
            `removed by an owner of the app, and left so: ${removed.join(", ")}; take them off the stack's list, or ask the owner`,
            this,
          );
        return {
          users: live.users.map(({ mail, userPrincipalName }) => mail ?? userPrincipalName).sort(),
          groups: live.groups.map(({ displayName }) => displayName).sort(),
        };
      });
  }

  #principal(found: Directory, kind: "user" | "group", value: string): { id: string } {
    const principal = (kind === "user" ? found.users : found.groups)[value];
    if (!principal) throw new pulumi.ResourceError(`the ${kind} ${value} was not looked up`, this);
    return principal;
  }
}

function addressOf(found: Directory, value: string): string {
  const user = found.users[value];
  return user?.mail ?? user?.userPrincipalName ?? value;
}
