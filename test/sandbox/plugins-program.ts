/**
 * The program of plugins.test.ts: every resource and look-up of the offline plugins, in three states. Runs on the engine in a process of
 * its own, from a folder below `test/dist` so that its packages are found.
 */
import * as azuread from "@pulumi/azuread";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const config = new pulumi.Config();
const changed = config.getBoolean("changed") ?? false;
const adopted = config.get("adopted");
const certificate = (name: string): string => readFileSync(join(process.cwd(), `${name}.pem`), "utf8");

const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });
const megan = azuread.getUserOutput({ userPrincipalName: "meganb@contoso.com" });
const patti = azuread.getUserOutput({ userPrincipalName: "pattif@contoso.com" });
const permission = (name: string) => graph.appRoleIds.apply((ids) => ids[name] ?? "");

const application = new azuread.Application("application", {
  displayName: changed ? "Dialler 2" : "Dialler",
  signInAudience: "AzureADMyOrg",
  owners: changed ? [megan.objectId, patti.objectId] : [megan.objectId],
  web: { redirectUris: ["https://dialler.example/callback"] },
  api: {
    oauth2PermissionScopes: [
      {
        id: "0d1b2c3a-1111-4222-8333-444455556666",
        value: changed ? "calls.write" : "calls.read",
        adminConsentDisplayName: "Calls",
        adminConsentDescription: "Calls of the signed-in user",
      },
    ],
  },
  requiredResourceAccesses: [
    { resourceAppId: graph.clientId, resourceAccesses: [{ id: permission("Contacts.Read"), type: "Role" }] },
  ],
});
new azuread.ApplicationCertificate("certificate", {
  applicationId: application.id,
  type: "AsymmetricX509Cert",
  value: certificate(changed ? "second" : "first"),
});
const password = new azuread.ApplicationPassword("password", { applicationId: application.id, displayName: "dialler" });
new azuread.ApplicationFederatedIdentityCredential("federated", {
  applicationId: application.id,
  displayName: "ci",
  audiences: ["api://AzureADTokenExchange"],
  issuer: "https://issuer.example",
  subject: changed ? "repo:b" : "repo:a",
});

const registration = new azuread.ApplicationRegistration("registration", {
  displayName: "Recorder",
  notes: changed ? "second" : "first",
});
new azuread.ApplicationApiAccess("api-access", {
  applicationId: registration.id,
  apiClientId: graph.clientId,
  roleIds: [permission("Calendars.Read")],
  scopeIds: changed ? [graph.oauth2PermissionScopeIds.apply((ids) => ids["User.Read"] ?? "")] : [],
});
new azuread.ApplicationOwner("owner", {
  applicationId: registration.id,
  ownerObjectId: changed ? patti.objectId : megan.objectId,
});
new azuread.ApplicationRedirectUris("redirect-uris", {
  applicationId: registration.id,
  type: "Web",
  redirectUris: [changed ? "https://recorder.example/b" : "https://recorder.example/a"],
});

const principal = new azuread.ServicePrincipal("principal", {
  clientId: application.clientId,
  appRoleAssignmentRequired: true,
  featureTags: [{ enterprise: true, hide: changed }],
  notes: "dials",
});
const vendor = new azuread.ServicePrincipal("vendor", {
  clientId: "6135b4c8-8900-475f-84db-b8ee65fbb329",
  useExisting: true,
});
new azuread.AppRoleAssignment("consent", {
  appRoleId: permission(changed ? "Contacts.Read" : "Calendars.Read"),
  principalObjectId: principal.objectId,
  resourceObjectId: graph.objectId,
});
new azuread.ServicePrincipalDelegatedPermissionGrant("grant", {
  servicePrincipalObjectId: vendor.objectId,
  resourceServicePrincipalObjectId: graph.objectId,
  claimValues: changed ? ["User.Read", "Contacts.Read"] : ["User.Read"],
});

const group = new azuread.Group("group", {
  displayName: "Diallers",
  securityEnabled: true,
  owners: [patti.objectId],
  description: changed ? "who dials" : undefined,
});
new azuread.GroupMember("member", { groupObjectId: group.objectId, memberObjectId: megan.objectId });
new azuread.AppRoleAssignment("assignment", {
  appRoleId: "00000000-0000-0000-0000-000000000000",
  principalObjectId: group.objectId,
  resourceObjectId: principal.objectId,
});
if (adopted !== undefined) {
  new azuread.Group("adopted", { displayName: "Adopted", securityEnabled: true }, { import: adopted });
}

const step = new command.local.Command("step", {
  create: 'echo "created $(cat)"',
  update: 'echo "updated $(cat) after $PULUMI_COMMAND_STDOUT"',
  stdin: pulumi.interpolate`${principal.appRoleAssignmentRequired} ${changed}`,
});
const secretStep = new command.local.Command(
  "secret-step",
  { create: "cat", stdin: password.value, logging: "none" },
  // a secret input alone does not make the output one
  { additionalSecretOutputs: ["stdout", "stderr"] },
);
const now = command.local.runOutput({ command: "echo $((20 + 22))" });
const found = azuread.getGroupOutput({ objectId: group.objectId });

export const clientId = application.clientId;
export const groupName = found.displayName;
export const said = step.stdout;
export const secretSaid = secretStep.stdout;
export const answer = now.stdout;
