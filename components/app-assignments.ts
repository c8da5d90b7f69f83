import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { resolveDirectory, type Directory } from "./directory";
import { Faults } from "./faults";
import { checkedObjectId } from "./guid";
import { checkFoundPrincipals, checkNames, principalRequest } from "./principals";

/** The role that everybody gets who is assigned without one: "Default Access". */
const defaultAccess = "00000000-0000-0000-0000-000000000000";

export interface AppAssignmentsArgs {
  /** Object ID of the enterprise app's service principal. */
  servicePrincipalId: pulumi.Input<string>;
  /** User principal names, mail addresses or object IDs. @default - none */
  users?: string[];
  /** Object IDs, mail addresses or display names of groups. Entra assigns their direct members only. @default - none */
  groups?: string[];
  /** A look-up that holds these users and groups already. @default - looked up */
  directory?: pulumi.Input<Directory>;
}

/**
 * Who may sign in to an enterprise app that requires assignment: one app role assignment per user and group.
 *
 * @throws pulumi.InputPropertiesError for a name that was given twice; inside the outputs for one that the directory does not know, for two
 * names of the same user or group, and for a group that cannot be assigned
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal
 */
export class AppAssignments extends pulumi.ComponentResource {
  /** Object IDs of the assigned users, in the order of the arguments. */
  readonly userIds: pulumi.Output<string[]>;
  /** Object IDs of the assigned groups, in the order of the arguments. */
  readonly groupIds: pulumi.Output<string[]>;
  readonly #assignments: azuread.AppRoleAssignment[] = [];

  constructor(name: string, args: AppAssignmentsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:index:AppAssignments", name, {}, opts);
    const subject = `AppAssignments ${name}`;
    const faults = new Faults();
    checkNames(args.users, "users", faults);
    checkNames(args.groups, "groups", faults);
    const servicePrincipalId = checkedObjectId(subject, "servicePrincipalId", args.servicePrincipalId, faults);
    faults.throwIfAny(subject);
    const { users = [], groups = [] } = args;
    const directory = (
      args.directory
        ? pulumi.output(args.directory)
        : resolveDirectory(subject, principalRequest(args, ""), { parent: this })
    ).apply((found) => {
      const late = new Faults();
      checkFoundPrincipals(args, "", found, late);
      late.throwIfAny(subject);
      return found;
    });

    const assign = (kind: "user" | "group", value: string): pulumi.Output<string> => {
      const principalObjectId = directory.apply((found) => {
        const principal = (kind === "user" ? found.users : found.groups)[value];
        if (!principal) throw new pulumi.ResourceError(`the ${kind} ${value} was not looked up`, this);
        return principal.id;
      });
      const assignment = new azuread.AppRoleAssignment(
        `${name}-${kind}-${value.toLowerCase()}`,
        { appRoleId: defaultAccess, principalObjectId, resourceObjectId: servicePrincipalId },
        { parent: this, dependsOn: opts.dependsOn },
      );
      this.#assignments.push(assignment);
      return assignment.principalObjectId;
    };
    this.userIds = pulumi.all(users.map((each) => assign("user", each)));
    this.groupIds = pulumi.all(groups.map((each) => assign("group", each)));
    this.registerOutputs({ userIds: this.userIds, groupIds: this.groupIds });
  }

  /** The resources beneath, for what the component does not offer. */
  get nodes(): { appRoleAssignments: readonly azuread.AppRoleAssignment[] } {
    return { appRoleAssignments: this.#assignments };
  }
}
