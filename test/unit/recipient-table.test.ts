import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { Recipient } from "@consentra/sandbox/tenant";
import { repository } from "../support/repository";

// A room of the package that it does not export: loaded by path, with its types.
const { findRecipient, recipientsChanged } = require(
  join(repository, "sandbox", "dist", "tenant", "exchange", "recipient-table"),
) as typeof import("../../sandbox/tenant/exchange/recipient-table");

// Few names, so that recipients share them across kinds of names.
const name = fc.constantFrom("a", "B", "b", "c@contoso.com", "C@contoso.com");
const recipient = fc.record({
  id: fc.constantFrom("1", "2", "3", "4"),
  guid: name,
  distinguishedName: name,
  emailAddresses: fc.array(
    name.map((each) => `smtp:${each}`),
    { maxLength: 2 },
  ),
  name,
  alias: name,
  displayName: name,
  recipientTypeDetails: fc.constantFrom("UserMailbox", "MailUniversalSecurityGroup"),
}) as fc.Arbitrary<Recipient>;

const step = fc.oneof(
  recipient.map((value) => ({ does: "set" as const, value })),
  recipient.map((value) => ({ does: "edit" as const, value })),
  fc.constantFrom("1", "2", "3", "4").map((id) => ({ does: "delete" as const, id })),
  fc.constant({ does: "clear" as const }),
);

/** What identifies a recipient, in the order in which the service looks. */
function oneByOne(recipients: readonly Recipient[], identity: string): Recipient | undefined {
  const named = (names: (each: Recipient) => string[]) =>
    recipients.find((each) => names(each).some((name) => name.toLowerCase() === identity.toLowerCase()));
  return (
    named(({ guid, id, distinguishedName }) => [guid, id, distinguishedName]) ??
    named(({ emailAddresses }) => emailAddresses.map((each) => each.replace("smtp:", ""))) ??
    named((each) => [each.name, each.alias, each.displayName])
  );
}

describe("the index of recipients", () => {
  it("finds whom a search one by one finds, after any changes", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), name, fc.boolean(), (steps, identity, groupsOnly) => {
        const recipients = new Map<string, Recipient>();
        const isWanted = (each: Recipient) => !groupsOnly || each.recipientTypeDetails.endsWith("Group");
        for (const each of steps) {
          if (each.does === "set") recipients.set(each.value.id, each.value);
          else if (each.does === "delete") recipients.delete(each.id);
          else if (each.does === "clear") recipients.clear();
          else Object.assign(recipients.get(each.value.id) ?? {}, each.value);
          recipientsChanged(recipients);
          const wanted = [...recipients.values()].filter(isWanted);
          // The second one makes the index.
          for (let asked = 0; asked < 3; asked++)
            assert.equal(findRecipient(recipients, identity, isWanted), oneByOne(wanted, identity));
        }
      }),
    );
  });
});
