import assert from "node:assert/strict";
import { peopleAiClientId } from "consentra/vendors";
import { changedNothing } from "../support/audit";
import { ScopeStack } from "../support/scope-stack";
import { asVendor } from "../support/vendor";

const henrietta = "henriettam@contoso.com";
const lee = "leeg@contoso.com";
const adele = "adelev@contoso.com";

/** One stack, whose scope goes through every kind, one after the other. */
describe("a mailbox scope by RBAC for Applications, end to end", () => {
  let run: ScopeStack;

  before(async () => {
    run = await ScopeStack.start();
  });
  after(() => run.close());

  const members = { mailboxScope: { mechanism: "rbac" as const, allow: { members: [henrietta, lee] } } };
  const assignments = () =>
    [...run.contoso.exchange.roleAssignments.values()].filter(({ assignee }) => assignee.kind === "servicePrincipal");
  const department = (name: string) =>
    [...run.contoso.users.values()]
      .filter((user) => user.department === name && run.contoso.exchange.mailboxes.has(user.id))
      .map(({ id }) => run.addressOf(id));

  it("gives a role for the group of the members, consents to nothing that reaches mailboxes, and serves the vendor", async () => {
    await run.change(members, [henrietta, lee]);
    assert.deepEqual(run.consents(), ["User.Read.All"]);
    assert.deepEqual(
      assignments().map(({ role, scope }) => [role, scope.kind]),
      [["Application Mail.Read", "group"]],
    );
    const answer = await asVendor(run.sandbox, {
      tenantId: run.contoso.id,
      clientId: peopleAiClientId,
      credential: { clientSecret: run.sandbox.vendorCredential(peopleAiClientId).clientSecret },
      mailboxes: [henrietta, adele],
      collections: ["messages"],
    });
    assert.equal(answer.tokenError, undefined);
    assert.deepEqual(answer.roles, ["User.Read.All"]);
    assert.deepEqual(
      answer.reads.map(({ mailbox, status, code }) => [mailbox, status, code]),
      [
        [henrietta, 200, undefined],
        [adele, 403, "ErrorAccessDenied"],
      ],
    );
    await run.assertSettled(true);
  });

  it("reads each kind once in a preview that finds nothing to do", async () => {
    const before = run.sandbox.requests();
    const { code, stdout, stderr } = await run.stack.preview();
    assert.equal(code, 0, stdout + stderr);
    const { reads, writes } = run.sandbox.requests();
    // The look-up of names: the deployer's cmdlets, whether the organisation is customised and who may assign its roles, Graph's batch (with
    // two reads in it) and Exchange's. What is there: Exchange's batch and the
    // role assignments; of Graph the application and its consents.
    assert.ok(reads - before.reads <= 6 + 4, `${reads - before.reads} reads`);
    assert.equal(writes, before.writes);
  });

  it("changes members by difference", async () => {
    const start = run.sandbox.audit().length;
    const printed = await run.planned({ mailboxScope: { mechanism: "rbac", allow: { members: [henrietta, adele] } } }, [
      henrietta,
      adele,
    ]);
    assert.match(printed, /1\. leeg@contoso\.com leave the group app-scope-people-ai@contoso\.com/);
    assert.match(printed, /2\. adelev@contoso\.com join the group/);
    assert.deepEqual(run.operations(start), ["Remove-DistributionGroupMember", "Add-DistributionGroupMember"]);
  });

  it("goes on to a group that exists, a filter, another filter, an administrative unit and all but some", async () => {
    const sales = department("Sales");
    const group = await run.planned(
      { mailboxScope: { mechanism: "rbac", allow: { group: "sales-mailboxes@contoso.com" } } },
      sales,
    );
    assert.match(group, /the scope of \S+-group becomes group sales-mailboxes@contoso\.com in one step/);

    const filtered = await run.planned(
      { mailboxScope: { mechanism: "rbac", allow: { filter: "Department -eq 'Finance'" } } },
      department("Finance"),
    );
    assert.match(
      filtered,
      /1\. Application Mail\.Read for management scope \S+ is assigned and waited for\n.*2\. the role assignments \S+-group are removed/,
    );

    const other = await run.planned(
      { mailboxScope: { mechanism: "rbac", allow: { filter: "Department -eq 'IT'" } } },
      department("IT"),
    );
    assert.match(other, /the filter of the management scope \S+ becomes Department -eq 'IT' in one step/);

    const [scope] = run.contoso.exchange.managementScopes.values();
    assert.ok(scope);
    scope.recipientFilter = "Department -eq 'Legal'";
    const mended = await run.up(true);
    assert.match(mended, /people-ai-scope-recipients-command update/);
    assert.match(await run.found("people-ai-scope-recipients-command"), /its filter is Department -eq 'Legal'$/);

    const [unit] = run.contoso.administrativeUnits.values();
    assert.ok(unit);
    await run.change(
      { mailboxScope: { mechanism: "rbac", allow: { administrativeUnit: unit.id } } },
      department("Finance"),
    );
    await run.change({ mailboxScope: { mechanism: "rbac", except: { members: [adele] } } }, run.allBut(adele));
    assert.deepEqual(
      assignments().map(({ scope }) => scope.kind),
      ["managementScope"],
    );
    assert.equal(run.contoso.exchange.managementScopes.size, 1);
    await run.change(members, [henrietta, lee]);
    assert.equal(run.contoso.exchange.managementScopes.size, 0);
  });

  it("sees a switched-off assignment and a consent added beside the scope, and mends both", async () => {
    for (const each of assignments()) each.enabled = false;
    run.consentByHand("Calendars.Read");
    const printed = await run.up(true);
    assert.match(printed, /people-ai-scope-Mail\.Read-command update .*environment/);
    assert.match(printed, /can reach every mailbox at this moment: it holds Calendars\.Read/);
    assert.match(
      await run.found("people-ai-scope-Mail.Read-command"),
      /it is switched off; Calendars\.Read is consented to in Entra too, which opens every mailbox/,
    );
    assert.deepEqual(run.consents(), ["User.Read.All"]);
    assert.deepEqual(
      assignments().map(({ enabled }) => enabled),
      [true],
    );
    await run.assertSettled();
  });

  it("makes a removed assignment again, and takes out one that was added", async () => {
    const { exchange } = run.contoso;
    const [own] = assignments();
    assert.ok(own);
    exchange.roleAssignments.delete(own.guid);
    const wide = { ...own, guid: "by-hand", name: "by hand", scope: { kind: "organization" as const } };
    exchange.roleAssignments.set(wide.guid, wide);
    await run.up();
    assert.deepEqual(
      assignments().map(({ name, scope }) => [name, scope.kind]),
      [[own.name, "group"]],
    );
    await run.assertSettled();
  });

  it("refuses a group that holds groups, and names whom they would bring", async () => {
    const before = run.reached();
    await run.declare(
      { mailboxScope: { mechanism: "rbac", allow: { group: "revenue-mailboxes@contoso.com" } } },
      before,
    );
    const { code, stdout, stderr } = await run.stack.preview();
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /it holds the groups Sales Mailboxes \(.*henriettam@contoso\.com/);
    assert.match(stdout + stderr, /RBAC for Applications counts direct members only/);
    await run.declare(members, before);
  });

  it("gives full_access_as_app as the role of EWS", async () => {
    await run.change(
      {
        ...members,
        permissions: { others: [{ api: "Office 365 Exchange Online", application: ["full_access_as_app"] }] },
      },
      [henrietta, lee],
    );
    assert.deepEqual(
      assignments().map(({ role }) => role),
      ["Application EWS.AccessAsApp"],
    );
    assert.deepEqual(run.consents(), []);
  });

  it("leaves nothing", async () => {
    const { code, stdout, stderr } = await run.stack.destroy();
    assert.equal(code, 0, stdout + stderr);
    assert.ok(!changedNothing(stdout));
    assert.deepEqual(run.sandbox.snapshot(), run.seed);
    run.assertWithin(0, run.allBut());
  });
});
