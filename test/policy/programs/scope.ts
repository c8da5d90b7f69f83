import type * as pulumi from "@pulumi/pulumi";
import { MailboxScope } from "consentra";

/** A scope of two mailboxes for an application. */
export function scopeFor(clientId: pulumi.Input<string>): MailboxScope {
  return new MailboxScope("mail", {
    clientId,
    description: "test",
    managedBy: ["alexw@contoso.com"],
    allow: { members: ["leeg@contoso.com", "pradeepg@contoso.com"] },
  });
}
