import type { Json } from "../graph";
import type { Args } from "../values";

/** Nested parts of an application, from inputs to Graph. Absent parts are sent as empty ones. */

export function apiBody(api: Args): Json {
  return {
    acceptMappedClaims: api.flag("mappedClaimsEnabled"),
    knownClientApplications: api.textSet("knownClientApplications"),
    oauth2PermissionScopes: api.objects("oauth2PermissionScopes").map(scopeBody),
    requestedAccessTokenVersion: api.integer("requestedAccessTokenVersion", 1),
  };
}

function scopeBody(scope: Args): Json {
  return {
    adminConsentDescription: scope.text("adminConsentDescription"),
    adminConsentDisplayName: scope.text("adminConsentDisplayName"),
    id: scope.text("id"),
    isEnabled: scope.values["enabled"] !== false,
    type: scope.text("type") || "User",
    userConsentDescription: scope.text("userConsentDescription"),
    userConsentDisplayName: scope.text("userConsentDisplayName"),
    value: scope.text("value"),
  };
}

export function appRoleBody(role: Args): Json {
  return {
    allowedMemberTypes: role.textSet("allowedMemberTypes"),
    description: role.text("description"),
    displayName: role.text("displayName"),
    id: role.text("id"),
    isEnabled: role.values["enabled"] !== false,
    value: role.text("value"),
  };
}

export function requiredResourceAccessBody(args: Args): Json[] {
  return args.objects("requiredResourceAccesses").map((access) => ({
    resourceAccess: access
      .objects("resourceAccesses")
      .map((permission) => ({ id: permission.text("id"), type: permission.text("type") })),
    resourceAppId: access.text("resourceAppId"),
  }));
}

export function optionalClaimsBody(args: Args): Json {
  if (!args.has("optionalClaims")) return {};
  const claims = args.block("optionalClaims");
  return {
    accessToken: claims.objects("accessTokens").map(claimBody),
    idToken: claims.objects("idTokens").map(claimBody),
    saml2Token: claims.objects("saml2Tokens").map(claimBody),
  };
}

function claimBody(claim: Args): Json {
  return {
    additionalProperties: claim.texts("additionalProperties"),
    essential: claim.flag("essential"),
    name: claim.text("name"),
    ...(claim.has("source") ? { source: claim.text("source") } : {}),
  };
}

function webBody(web: Args): Json {
  const grant = web.block("implicitGrant");
  return {
    homePageUrl: web.textOrNull("homepageUrl"),
    implicitGrantSettings: {
      enableAccessTokenIssuance: grant.flag("accessTokenIssuanceEnabled"),
      enableIdTokenIssuance: grant.flag("idTokenIssuanceEnabled"),
    },
    logoutUrl: web.textOrNull("logoutUrl"),
    redirectUris: web.textSet("redirectUris"),
  };
}

/** What is written whenever an application is. */
export function commonBody(args: Args): Json {
  return {
    "@odata.type": "#microsoft.graph.application",
    description: args.textOrNull("description"),
    displayName: args.text("displayName"),
    groupMembershipClaims: args.textSet("groupMembershipClaims").join(",") || null,
    info: {
      marketingUrl: args.textOrNull("marketingUrl"),
      privacyStatementUrl: args.textOrNull("privacyStatementUrl"),
      supportUrl: args.textOrNull("supportUrl"),
      termsOfServiceUrl: args.textOrNull("termsOfServiceUrl"),
    },
    isDeviceOnlyAuthSupported: args.flag("deviceOnlyAuthEnabled"),
    isFallbackPublicClient: args.flag("fallbackPublicClientEnabled"),
    notes: args.textOrNull("notes"),
    publicClient: { redirectUris: args.block("publicClient").textSet("redirectUris") },
    serviceManagementReference: args.textOrNull("serviceManagementReference"),
    signInAudience: args.text("signInAudience"),
    spa: { redirectUris: args.block("singlePageApplication").textSet("redirectUris") },
    web: webBody(args.block("web")),
  };
}
