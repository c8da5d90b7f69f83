import type { Recipient, Tenant } from "../../model";
import { defaultMailboxAccess } from "../client-access";
import { recipientOf, textOf, visibleRecipients, type Cmdlet, type Json } from "../cmdlet";
import { invalid } from "../faults";

const getCasMailbox: Cmdlet = {
  name: "Get-CASMailbox",
  parameters: { Identity: "string", ResultSize: "string" },
  run(call) {
    const identity = textOf(call, "Identity");
    if (identity === "")
      return visibleRecipients(call)
        .filter(isMailbox)
        .map((each) => render(call.tenant, each));
    const found = recipientOf(call, identity);
    if (!isMailbox(found)) throw invalid(`"${identity}" isn't a mailbox user.`);
    return [render(call.tenant, found)];
  },
};

const isMailbox = ({ recipientTypeDetails }: Recipient): boolean =>
  recipientTypeDetails.endsWith("Mailbox") && recipientTypeDetails !== "GroupMailbox";

function render(tenant: Tenant, recipient: Recipient): Json {
  const access = tenant.exchange.mailboxAccess.get(recipient.id) ?? defaultMailboxAccess;
  return {
    Identity: recipient.name,
    Guid: recipient.guid,
    ExternalDirectoryObjectId: recipient.id,
    Name: recipient.name,
    DisplayName: recipient.displayName,
    PrimarySmtpAddress: recipient.primarySmtpAddress,
    EwsEnabled: access.ewsEnabled,
    EwsApplicationAccessPolicy: access.ewsApplicationAccessPolicy,
    OWAEnabled: access.owaEnabled,
    MAPIEnabled: access.mapiEnabled,
    ActiveSyncEnabled: access.activeSyncEnabled,
    PopEnabled: access.popEnabled,
    ImapEnabled: access.imapEnabled,
  };
}

export const clientAccessCmdlets: readonly Cmdlet[] = [getCasMailbox];
