import { findRegistration } from "../login/client";
import type { Cloud, ServicePrincipal } from "../model";
import { renderKeyCredential, renderPasswordCredential } from "./application-type";
import type { Json, ResourceType } from "./odata/query";
import type { PropertyDefaults } from "./properties";

/** What callers may write of a service principal besides owners, with Graph's defaults. */
export const servicePrincipalDefaults: PropertyDefaults = {
  accountEnabled: true,
  addIns: [],
  alternativeNames: [],
  appRoleAssignmentRequired: false,
  customSecurityAttributes: null,
  description: null,
  homepage: null,
  loginUrl: null,
  logoutUrl: null,
  notes: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  preferredTokenSigningKeyThumbprint: null,
  replyUrls: [],
  samlSingleSignOnSettings: null,
  tags: [],
  tokenEncryptionKeyId: null,
};

const BETA_ONLY = ["samlMetadataUrl", "publisherName"];

export const servicePrincipalType: ResourceType = {
  name: "servicePrincipal",
  set: "servicePrincipals",
  properties: new Set([
    ...Object.keys(servicePrincipalDefaults),
    ...BETA_ONLY,
    ...[
      "id",
      "appId",
      "appDescription",
      "appDisplayName",
      "appOwnerOrganizationId",
      "applicationTemplateId",
      "createdDateTime",
    ],
    ...["deletedDateTime", "disabledByMicrosoftStatus", "displayName", "appRoles", "oauth2PermissionScopes", "info"],
    ...["keyCredentials", "passwordCredentials", "resourceSpecificApplicationPermissions", "servicePrincipalNames"],
    ...["servicePrincipalType", "signInAudience", "verifiedPublisher"],
  ]),
};

/** A service principal; what it takes over from its registration is read from there when the registration is in this cloud. */
export function renderServicePrincipal(cloud: Cloud, principal: ServicePrincipal, version: "v1.0" | "beta"): Json {
  const registration = findRegistration(cloud, principal.appId)?.application;
  const inherited = inheritedFrom(registration?.properties);
  return {
    id: principal.id,
    deletedDateTime: null,
    ...servicePrincipalDefaults,
    ...inherited,
    ...principal.properties,
    accountEnabled: principal.accountEnabled,
    appRoleAssignmentRequired: principal.appRoleAssignmentRequired,
    samlSingleSignOnSettings: renderSamlSettings(principal.properties["samlSingleSignOnSettings"]),
    appDisplayName: principal.displayName,
    appId: principal.appId,
    applicationTemplateId: null,
    appOwnerOrganizationId: principal.appOwnerOrganizationId,
    createdDateTime: principal.createdDateTime,
    disabledByMicrosoftStatus: null,
    displayName: principal.displayName,
    servicePrincipalNames: [
      principal.appId,
      ...((registration?.properties["identifierUris"] as string[] | undefined) ?? []),
    ],
    servicePrincipalType: principal.servicePrincipalType,
    signInAudience: registration?.signInAudience ?? "AzureADMultipleOrgs",
    appRoles: principal.appRoles.map((role) => ({ ...role, origin: "Application" })),
    oauth2PermissionScopes: principal.oauth2PermissionScopes,
    resourceSpecificApplicationPermissions: [],
    keyCredentials: principal.keyCredentials.map(renderKeyCredential),
    passwordCredentials: principal.passwordCredentials.map(renderPasswordCredential),
    ...(version === "beta" && { samlMetadataUrl: null, publisherName: null }),
  };
}

const NO_PUBLISHER = { displayName: null, verifiedPublisherId: null, addedDateTime: null };
const NO_INFO = {
  logoUrl: null,
  marketingUrl: null,
  privacyStatementUrl: null,
  supportUrl: null,
  termsOfServiceUrl: null,
};

function inheritedFrom(application: Json | undefined): Json {
  const web = application?.["web"] as Json | undefined;
  const spa = application?.["spa"] as Json | undefined;
  const publicClient = application?.["publicClient"] as Json | undefined;
  const uris = [web, spa, publicClient].flatMap(
    (platform) => (platform?.["redirectUris"] as string[] | undefined) ?? [],
  );
  return {
    appDescription: application?.["description"] ?? null,
    homepage: web?.["homePageUrl"] ?? null,
    logoutUrl: web?.["logoutUrl"] ?? null,
    replyUrls: uris,
    info: application?.["info"] ?? NO_INFO,
    verifiedPublisher: application?.["verifiedPublisher"] ?? NO_PUBLISHER,
  };
}

const renderSamlSettings = (settings: unknown): Json | null =>
  settings === null || settings === undefined ? null : { relayState: null, ...(settings as Json) };
