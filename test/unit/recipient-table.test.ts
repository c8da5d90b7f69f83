import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { Recipient } from "@consentra/sandbox/tenant";
import { repository } from "../support/repository";

// A room of the package that it does not export: loaded by path, with its types.
const { findRecipient, RecipientTable } = require(
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

describe("the index of recipients", () => {
  it("finds whom a search one by one finds, after any changes", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), name, fc.boolean(), (steps, identity, groupsOnly) => {
        const table = new RecipientTable();
        const plain = new Map<string, Recipient>();
        const isWanted = (each: Recipient) => !groupsOnly || each.recipientTypeDetails.endsWith("Group");
        for (const each of steps) {
          if (each.does === "set") {
            table.set(each.value.id, each.value);
            plain.set(each.value.id, each.value);
          } else if (each.does === "delete") {
            table.delete(each.id);
            plain.delete(each.id);
          } else if (each.does === "clear") {
            table.clear();
            plain.clear();
          } else {
            const known = table.get(each.value.id);
            if (known) Object.assign(known, each.value);
            table.edited();
          }
          assert.equal(findRecipient(table, identity, isWanted), findRecipient(plain, identity, isWanted));
        }
      }),
    );
  });
});
