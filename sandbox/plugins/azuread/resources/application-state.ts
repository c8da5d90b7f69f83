import type { ValueMap } from "../../rpc/values";
import type { Json } from "../graph";
import { appRolesOf, featureTagsOf, idsByValue, scopesOf } from "../permissions";
import { flagOf, jsonOf, jsonsOf, textOf, textsOf } from "../values";

/** An application as Graph has it, in the form of the resource's state. */
export function applicationState(app: Json): ValueMap {
  const info = jsonOf(app["info"]);
  const web = jsonOf(app["web"]);
  const grant = jsonOf(web["implicitGrantSettings"]);
  const claims = jsonOf(app["optionalClaims"]);
  return {
    api: apiOf(jsonOf(app["api"])),
    appRoleIds: idsByValue(app["appRoles"]),
    appRoles: appRolesOf(app["appRoles"]),
    clientId: textOf(app["appId"]),
    description: textOf(app["description"]),
    deviceOnlyAuthEnabled: flagOf(app["isDeviceOnlyAuthSupported"]),
    disabledByMicrosoft: textOf(app["disabledByMicrosoftStatus"]),
    displayName: textOf(app["displayName"]),
    fallbackPublicClientEnabled: flagOf(app["isFallbackPublicClient"]),
    featureTags: [featureTagsOf(app["tags"])],
    groupMembershipClaims: groupMembershipClaimsOf(app),
    identifierUris: textsOf(app["identifierUris"]),
    logoUrl: textOf(info["logoUrl"]),
    marketingUrl: textOf(info["marketingUrl"]),
    notes: textOf(app["notes"]),
    oauth2PermissionScopeIds: idsByValue(jsonOf(app["api"])["oauth2PermissionScopes"]),
    objectId: textOf(app["id"]),
    optionalClaims: {
      accessTokens: claimsOf(claims["accessToken"]),
      idTokens: claimsOf(claims["idToken"]),
      saml2Tokens: claimsOf(claims["saml2Token"]),
    },
    privacyStatementUrl: textOf(info["privacyStatementUrl"]),
    publicClient: { redirectUris: textsOf(jsonOf(app["publicClient"])["redirectUris"]) },
    publisherDomain: textOf(app["publisherDomain"]),
    requiredResourceAccesses: jsonsOf(app["requiredResourceAccess"]).map((access) => ({
      resourceAccesses: jsonsOf(access["resourceAccess"]).map((permission) => ({
        id: textOf(permission["id"]),
        type: textOf(permission["type"]),
      })),
      resourceAppId: textOf(access["resourceAppId"]),
    })),
    serviceManagementReference: textOf(app["serviceManagementReference"]),
    signInAudience: textOf(app["signInAudience"]),
    singlePageApplication: { redirectUris: textsOf(jsonOf(app["spa"])["redirectUris"]) },
    supportUrl: textOf(info["supportUrl"]),
    tags: textsOf(app["tags"]),
    templateId: textOf(app["applicationTemplateId"]),
    termsOfServiceUrl: textOf(info["termsOfServiceUrl"]),
    web: {
      homepageUrl: textOf(web["homePageUrl"]),
      implicitGrant: {
        accessTokenIssuanceEnabled: flagOf(grant["enableAccessTokenIssuance"]),
        idTokenIssuanceEnabled: flagOf(grant["enableIdTokenIssuance"]),
      },
      logoutUrl: textOf(web["logoutUrl"]),
      redirectUris: textsOf(web["redirectUris"]),
    },
  };
}

/** Graph keeps them as one text. */
export function groupMembershipClaimsOf(app: Json): string[] {
  const claims = textOf(app["groupMembershipClaims"]);
  return claims === "" ? [] : claims.split(",").map((claim) => claim.trim());
}

function apiOf(api: Json): ValueMap {
  const version = api["requestedAccessTokenVersion"];
  return {
    knownClientApplications: textsOf(api["knownClientApplications"]),
    mappedClaimsEnabled: flagOf(api["acceptMappedClaims"]),
    oauth2PermissionScopes: scopesOf(api["oauth2PermissionScopes"]),
    requestedAccessTokenVersion: typeof version === "number" ? version : 1,
  };
}

function claimsOf(value: unknown): ValueMap[] {
  return jsonsOf(value).map((claim) => ({
    additionalProperties: textsOf(claim["additionalProperties"]),
    essential: flagOf(claim["essential"]),
    name: textOf(claim["name"]),
    source: textOf(claim["source"]),
  }));
}
