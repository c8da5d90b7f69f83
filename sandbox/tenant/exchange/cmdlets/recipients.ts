import type { Recipient, Tenant } from "../../model";
import { recipientOf, textOf, textsOf, visibleRecipients, type Cmdlet, type CmdletCall, type Json } from "../cmdlet";
import { invalid } from "../faults";
import { readRecipientFilter } from "../opath/filter";
import { filterSubjects } from "../opath/properties";
import { isGroup, securityPrincipalTypes } from "../recipients";
import { seen } from "../replicas";

const getRecipient: Cmdlet = {
  name: "Get-Recipient",
  parameters: { Identity: "string", Filter: "string", RecipientTypeDetails: "strings", ResultSize: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    if (identity !== "") return [render(recipientOf(call, identity))];
    const types = textsOf(call, "RecipientTypeDetails");
    return filtered(call, textOf(call, "Filter"))
      .filter((each) => types.length === 0 || types.includes(each.recipientTypeDetails))
      .map(render);
  },
};

function filtered(call: CmdletCall, text: string): Recipient[] {
  if (text.trim() === "") return visibleRecipients(call);
  const filter = readRecipientFilter(text, "Filter");
  const members = seen(call, "members");
  return filterSubjects(call.tenant, visibleRecipients(call), (id) => members.get(id))
    .filter((each) => filter.matches(each))
    .map(({ recipient }) => recipient);
}

const getMailbox: Cmdlet = {
  name: "Get-Mailbox",
  parameters: { Identity: "string", RecipientTypeDetails: "strings", ResultSize: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    const isMailbox = ({ recipientTypeDetails: type }: Recipient) =>
      type.endsWith("Mailbox") && type !== "GroupMailbox";
    if (identity === "") return visibleRecipients(call).filter(isMailbox).map(render);
    const found = recipientOf(call, identity);
    if (!isMailbox(found)) throw invalid(`"${identity}" isn't a mailbox user.`);
    return [render(found)];
  },
};

const getOrganizationConfig: Cmdlet = {
  name: "Get-OrganizationConfig",
  parameters: {},
  run: ({ tenant }) => [
    {
      Name: tenant.initialDomain,
      Identity: tenant.initialDomain,
      DisplayName: tenant.displayName,
      Guid: tenant.exchange.guid,
      IsDehydrated: tenant.exchange.isDehydrated,
      EwsEnabled: tenant.exchange.clientAccess.ewsEnabled,
      EwsApplicationAccessPolicy: tenant.exchange.clientAccess.ewsApplicationAccessPolicy,
      EwsAllowList: tenant.exchange.clientAccess.ewsAllowList,
      EwsBlockList: tenant.exchange.clientAccess.ewsBlockList,
    },
  ],
};

const getAcceptedDomain: Cmdlet = {
  name: "Get-AcceptedDomain",
  parameters: { Identity: "string" },
  run: ({ tenant }) => tenant.domains.map((domain) => renderDomain(tenant, domain.id)),
};

function renderDomain(tenant: Tenant, name: string): Json {
  const domain = tenant.domains.find((each) => each.id === name);
  return {
    Name: name,
    DomainName: name,
    DomainType: "Authoritative",
    Default: domain?.isDefault ?? false,
    InitialDomain: domain?.isInitial ?? false,
  };
}

function render(recipient: Recipient): Json {
  const type = recipient.recipientTypeDetails;
  return {
    Identity: recipient.name,
    Guid: recipient.guid,
    ExternalDirectoryObjectId: recipient.id,
    DistinguishedName: recipient.distinguishedName,
    Name: recipient.name,
    Alias: recipient.alias,
    DisplayName: recipient.displayName,
    PrimarySmtpAddress: recipient.primarySmtpAddress,
    EmailAddresses: recipient.emailAddresses,
    RecipientType: !isGroup(recipient) && type.endsWith("Mailbox") ? "UserMailbox" : type,
    RecipientTypeDetails: type,
    IsValidSecurityPrincipal: securityPrincipalTypes.has(type),
    IsDirSynced: recipient.isDirSynced,
    ManagedBy: recipient.managedBy,
    HiddenFromAddressListsEnabled: recipient.hiddenFromAddressLists,
  };
}

export const recipientCmdlets: readonly Cmdlet[] = [getRecipient, getMailbox, getOrganizationConfig, getAcceptedDomain];
