import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { findPermission, isFilteredByAccessPolicy, reachesMailboxes } from "consentra/graph";
import { peopleAi, peopleAiClientId, peopleAiPermissions, type PeopleAiOptions } from "consentra/vendors";

const permissions = ["Calendars.Read", "Contacts.Read", "Mail.Read", "User.Read.All"];

describe("the profile of People.ai", () => {
  it("asks for four read-only application permissions, and says why for each", () => {
    assert.deepEqual(peopleAi({ mailboxes: ["ann@contoso.com"] }).permissions, { application: permissions });
    for (const [name, why] of Object.entries(peopleAiPermissions)) {
      const permission = findPermission("Microsoft Graph", "application", name);
      assert.ok(permission, name);
      assert.doesNotMatch(name, /Write|Send/);
      assert.ok(why.length > 20, name);
      // What opens mailboxes has to be something that the scope of the profile confines.
      if (reachesMailboxes(permission)) assert.ok(isFilteredByAccessPolicy(permission), name);
    }
  });

  it("confines it to the mailboxes, or to a group that exists", () => {
    const made = peopleAi({ mailboxes: ["ann@contoso.com"], managedBy: ["it@contoso.com"], description: "Sales" });
    assert.equal(made.vendor, "People.ai");
    assert.equal(made.clientId, peopleAiClientId);
    assert.deepEqual(made.mailboxScope, {
      allow: { members: ["ann@contoso.com"], group: undefined },
      mechanism: undefined,
      groupAddress: undefined,
      managedBy: ["it@contoso.com"],
      description: "Sales",
    });
    const given = peopleAi({ group: "sales-mailboxes@contoso.com" });
    assert.deepEqual(given.mailboxScope?.allow, { members: undefined, group: "sales-mailboxes@contoso.com" });
  });

  it("passes on who owns it, who may sign in, who consents and whether it is adopted", () => {
    const args = peopleAi({
      mailboxes: ["ann@contoso.com"],
      owners: ["alex@contoso.com"],
      assignedUsers: ["ann@contoso.com"],
      assignedGroups: ["Sales"],
      consent: "request",
      adopt: true,
    });
    assert.deepEqual(args.assignment, { users: ["ann@contoso.com"], groups: ["Sales"] });
    assert.deepEqual([args.owners, args.consent, args.adopt], [["alex@contoso.com"], "request", true]);
  });

  const faultsOf = (options: unknown): string[] => {
    try {
      peopleAi(options as PeopleAiOptions);
    } catch (error) {
      assert.ok(pulumi.InputPropertiesError.isInstance(error));
      const lines = error.errors.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
      for (const line of lines) assert.ok(error.message.includes(line));
      return lines;
    }
    throw new Error("no fault was found");
  };

  it("lists every fault of the options at once", () => {
    assert.deepEqual(
      faultsOf({
        mailboxes: ["ann@contoso.com", " "],
        group: "sales@contoso.com",
        groupAddress: "no address",
        managedBy: "it@contoso.com",
        description: "x".repeat(101),
        consent: "maybe",
        adopt: "yes",
        mailboxs: [],
      }),
      [
        'mailboxes[1]: found " ", expected a list of at least one address, or group instead; name the mailboxes that People.ai reads, or the group that holds them',
        'groupAddress: found "no address", expected the address of the group that is made for mailboxes; give an address, or remove it where group is given',
        'managedBy: found "it@contoso.com", expected addresses of who may manage the group that is made for mailboxes; give addresses, or remove it where group is given',
        `description: found "${"x".repeat(77)}...", expected a text of 1 to 100 characters; keep it short: space for access policies is limited`,
        'consent: found "maybe", expected grant or request; choose whether the stack consents or an administrator does',
        'adopt: found "yes", expected true or false; say true to take over a service principal that exists already',
        "mailboxs: found an empty list, expected one of mailboxes, group, groupAddress, managedBy, mechanism, description, consent, owners, assignedUsers, assignedGroups, adopt; correct its name or remove it",
        'group: found "sales@contoso.com", expected the address of a mail-enabled security group, and no mailboxes beside it; give either mailboxes or group',
      ],
    );
  });

  it("refuses neither mailboxes nor a group, and what belongs to a group that is not made", () => {
    assert.deepEqual(
      faultsOf({}).map((line) => line.split(":")[0]),
      ["mailboxes"],
    );
    assert.deepEqual(
      faultsOf({ group: "sales@contoso.com", groupAddress: "g@contoso.com", managedBy: ["it@contoso.com"] }).map(
        (line) => line.split(":")[0],
      ),
      ["groupAddress", "managedBy"],
    );
  });
});
