/** Values that no preview can know: the output of a command that did not run yet. */
import * as azuread from "@pulumi/azuread";
import * as command from "@pulumi/command";

const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });
const late = (name: string, text: string) => new command.local.Command(name, { create: `echo ${text}` }).stdout;
const app = new azuread.ServicePrincipal("app", { clientId: "6135b4c8-8900-475f-84db-b8ee65fbb329" });

new azuread.AppRoleAssignment("whose", {
  appRoleId: "810c84a8-4a9e-49e6-bf7d-12d183f40d01", // Mail.Read
  principalObjectId: late("late-principal", "5b000000-0000-4000-8000-000000000005"),
  resourceObjectId: graph.objectId,
});
new azuread.AppRoleAssignment("what", {
  appRoleId: late("late-role", "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"), // RoleManagement.ReadWrite.Directory
  principalObjectId: app.objectId,
  resourceObjectId: graph.objectId,
});
