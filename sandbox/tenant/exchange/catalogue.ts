import type { Cmdlet } from "./cmdlet";
import { accessPolicyCmdlets } from "./cmdlets/access-policies";
import { authorizationCmdlets } from "./cmdlets/authorization";
import { clientAccessCmdlets } from "./cmdlets/client-access";
import { groupMemberCmdlets } from "./cmdlets/group-members";
import { groupCmdlets } from "./cmdlets/groups";
import { managementRoleCmdlets } from "./cmdlets/management-roles";
import { managementScopeCmdlets } from "./cmdlets/management-scopes";
import { organizationCmdlets } from "./cmdlets/organization";
import { recipientCmdlets } from "./cmdlets/recipients";
import { roleAssignmentCmdlets } from "./cmdlets/role-assignments";
import { roleGroupCmdlets } from "./cmdlets/role-groups";
import { servicePrincipalCmdlets } from "./cmdlets/service-principals";

/** Every cmdlet that is served. */
export const cmdlets: readonly Cmdlet[] = [
  ...groupCmdlets,
  ...groupMemberCmdlets,
  ...accessPolicyCmdlets,
  ...recipientCmdlets,
  ...clientAccessCmdlets,
  ...servicePrincipalCmdlets,
  ...managementScopeCmdlets,
  ...roleAssignmentCmdlets,
  ...managementRoleCmdlets,
  ...authorizationCmdlets,
  ...roleGroupCmdlets,
  ...organizationCmdlets,
];

const byName = new Map(cmdlets.map((each) => [each.name.toLowerCase(), each]));

export const findCmdlet = (name: string): Cmdlet | undefined => byName.get(name.toLowerCase());
