/** What an administrator's click on "Grant admin consent" amounts to: People.ai's permissions without a mailbox scope. */
import * as azuread from "@pulumi/azuread";
import { apis, findPermission } from "consentra/graph";
import { peopleAiClientId, peopleAiPermissions } from "consentra/vendors";

const graph = azuread.getServicePrincipalOutput({ clientId: apis["Microsoft Graph"].clientId });
const principal = new azuread.ServicePrincipal("people-ai", { clientId: peopleAiClientId });
for (const name of Object.keys(peopleAiPermissions)) {
  const permission = findPermission("Microsoft Graph", "application", name);
  if (!permission) throw new Error(`${name} is not known`);
  new azuread.AppRoleAssignment(name, {
    appRoleId: permission.id,
    principalObjectId: principal.objectId,
    resourceObjectId: graph.objectId,
  });
}
