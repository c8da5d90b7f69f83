import { recipientOf, textOf, type Cmdlet, type CmdletCall } from "../cmdlet";
import { invalid } from "../faults";
import { permissionsOfRole } from "../rbac/application-roles";
import { scopeName, scopeTypes } from "../rbac/assignment-rendering";
import { roleGrants, type ScopeSources } from "../rbac/grants";
import { seen } from "../replicas";
import { pointerOf } from "./service-principals";

const testAuthorization: Cmdlet = {
  name: "Test-ServicePrincipalAuthorization",
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
function sourcesOf(call: CmdletCall): ScopeSources {
  const members = seen(call, "members");
  return {
    tenant: call.tenant,
    recipients: seen(call, "recipients"),
    membersOf: (id) => members.get(id),
    managementScopes: seen(call, "managementScopes"),
    roleAssignments: seen(call, "roleAssignments"),
    servicePrincipals: seen(call, "servicePrincipals"),
  };
}

export const authorizationCmdlets: readonly Cmdlet[] = [testAuthorization];
