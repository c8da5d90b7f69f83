import { defaultDomain, graphTime } from "../cloud";
import type { Application, FederatedIdentityCredential, KeyCredential, PasswordCredential, Tenant } from "../model";
import type { Json, ResourceType } from "./odata/query";
import type { PropertyDefaults } from "./properties";

/** What callers may write of an application besides names, owners and credentials, with Graph's defaults. */
export const applicationDefaults: PropertyDefaults = {
  addIns: [],
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: null,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  appRoles: [],
  applicationTemplateId: null,
  certification: null,
  defaultRedirectUri: null,
  description: null,
  disabledByMicrosoftStatus: null,
  groupMembershipClaims: null,
  identifierUris: [],
  info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  notes: null,
  oauth2RequirePostResponse: false,
  optionalClaims: null,
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
  publicClient: { redirectUris: [] },
  requestSignatureVerification: null,
  requiredResourceAccess: [],
  samlMetadataUrl: null,
  serviceManagementReference: null,
  servicePrincipalLockConfiguration: null,
  spa: { redirectUris: [] },
  tags: [],
  tokenEncryptionKeyId: null,
  uniqueName: null,
  verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    redirectUriSettings: [],
  },
};

/** Only the beta version has these. */
const BETA_ONLY = new Set(["oauth2RequirePostResponse"]);

export const applicationType: ResourceType = {
  name: "application",
  set: "applications",
  properties: new Set([
    ...Object.keys(applicationDefaults),
    ...["id", "appId", "displayName", "signInAudience", "createdDateTime", "deletedDateTime", "publisherDomain"],
    ...["keyCredentials", "passwordCredentials"],
  ]),
};

export function renderApplication(tenant: Tenant, application: Application, version: "v1.0" | "beta"): Json {
  const properties = { ...applicationDefaults, ...application.properties };
  const visible = Object.entries(properties).filter(([name]) => version === "beta" || !BETA_ONLY.has(name));
  return {
    id: application.id,
    deletedDateTime: application.deletedDateTime,
    appId: application.appId,
    createdDateTime: application.createdDateTime,
    displayName: application.displayName,
    publisherDomain: defaultDomain(tenant),
    signInAudience: application.signInAudience,
    ...Object.fromEntries(visible),
    optionalClaims: renderOptionalClaims(properties["optionalClaims"]),
    web: renderWeb(properties["web"] as Json),
    keyCredentials: application.keyCredentials.map(renderKeyCredential),
    passwordCredentials: application.passwordCredentials.map(renderPasswordCredential),
  };
}

const renderOptionalClaims = (claims: unknown): Json | null =>
  claims === null ? null : { idToken: [], accessToken: [], saml2Token: [], ...(claims as Json) };

function renderWeb(web: Json): Json {
  const uris = web["redirectUris"] as string[];
  return { ...web, redirectUriSettings: uris.map((uri) => ({ uri, index: null })) };
}

/** Without the key itself. */
export const renderKeyCredential = (credential: KeyCredential): Json => ({
  customKeyIdentifier: credential.customKeyIdentifier,
  displayName: credential.displayName,
  endDateTime: credential.endDateTime,
  key: null,
  keyId: credential.keyId,
  startDateTime: credential.startDateTime,
  type: credential.type,
  usage: credential.usage,
});

/** The secret itself is never returned again. */
export const renderPasswordCredential = (credential: PasswordCredential): Json => ({
  customKeyIdentifier: null,
  displayName: credential.displayName,
  endDateTime: credential.endDateTime,
  hint: credential.hint,
  keyId: credential.keyId,
  secretText: null,
  startDateTime: credential.startDateTime,
});

export const federatedCredentialType: ResourceType = {
  name: "federatedIdentityCredential",
  set: "federatedIdentityCredentials",
  properties: new Set(["id", "name", "issuer", "subject", "description", "audiences"]),
};

export const renderFederatedCredential = (credential: FederatedIdentityCredential): Json => ({
  id: credential.id,
  name: credential.name,
  issuer: credential.issuer,
  subject: credential.subject,
  description: credential.description,
  audiences: credential.audiences,
});

/** @throws RangeError when the text is no instant */
export function normalisedTime(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new RangeError(`'${text}' is no date and time`);
  return graphTime(date);
}
