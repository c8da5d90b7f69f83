import {
  block,
  flag,
  integer,
  list,
  map,
  object,
  output,
  set,
  text,
  textSet,
  type Fields,
} from "../../schema/property";
import {
  all,
  atMost,
  base64,
  clientRedirect,
  logoutAddress,
  notEmpty,
  oneOf,
  oneOfNumbers,
  pageRedirect,
  time,
  uuid,
  webAddress,
  webRedirect,
} from "../../schema/validators";
import { featureTagFields, ownAppRole, ownScope } from "../permissions";

export const signInAudience = oneOf(
  "AzureADMyOrg",
  "AzureADMultipleOrgs",
  "AzureADandPersonalMicrosoftAccount",
  "PersonalMicrosoftAccount",
);

export const groupMembershipClaim = oneOf("All", "None", "ApplicationGroup", "DirectoryRole", "SecurityGroup");

const claimProperty = oneOf(
  "cloud_displayname",
  "dns_domain_and_sam_account_name",
  "emit_as_roles",
  "include_externally_authenticated_upn_without_hash",
  "include_externally_authenticated_upn",
  "max_size_limit",
  "netbios_domain_and_sam_account_name",
  "on_premise_security_identifier",
  "sam_account_name",
  "use_guid",
);

const optionalClaims = list(
  object({
    additionalProperties: list(text({ validate: claimProperty })),
    essential: flag({ default: false }),
    name: text({ required: true }),
    source: text({ validate: oneOf("user") }),
  }),
);

/** Properties of `Application`. */
export const applicationFields: Fields = {
  api: block({
    knownClientApplications: textSet({}, uuid),
    mappedClaimsEnabled: flag(),
    oauth2PermissionScopes: set(object(ownScope), { stateName: "oauth2_permission_scope" }),
    requestedAccessTokenVersion: integer({ default: 1, validate: oneOfNumbers(1, 2) }),
  }),
  appRoleIds: output(map()),
  appRoles: set(object(ownAppRole), { stateName: "app_role" }),
  clientId: output(text()),
  description: text({ validate: atMost(1024) }),
  deviceOnlyAuthEnabled: flag(),
  disabledByMicrosoft: output(text()),
  displayName: text({ required: true, validate: notEmpty }),
  fallbackPublicClientEnabled: flag(),
  featureTags: list(object(featureTagFields), { computed: true, conflictsWith: ["tags"] }),
  groupMembershipClaims: textSet({}, groupMembershipClaim),
  identifierUris: textSet({}, notEmpty),
  logoImage: text({ validate: all(notEmpty, base64) }),
  logoUrl: output(text()),
  marketingUrl: text(),
  notes: text({ validate: notEmpty }),
  oauth2PermissionScopeIds: output(map()),
  oauth2PostResponseRequired: flag(),
  objectId: output(text()),
  optionalClaims: block({
    accessTokens: { ...optionalClaims, stateName: "access_token" },
    idTokens: { ...optionalClaims, stateName: "id_token" },
    saml2Tokens: { ...optionalClaims, stateName: "saml2_token" },
  }),
  owners: textSet({}, uuid),
  password: block(
    {
      displayName: text({ required: true }),
      endDate: text({ computed: true, validate: time }),
      keyId: output(text()),
      startDate: text({ computed: true, validate: time }),
      value: output(text({ secret: true })),
    },
    { unordered: true },
  ),
  preventDuplicateNames: flag({ default: false }),
  privacyStatementUrl: text(),
  publicClient: block({ redirectUris: textSet({}, clientRedirect) }),
  publisherDomain: output(text()),
  requiredResourceAccesses: set(
    object({
      resourceAccesses: list(
        object({
          id: text({ required: true, validate: uuid }),
          type: text({ required: true, validate: oneOf("Role", "Scope") }),
        }),
        { required: true, stateName: "resource_access" },
      ),
      resourceAppId: text({ required: true }),
    }),
    { stateName: "required_resource_access" },
  ),
  serviceManagementReference: text(),
  signInAudience: text({ default: "AzureADMyOrg", validate: signInAudience }),
  singlePageApplication: block({ redirectUris: textSet({}, pageRedirect) }),
  supportUrl: text(),
  tags: textSet({ computed: true, conflictsWith: ["featureTags"] }),
  templateId: text({ computed: true, replaces: true, validate: uuid }),
  termsOfServiceUrl: text(),
  web: block({
    homepageUrl: text({ validate: webAddress }),
    implicitGrant: block({ accessTokenIssuanceEnabled: flag(), idTokenIssuanceEnabled: flag() }),
    logoutUrl: text({ validate: logoutAddress }),
    redirectUris: textSet({}, webRedirect),
  }),
};
