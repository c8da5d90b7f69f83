import { isGuid } from "../../ids";
import type { Recipient } from "../../model";
import { recipientOf, textOf, textsOf, type Cmdlet, type Json } from "../cmdlet";
import { invalid } from "../faults";
import { change, seen } from "../replicas";
import { checkMemberCount, checkWritable, groupOf, memberOf, membersOf } from "./group-rules";

const getMember: Cmdlet = {
  name: "Get-DistributionGroupMember",
  parameters: { Identity: "string", ResultSize: "string" },
  required: ["Identity"],
  run(call) {
    const recipient = groupOf(call);
    const members = seen(call, "members").get(recipient.id) ?? new Set<string>();
    const recipients = seen(call, "recipients");
    return [...members].flatMap((id) => {
      const member = recipients.get(id);
      return member ? [renderMember(member)] : [];
    });
  },
};

const addMember: Cmdlet = {
  name: "Add-DistributionGroupMember",
  parameters: { Identity: "string", Member: "string", BypassSecurityGroupManagerCheck: "boolean", Confirm: "boolean" },
  required: ["Identity", "Member"],
  run(call) {
    const recipient = groupOf(call);
    checkWritable(call, recipient);
    const member = memberOf(call, textOf(call, "Member"));
    const members = membersOf(call, recipient);
    if (members.has(member.id)) {
      throw invalid(
        `The recipient "${member.name}" is already a member of the group "${recipient.name}".`,
        "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
      );
    }
    change(call, "members", recipient.id, (each) => each.add(member.id));
    return [];
  },
};

const removeMember: Cmdlet = {
  name: "Remove-DistributionGroupMember",
  parameters: { Identity: "string", Member: "string", BypassSecurityGroupManagerCheck: "boolean", Confirm: "boolean" },
  required: ["Identity", "Member"],
  run(call) {
    const recipient = groupOf(call);
    checkWritable(call, recipient);
    const member = recipientOf(call, textOf(call, "Member"));
    const members = membersOf(call, recipient);
    if (!members.has(member.id)) {
      throw invalid(
        `The recipient "${member.name}" isn't a member of the group "${recipient.name}".`,
        "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
      );
    }
    change(call, "members", recipient.id, (each) => each.delete(member.id));
    return [];
  },
};

const updateMember: Cmdlet = {
  name: "Update-DistributionGroupMember",
  parameters: {
    Identity: "string",
    Members: "strings",
    BypassSecurityGroupManagerCheck: "boolean",
    Confirm: "boolean",
  },
  required: ["Identity"],
  run(call) {
    const recipient = groupOf(call);
    checkWritable(call, recipient);
    const wanted = textsOf(call, "Members").map((each) => memberOf(call, each).id);
    checkMemberCount(wanted.length);
    if (wanted.length === 0 && !call.cloud.options.emptyUpdateClearsMembers) return [];
    change(call, "members", recipient.id, (each) => {
      each.clear();
      for (const id of wanted) each.add(id);
    });
    return [];
  },
};

function renderMember(recipient: Recipient): Json {
  const type = recipient.recipientTypeDetails;
  return {
    Identity: recipient.name,
    Guid: recipient.guid,
    ExternalDirectoryObjectId: isGuid(recipient.id) ? recipient.id : "",
    Name: recipient.name,
    DisplayName: recipient.displayName,
    PrimarySmtpAddress: recipient.primarySmtpAddress,
    RecipientType: type.endsWith("Mailbox") ? "UserMailbox" : type,
    RecipientTypeDetails: type,
  };
}

export const groupMemberCmdlets: readonly Cmdlet[] = [getMember, addMember, removeMember, updateMember];
