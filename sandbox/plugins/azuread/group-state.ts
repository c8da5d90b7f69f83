import type { ValueMap } from "../rpc/values";
import type { Json } from "./graph";
import { flagOf, jsonOf, textOf, textsOf } from "./values";

/** A group as Graph has it, in the form of the resource's state. */
export function groupState(group: Json): ValueMap {
  const rule = textOf(group["membershipRule"]);
  const writeback = jsonOf(group["writebackConfiguration"]);
  return {
    assignableToRole: flagOf(group["isAssignableToRole"]),
    autoSubscribeNewMembers: false,
    behaviors: textsOf(group["resourceBehaviorOptions"]),
    description: textOf(group["description"]),
    displayName: textOf(group["displayName"]),
    dynamicMembership: rule === "" ? null : { enabled: group["membershipRuleProcessingState"] !== "Paused", rule },
    externalSendersAllowed: false,
    hideFromAddressLists: false,
    hideFromOutlookClients: false,
    mail: textOf(group["mail"]),
    mailEnabled: flagOf(group["mailEnabled"]),
    mailNickname: textOf(group["mailNickname"]),
    objectId: textOf(group["id"]),
    onpremisesDomainName: textOf(group["onPremisesDomainName"]),
    onpremisesGroupType: textOf(writeback["onPremisesGroupType"]),
    onpremisesNetbiosName: textOf(group["onPremisesNetBiosName"]),
    onpremisesSamAccountName: textOf(group["onPremisesSamAccountName"]),
    onpremisesSecurityIdentifier: textOf(group["onPremisesSecurityIdentifier"]),
    onpremisesSyncEnabled: flagOf(group["onPremisesSyncEnabled"]),
    preferredLanguage: textOf(group["preferredLanguage"]),
    provisioningOptions: textsOf(group["resourceProvisioningOptions"]),
    proxyAddresses: textsOf(group["proxyAddresses"]),
    securityEnabled: flagOf(group["securityEnabled"]),
    theme: textOf(group["theme"]),
    types: textsOf(group["groupTypes"]),
    visibility: textOf(group["visibility"]),
    writebackEnabled: flagOf(writeback["isEnabled"]),
  };
}
