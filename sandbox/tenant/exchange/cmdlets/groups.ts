import { randomUUID } from "node:crypto";
import { removeGroup } from "../../directory";
import type { Group, Recipient } from "../../model";
import {
  flagOf,
  recipientOf,
  textOf,
  textsOf,
  visibleRecipients,
  type Cmdlet,
  type CmdletCall,
  type Json,
} from "../cmdlet";
import { exists, invalid, notFound } from "../faults";
import { findRecipient } from "../recipient-table";
import { isGroup, newRecipient, sidFor } from "../recipients";
import { change, drop, put, seen } from "../replicas";
import { checkMemberCount, checkWritable, groupOf, memberOf } from "./group-rules";

const newDistributionGroup: Cmdlet = {
  name: "New-DistributionGroup",
  parameters: {
    Name: "string",
    Alias: "string",
    DisplayName: "string",
    Type: "string",
    PrimarySmtpAddress: "string",
    ManagedBy: "strings",
    Members: "strings",
    MemberDepartRestriction: "string",
    MemberJoinRestriction: "string",
    RequireSenderAuthenticationEnabled: "boolean",
    IgnoreNamingPolicy: "boolean",
    Notes: "string",
    Description: "string",
    Confirm: "boolean",
  },
  required: ["Name"],
  run(call) {
    const { tenant, cloud } = call;
    const name = textOf(call, "Name");
    call.setTarget(name);
    const displayName = textOf(call, "DisplayName") || name;
    const alias = textOf(call, "Alias") || name.replace(/[^A-Za-z0-9.-]/g, "");
    const type = textOf(call, "Type") || "Distribution";
    const address = (textOf(call, "PrimarySmtpAddress") || `${alias}@${defaultDomain(call)}`).toLowerCase();
    checkNames(call, { name, displayName, alias, address, type });
    if (call.parameters.ManagedBy === undefined && !call.caller.user && cloud.options.managedByRequiredForApps) {
      throw invalid("The group must have at least one owner. Specify a value for the ManagedBy parameter.");
    }
    const managers = textsOf(call, "ManagedBy").map((each) => recipientOf(call, each).name);
    const members = textsOf(call, "Members").map((each) => memberOf(call, each));
    checkMemberCount(members.length);
    const now = cloud.clock.now();
    const id = randomUUID();
    const security = type === "Security";
    const group: Group = {
      id,
      displayName,
      description: textOf(call, "Description") || null,
      mailEnabled: true,
      mailNickname: alias,
      mail: address,
      securityEnabled: security,
      groupTypes: [],
      visibility: null,
      onPremisesSyncEnabled: null,
      securityIdentifier: sidFor(tenant, id),
      members: new Set(members.map((each) => each.id)),
      owners: new Set(),
      other: { createdDateTime: now.toISOString() },
    };
    tenant.groups.set(id, group);
    const recipient = newRecipient(tenant, {
      id,
      // The service adds a timestamp, so that nothing can be looked up by the name that was sent.
      name: `${name}${now.toISOString().replace(/\D/g, "").slice(0, 14)}`,
      alias,
      displayName,
      address,
      type: security ? "MailUniversalSecurityGroup" : "MailUniversalDistributionGroup",
      isDirSynced: false,
      sid: group.securityIdentifier,
      managedBy: managers,
    });
    put(call, "recipients", id, recipient);
    // The answer lacks the members that were set.
    return [{ ...renderGroup(recipient, group), Members: [] }];
  },
};

function defaultDomain(call: CmdletCall): string {
  return call.tenant.domains.find((each) => each.isDefault)?.id ?? call.tenant.initialDomain;
}

function checkNames(
  call: CmdletCall,
  wanted: { name: string; displayName: string; alias: string; address: string; type: string },
): void {
  const { name, displayName, alias, address, type } = wanted;
  if (name.length === 0 || name.length > 64)
    throw invalid(
      `The length of the property is too long. The maximum length is 64 and the length of the value provided is ${name.length}.`,
    );
  if (displayName.length > 256)
    throw invalid(
      `The length of the property is too long. The maximum length is 256 and the length of the value provided is ${displayName.length}.`,
    );
  if (!/^[A-Za-z0-9!#%*+/=?^_`{|}~.$&'-]{1,64}$/.test(alias))
    throw invalid(`The value "${alias}" of property Alias is not valid.`);
  if (type !== "Distribution" && type !== "Security") throw invalid(`Cannot bind parameter 'Type' to "${type}".`);
  for (const parameter of ["MemberDepartRestriction", "MemberJoinRestriction"]) {
    if (type === "Security" && textOf(call, parameter) === "Open") {
      throw invalid(`${parameter} can't be Open for a security group.`);
    }
  }
  const domain = address.split("@")[1] ?? "";
  if (!call.tenant.domains.some((each) => each.id === domain)) {
    throw invalid(`The domain "${domain}" of the address "${address}" isn't an accepted domain of the organization.`);
  }
  const { recipients } = call.tenant.exchange;
  if (findRecipient(recipients, address)) {
    throw invalid(
      `The proxy address "SMTP:${address}" is already being used by the proxy addresses of another recipient.`,
    );
  }
  const taken = [...recipients.values()].find(
    (each) => isGroup(each) && (each.name === name || each.alias.toLowerCase() === alias.toLowerCase()),
  );
  if (taken) throw exists(`CN=${name},OU=${call.tenant.initialDomain}`);
}

const getDistributionGroup: Cmdlet = {
  name: "Get-DistributionGroup",
  parameters: { Identity: "string", ResultSize: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    const render = (each: Recipient) => renderGroup(each, call.tenant.groups.get(each.id));
    const isOfExchange = (each: Recipient) => isGroup(each) && each.recipientTypeDetails !== "GroupMailbox";
    if (identity === "") return visibleRecipients(call).filter(isOfExchange).map(render);
    const found = findRecipient(seen(call, "recipients"), identity, isOfExchange);
    if (!found) throw notFound(identity);
    return [render(found)];
  },
};

const setDistributionGroup: Cmdlet = {
  name: "Set-DistributionGroup",
  parameters: {
    Identity: "string",
    DisplayName: "string",
    Description: "string",
    ManagedBy: "strings",
    HiddenFromAddressListsEnabled: "boolean",
    BypassSecurityGroupManagerCheck: "boolean",
    Confirm: "boolean",
  },
  required: ["Identity"],
  run(call) {
    const recipient = groupOf(call);
    checkWritable(call, recipient);
    const displayName = textOf(call, "DisplayName");
    const managers = textsOf(call, "ManagedBy").map((each) => recipientOf(call, each).name);
    const hidden = flagOf(call, "HiddenFromAddressListsEnabled");
    change(call, "recipients", recipient.id, (each) => {
      if (displayName) each.displayName = displayName;
      // An empty list does not clear a list.
      if (managers.length > 0) each.managedBy = managers;
      if (hidden !== undefined) each.hiddenFromAddressLists = hidden;
    });
    const group = call.tenant.groups.get(recipient.id);
    if (group && displayName) group.displayName = displayName;
    const description = textOf(call, "Description");
    if (group && description) group.description = description;
    return [];
  },
};

const removeDistributionGroup: Cmdlet = {
  name: "Remove-DistributionGroup",
  parameters: { Identity: "string", BypassSecurityGroupManagerCheck: "boolean", Confirm: "boolean" },
  required: ["Identity"],
  run(call) {
    const recipient = groupOf(call);
    checkWritable(call, recipient);
    change(call, "members", recipient.id, (members) => members.clear());
    drop(call, "recipients", recipient.id);
    const group = call.tenant.groups.get(recipient.id);
    if (group) removeGroup(call.tenant, group);
    return [];
  },
};

function renderGroup(recipient: Recipient, group: Group | undefined): Json {
  const security = group?.securityEnabled ?? false;
  return {
    Identity: recipient.name,
    Guid: recipient.guid,
    ExternalDirectoryObjectId: recipient.id,
    DistinguishedName: recipient.distinguishedName,
    Name: recipient.name,
    DisplayName: recipient.displayName,
    // A list, though there is one at most.
    Description: group?.description ? [group.description] : [],
    Alias: recipient.alias,
    PrimarySmtpAddress: recipient.primarySmtpAddress,
    EmailAddresses: recipient.emailAddresses,
    GroupType: security ? "Universal, SecurityEnabled" : "Universal",
    RecipientType: security ? "MailUniversalSecurityGroup" : "MailUniversalDistributionGroup",
    RecipientTypeDetails: recipient.recipientTypeDetails,
    ManagedBy: recipient.managedBy,
    IsDirSynced: recipient.isDirSynced,
    HiddenFromAddressListsEnabled: recipient.hiddenFromAddressLists,
  };
}

export const groupCmdlets: readonly Cmdlet[] = [
  newDistributionGroup,
  getDistributionGroup,
  setDistributionGroup,
  removeDistributionGroup,
];
