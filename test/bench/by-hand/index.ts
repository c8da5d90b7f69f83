/** People.ai's access written by hand with plain azuread and command resources: what the example is measured against. */
import { join } from "node:path";
import * as azuread from "@pulumi/azuread";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const members = config.requireObject<string[]>("mailboxes");
const address = config.require("groupAddress");
const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const script = join(__dirname, "exchange.js");

function exchange(name: string, calls: { create: unknown[]; remove: unknown[] }, opts?: pulumi.CustomResourceOptions) {
  return new command.local.Command(
    name,
    { create: `node ${script} create`, delete: `node ${script} delete`, stdin: JSON.stringify(calls) },
    opts,
  );
}

const group = exchange("group", {
  create: [
    {
      CmdletName: "New-DistributionGroup",
      Parameters: {
        Name: "people-ai",
        Alias: "people-ai-by-hand",
        Type: "Security",
        PrimarySmtpAddress: address,
        ManagedBy: [members[0]],
        Members: members,
      },
    },
  ],
  remove: [
    {
      CmdletName: "Remove-DistributionGroup",
      Parameters: { Identity: address, Confirm: false, BypassSecurityGroupManagerCheck: true },
    },
  ],
});
const policy = exchange(
  "policy",
  {
    create: [
      {
        CmdletName: "New-ApplicationAccessPolicy",
        Parameters: {
          AppId: [clientId],
          PolicyScopeGroupId: address,
          AccessRight: "RestrictAccess",
          Description: "People.ai",
        },
      },
    ],
    // The identity has a part that only the service knows, so a hand-written removal has to leave the policy behind.
    remove: [],
  },
  { dependsOn: group },
);

const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });
const principal = new azuread.ServicePrincipal("people-ai", { clientId, appRoleAssignmentRequired: true });
for (const permission of ["Calendars.Read", "Contacts.Read", "Mail.Read", "User.Read.All"]) {
  new azuread.AppRoleAssignment(
    permission,
    {
      appRoleId: graph.appRoleIds.apply((ids) => ids[permission] ?? ""),
      principalObjectId: principal.objectId,
      resourceObjectId: graph.objectId,
    },
    { dependsOn: policy },
  );
}
