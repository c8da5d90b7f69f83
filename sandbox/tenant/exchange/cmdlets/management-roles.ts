import { findByName, recipientOf, textOf, type Cmdlet, type CmdletCall, type Json } from "../cmdlet";
import { invalid, notFound } from "../faults";
import { applicationRoles, permissionsOfRole } from "../rbac/application-roles";
import { scopeName, scopeTypes } from "../rbac/assignment-rendering";
import { roleGrants } from "../rbac/grants";
import { seen } from "../replicas";
import { pointerOf } from "./service-principals";

/** A role by name. */
interface Role {
  name: string;
  type: string;
}

const getManagementRole: Cmdlet = {
  name: "Get-ManagementRole",
  roles: ["Role Management", "View-Only Configuration"],
  parameters: { Identity: "string", RoleType: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    if (identity !== "") return [render(roleOf(call, identity))];
    const type = textOf(call, "RoleType").toLowerCase();
    return rolesOf()
      .filter((each) => type === "" || each.type.toLowerCase() === type)
      .map(render);
  },
};

const rolesOf = (): Role[] =>
  [...applicationRoles.keys()].map((name) => ({ name, type: name.replaceAll(/[^A-Za-z]/g, "") }));

/** @throws CmdletFault 404 */
export function roleOf(_call: CmdletCall, identity: string): Role {
  const found = findByName(rolesOf(), identity, ({ name }) => [name]);
  if (!found) throw notFound(identity);
  return found;
}

const render = ({ name, type }: Role): Json => ({
  Name: name,
  Identity: name,
  RoleType: type,
  IsRootRole: true,
  IsEndUserRole: false,
});

const testAuthorization: Cmdlet = {
  name: "Test-ServicePrincipalAuthorization",
  roles: ["Role Management", "View-Only Configuration"],
  parameters: { Identity: "string", Resource: "string" },
  required: ["Identity"],
  run(call) {
    const pointer = pointerOf(call, textOf(call, "Identity"));
    const resource = textOf(call, "Resource");
    const mailbox = resource === "" ? undefined : recipientOf(call, resource);
    if (mailbox && !mailbox.recipientTypeDetails.endsWith("Mailbox")) {
      throw invalid(`"${mailbox.name}" isn't a mailbox.`);
    }
    return roleGrants(sourcesOf(call))
      .filter(({ assignment }) => assignment.assignee.id === pointer.objectId)
      .map(({ assignment: { role, scope }, recipients }) => ({
        RoleName: role,
        GrantedPermissions: permissionsOfRole(role).join(", "),
        AllowedResourceScope: scopeName(call, scope),
        ScopeType: scopeTypes[scope.kind],
        InScope: mailbox ? recipients.has(mailbox.id) : "Not Run",
      }));
  },
};

/** What this request's directory server knows. */
function sourcesOf(call: CmdletCall) {
  const members = seen(call, "members");
  return {
    tenant: call.tenant,
    recipients: seen(call, "recipients"),
    membersOf: (id: string) => members.get(id),
    managementScopes: seen(call, "managementScopes"),
    roleAssignments: seen(call, "roleAssignments"),
    servicePrincipals: seen(call, "servicePrincipals"),
  };
}

export const managementRoleCmdlets: readonly Cmdlet[] = [getManagementRole, testAuthorization];
