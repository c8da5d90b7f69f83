import type { ValueMap } from "../rpc/values";
import type { Json } from "./graph";
import { appRolesOf, featuresOf, featureTagsOf, idsByValue, scopesOf } from "./permissions";
import { flagOf, jsonOf, sameId, textOf, textsOf } from "./values";

/**
 * A service principal as Graph has it, in the form that resource and data source share.
 *
 * @param more what only the beta API tells
 */
export function servicePrincipalState(principal: Json, more: Json): ValueMap {
  return {
    accountEnabled: flagOf(principal["accountEnabled"]),
    alternativeNames: textsOf(principal["alternativeNames"]),
    appRoleAssignmentRequired: flagOf(principal["appRoleAssignmentRequired"]),
    appRoleIds: idsByValue(principal["appRoles"]),
    appRoles: appRolesOf(principal["appRoles"]),
    applicationTenantId: textOf(principal["appOwnerOrganizationId"]),
    clientId: textOf(principal["appId"]),
    description: textOf(principal["description"]),
    displayName: textOf(principal["displayName"]),
    featureTags: [featureTagsOf(principal["tags"])],
    features: [featuresOf(principal["tags"])],
    homepageUrl: textOf(principal["homepage"]),
    loginUrl: textOf(principal["loginUrl"]),
    logoutUrl: textOf(principal["logoutUrl"]),
    notes: textOf(principal["notes"]),
    notificationEmailAddresses: textsOf(principal["notificationEmailAddresses"]),
    oauth2PermissionScopeIds: idsByValue(principal["oauth2PermissionScopes"]),
    oauth2PermissionScopes: scopesOf(principal["oauth2PermissionScopes"]),
    objectId: textOf(principal["id"]),
    preferredSingleSignOnMode: textOf(principal["preferredSingleSignOnMode"]),
    redirectUris: textsOf(principal["replyUrls"]),
    samlMetadataUrl: textOf(more["samlMetadataUrl"]),
    samlSingleSignOn: { relayState: textOf(jsonOf(principal["samlSingleSignOnSettings"])["relayState"]) },
    servicePrincipalNames: servicePrincipalNamesOf(principal),
    signInAudience: textOf(principal["signInAudience"]),
    tags: textsOf(principal["tags"]),
    type: textOf(principal["servicePrincipalType"]),
  };
}

/** Its names but for the client ID, which is always one. */
export function servicePrincipalNamesOf(principal: Json): string[] {
  return textsOf(principal["servicePrincipalNames"]).filter((name) => !sameId(name, principal["appId"]));
}
