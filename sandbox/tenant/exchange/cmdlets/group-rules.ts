import type { Recipient } from "../../model";
import { recipientOf, textOf, type CmdletCall } from "../cmdlet";
import { invalid, notFound } from "../faults";
import { findRecipient } from "../recipient-table";
import { isGroup } from "../recipients";
import { seen } from "../replicas";

const memberTypes = new Set([
  "UserMailbox",
  "SharedMailbox",
  "RoomMailbox",
  "EquipmentMailbox",
  "MailUser",
  "GuestMailUser",
  "MailContact",
  "MailUniversalSecurityGroup",
  "MailUniversalDistributionGroup",
]);

export function groupOf(call: CmdletCall): Recipient {
  const identity = textOf(call, "Identity");
  call.setTarget(identity);
  const found = identity === "" ? undefined : findRecipient(seen(call, "recipients"), identity, isGroup);
  if (!found) throw notFound(identity);
  return found;
}

export function membersOf(call: CmdletCall, recipient: Recipient): ReadonlySet<string> {
  const members = seen(call, "members").get(recipient.id);
  if (!members) throw notFound(recipient.name);
  return members;
}

export function memberOf(call: CmdletCall, identity: string): Recipient {
  const member = recipientOf(call, identity);
  if (!memberTypes.has(member.recipientTypeDetails)) {
    throw invalid(
      `You can't add "${member.name}" to the group: recipients of type ${member.recipientTypeDetails} can't be members.`,
    );
  }
  return member;
}

/** Synchronised groups belong to the local directory; a security group wants its manager, or the bypass. */
export function checkWritable(call: CmdletCall, recipient: Recipient): void {
  if (recipient.isDirSynced) {
    throw invalid(
      `The operation on "${recipient.name}" failed because it's out of the current user's write scope. The action on the object can't be performed because the object is being synchronized from your on-premises organization.`,
    );
  }
  const isSecurity = recipient.recipientTypeDetails === "MailUniversalSecurityGroup";
  const manages = call.caller.user !== undefined && recipient.managedBy.includes(call.caller.user.displayName);
  if (isSecurity && !manages && call.parameters.BypassSecurityGroupManagerCheck !== true) {
    throw invalid(
      `You don't have sufficient permissions. This operation can only be performed by a manager of the group.`,
      "Microsoft.Exchange.Management.Tasks.OperationRequiresGroupManagerException",
    );
  }
}

/** @throws CmdletFault 400 */
export function checkMemberCount(count: number): void {
  if (count > 10_000) throw invalid("The members can't be more than 10000.");
}
