import type { Group } from "../model";
import type { Json, ResourceType } from "./odata/query";
import type { PropertyDefaults } from "./properties";

/** What is kept of a group besides the modelled properties, with Graph's defaults. */
export const groupDefaults: PropertyDefaults = {
  classification: null,
  createdDateTime: null,
  creationOptions: [],
  deletedDateTime: null,
  expirationDateTime: null,
  isAssignableToRole: null,
  isManagementRestricted: null,
  membershipRule: null,
  membershipRuleProcessingState: null,
  onPremisesDomainName: null,
  onPremisesLastSyncDateTime: null,
  onPremisesNetBiosName: null,
  onPremisesProvisioningErrors: [],
  onPremisesSamAccountName: null,
  onPremisesSecurityIdentifier: null,
  preferredDataLocation: null,
  preferredLanguage: null,
  proxyAddresses: [],
  renewedDateTime: null,
  resourceBehaviorOptions: [],
  resourceProvisioningOptions: [],
  theme: null,
  uniqueName: null,
  writebackConfiguration: { isEnabled: null, onPremisesGroupType: null },
};

const MODELLED = [
  ...["id", "displayName", "description", "mailEnabled", "mailNickname", "mail", "securityEnabled", "groupTypes"],
  ...["visibility", "onPremisesSyncEnabled", "securityIdentifier"],
];

export const groupType: ResourceType = {
  name: "group",
  set: "groups",
  properties: new Set([...MODELLED, ...Object.keys(groupDefaults)]),
};

export const renderGroup = (group: Group): Json => ({
  id: group.id,
  ...groupDefaults,
  ...group.other,
  displayName: group.displayName,
  description: group.description,
  mailEnabled: group.mailEnabled,
  mailNickname: group.mailNickname,
  mail: group.mail,
  securityEnabled: group.securityEnabled,
  groupTypes: group.groupTypes,
  visibility: group.visibility,
  onPremisesSyncEnabled: group.onPremisesSyncEnabled,
  securityIdentifier: group.securityIdentifier,
});
