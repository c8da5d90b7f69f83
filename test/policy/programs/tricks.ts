/**
 * What somebody would try so that a grant that is too broad is not seen: made without our components, by string IDs, in upper case, through
 * other resources, by a transformation, under other names.
 */
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { findPermission, type ApiName } from "consentra/graph";

const idOf = (name: string, api: ApiName = "Microsoft Graph") => findPermission(api, "application", name)?.id ?? "";
const tier0 = idOf("RoleManagement.ReadWrite.Directory");

// A transformation of the stack turns a harmless grant into another one.
void pulumi.runtime.registerStackTransformation(({ name, props, opts }) =>
  name === "harmless" ? { props: { ...(props as object), appRoleId: tier0 }, opts } : undefined,
);

const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });
const exchange = azuread.getServicePrincipalOutput({ clientId: "00000002-0000-0ff1-ce00-000000000000" });
const app = new azuread.ServicePrincipal("innocent", { clientId: "6135b4c8-8900-475f-84db-b8ee65fbb329" });
const granted = (name: string, appRoleId: string, resourceObjectId: pulumi.Input<string> = graph.objectId) =>
  new azuread.AppRoleAssignment(name, { appRoleId, principalObjectId: app.objectId, resourceObjectId });

granted("harmless", idOf("User.Read.All"));
granted("upper-case", tier0.toUpperCase());
granted("mail", "810c84a8-4a9e-49e6-bf7d-12d183f40d01");
granted("other-api", idOf("full_access_as_app", "Office 365 Exchange Online"), exchange.objectId);
granted("invented", "11111111-2222-4333-8444-555555555555");

const registration = new azuread.ApplicationRegistration("registration", {
  displayName: "Nothing to see",
  signInAudience: "AzureADMultipleOrgs",
  implicitIdTokenIssuanceEnabled: true,
});
new azuread.ApplicationApiAccess("access", {
  applicationId: registration.id,
  apiClientId: "00000003-0000-0000-c000-000000000000",
  roleIds: [idOf("Directory.ReadWrite.All"), idOf("Mail.Send")],
  scopeIds: [],
});
new azuread.ServicePrincipalDelegatedPermissionGrant("everybody", {
  servicePrincipalObjectId: app.objectId,
  resourceServicePrincipalObjectId: graph.objectId,
  claimValues: ["user.read.all"],
});
new azuread.ApplicationPassword("secret", {
  applicationId: registration.id,
  displayName: "x",
  startDate: "2026-01-01T00:00:00Z",
  endDate: "2035-12-30T00:00:00Z",
});
new azuread.ApplicationRedirectUris("addresses", {
  applicationId: registration.id,
  type: "Web",
  redirectUris: ["http://app.contoso.com/"],
});
new azuread.ServicePrincipal("graph", { clientId: "00000003-0000-0000-C000-000000000000", useExisting: true });
