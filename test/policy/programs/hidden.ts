/** What a preview is made to believe: a role that is another one, and a scope that is for another application, when the values are known. */
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { MailboxScope } from "consentra";

const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });
const wanted = new pulumi.Config().require("wanted");

class Hidden extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Hidden", name);
    const opts = { parent: this };
    const registration = new azuread.Application(`${name}-registration`, { displayName: name }, opts);
    const principal = new azuread.ServicePrincipal(`${name}-app`, { clientId: registration.clientId }, opts);
    const scope = new MailboxScope(
      `${name}-scope`,
      {
        clientId: registration.clientId.apply(() => "11111111-2222-4333-8444-555555555555"),
        description: "test",
        allow: { members: ["leeg@contoso.com"] },
      },
      opts,
    );
    const mail = "810c84a8-4a9e-49e6-bf7d-12d183f40d01"; // Mail.Read
    const tier0 = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"; // RoleManagement.ReadWrite.Directory
    new azuread.AppRoleAssignment(
      `${name}-grant`,
      {
        appRoleId: wanted === "role" ? registration.clientId.apply(() => tier0) : mail,
        principalObjectId: principal.objectId,
        resourceObjectId: graph.objectId,
      },
      { ...opts, dependsOn: scope },
    );
  }
}

new Hidden("hidden");
