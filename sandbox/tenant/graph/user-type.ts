import type { User } from "../model";
import type { Json, ResourceType } from "./odata/query";
import type { PropertyDefaults } from "./properties";

/** What is kept of a user besides the modelled properties, with Graph's defaults. */
export const userDefaults: PropertyDefaults = {
  ageGroup: null,
  businessPhones: [],
  city: null,
  companyName: null,
  consentProvidedForMinor: null,
  country: null,
  createdDateTime: null,
  creationType: null,
  deletedDateTime: null,
  employeeHireDate: null,
  employeeId: null,
  employeeOrgData: null,
  employeeType: null,
  externalUserState: null,
  faxNumber: null,
  imAddresses: [],
  mobilePhone: null,
  onPremisesDistinguishedName: null,
  onPremisesDomainName: null,
  onPremisesImmutableId: null,
  onPremisesSamAccountName: null,
  onPremisesSecurityIdentifier: null,
  onPremisesSyncEnabled: null,
  onPremisesUserPrincipalName: null,
  otherMails: [],
  passwordPolicies: null,
  postalCode: null,
  preferredLanguage: null,
  proxyAddresses: [],
  securityIdentifier: null,
  showInAddressList: null,
  state: null,
  streetAddress: null,
};

const MODELLED = [
  ...[
    "id",
    "userPrincipalName",
    "displayName",
    "givenName",
    "surname",
    "mail",
    "mailNickname",
    "department",
    "jobTitle",
  ],
  ...["officeLocation", "usageLocation", "accountEnabled", "userType", "assignedLicenses"],
];

export const userType: ResourceType = {
  name: "user",
  set: "users",
  properties: new Set([...MODELLED, ...Object.keys(userDefaults)]),
  /** Without `$select` Graph returns these alone. */
  defaultProperties: [
    ...["businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation"],
    ...["preferredLanguage", "surname", "userPrincipalName", "id"],
  ],
};

export const renderUser = (user: User): Json => ({
  id: user.id,
  ...userDefaults,
  ...user.other,
  userPrincipalName: user.userPrincipalName,
  displayName: user.displayName,
  givenName: user.givenName,
  surname: user.surname,
  mail: user.mail,
  mailNickname: user.mailNickname,
  department: user.department,
  jobTitle: user.jobTitle,
  officeLocation: user.officeLocation,
  usageLocation: user.usageLocation,
  accountEnabled: user.accountEnabled,
  userType: user.userType,
  assignedLicenses: user.assignedLicenses,
});

const modelled = new Set(MODELLED);

/** A user with some properties only, as {@link renderUser} tells them. */
export function partOfUser(user: User, properties: readonly string[]): Json {
  const part: Json = {};
  for (const name of properties)
    part[name] = modelled.has(name) ? user[name as keyof User] : (user.other[name] ?? userDefaults[name]);
  return part;
}
