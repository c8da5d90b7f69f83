import type { ValueMap } from "../rpc/values";
import type { Json } from "./graph";
import { flagOf, jsonOf, textOf, textsOf } from "./values";

/** Texts of a user that have the same name in Graph. */
export const sameNamedTexts = [
  "ageGroup",
  "city",
  "companyName",
  "consentProvidedForMinor",
  "country",
  "creationType",
  "department",
  "displayName",
  "employeeHireDate",
  "employeeId",
  "employeeType",
  "externalUserState",
  "faxNumber",
  "givenName",
  "jobTitle",
  "mail",
  "mailNickname",
  "mobilePhone",
  "officeLocation",
  "postalCode",
  "preferredLanguage",
  "state",
  "streetAddress",
  "surname",
  "usageLocation",
  "userPrincipalName",
  "userType",
];

const onPremisesTexts = [
  "DistinguishedName",
  "DomainName",
  "ImmutableId",
  "SamAccountName",
  "SecurityIdentifier",
  "UserPrincipalName",
];

/** All properties that are asked of Graph; without them it tells only a few. */
export const userProperties = [
  ...sameNamedTexts,
  ...onPremisesTexts.map((name) => `onPremises${name}`),
  "accountEnabled",
  "businessPhones",
  "employeeOrgData",
  "id",
  "imAddresses",
  "onPremisesSyncEnabled",
  "otherMails",
  "proxyAddresses",
  "showInAddressList",
].sort();

/** A user as Graph has it, in the form that resource and data source share. */
export function userState(user: Json): ValueMap {
  const organisation = jsonOf(user["employeeOrgData"]);
  return {
    ...Object.fromEntries(sameNamedTexts.map((name) => [name, textOf(user[name])])),
    ...Object.fromEntries(onPremisesTexts.map((name) => [`onpremises${name}`, textOf(user[`onPremises${name}`])])),
    accountEnabled: flagOf(user["accountEnabled"]),
    businessPhones: textsOf(user["businessPhones"]),
    costCenter: textOf(organisation["costCenter"]),
    division: textOf(organisation["division"]),
    imAddresses: textsOf(user["imAddresses"]),
    objectId: textOf(user["id"]),
    onpremisesSyncEnabled: flagOf(user["onPremisesSyncEnabled"]),
    otherMails: textsOf(user["otherMails"]),
    proxyAddresses: textsOf(user["proxyAddresses"]),
    showInAddressList: flagOf(user["showInAddressList"]),
  };
}
