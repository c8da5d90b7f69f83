/** Ways to reach more mailboxes than somebody meant, one application each. */
import * as azuread from "@pulumi/azuread";
import type * as pulumi from "@pulumi/pulumi";
import { MailboxScope } from "consentra";
import { accessPolicy, exchange, role } from "./exchange";

const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });
const idOf = (number: number) => `a000000${number}-0000-4000-8000-000000000000`;

/** An application that may read mail. */
function reader(name: string, clientId: string, opts: pulumi.CustomResourceOptions = {}): void {
  const { objectId } = new azuread.ServicePrincipal(name, { clientId });
  const inputs = { appRoleId: mailRead, principalObjectId: objectId, resourceObjectId: graph.objectId };
  new azuread.AppRoleAssignment(`${name}-mail`, inputs, opts);
}

// The scope is for another application.
reader("other", idOf(1));
accessPolicy("foreign", idOf(2));

// The grant does not wait for the scope.
reader("early", idOf(3));
accessPolicy("early-policy", idOf(3));

// The grant stands beside a role, which has a scope.
reader("beside", idOf(4), { dependsOn: accessPolicy("beside-policy", idOf(4)) });
role("beside-role", idOf(4));

// The role is for an application that nobody sees, and for everybody.
role("unseen-role", idOf(5), { scope: { managementScope: "people" } });
exchange("unseen-people", "ManagementScope", { name: "people", recipients: { filter: "Alias -like '*'" } });

// Everybody, with a reason.
const everyone = { reason: "the archive keeps all mail" };
reader("all", idOf(6), {
  dependsOn: new MailboxScope("all-scope", { clientId: idOf(6), description: "Archive", everyone }),
});
