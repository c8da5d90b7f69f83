import assert from "node:assert/strict";
import type { VendorMailboxScopeArgs } from "consentra";
import { peopleAiClientId } from "consentra/vendors";
import { ScopeStack } from "../support/scope-stack";

const henrietta = "henriettam@contoso.com";
const lee = "leeg@contoso.com";
const adele = "adelev@contoso.com";
const own = "app-scope-people-ai@contoso.com";
const sales = "sales-mailboxes@contoso.com";

/** One stack, whose scope is changed in every way, and edited by hand in between. */
describe("a mailbox scope that changes, end to end", () => {
  let run: ScopeStack;
  let salesMailboxes: string[];

  before(async () => {
    run = await ScopeStack.start();
    salesMailboxes = [...run.contoso.users.values()]
      .filter((user) => user.department === "Sales" && run.contoso.exchange.mailboxes.has(user.id))
      .map(({ id }) => run.addressOf(id));
  });
  after(() => run.close());

  const allow: { mailboxScope: VendorMailboxScopeArgs } = { mailboxScope: { allow: { members: [henrietta, lee] } } };
  const rbac: { mailboxScope: VendorMailboxScopeArgs } = {
    mailboxScope: { ...allow.mailboxScope, mechanism: "rbac" },
  };
  const policies = () =>
    [...run.contoso.exchange.accessPolicies.values()].map(
      ({ accessRight, scopeId, description }) =>
        `${accessRight} ${run.contoso.exchange.recipients.get(scopeId)?.primarySmtpAddress ?? "nobody"} ` +
        description.replace(/\[organization\/\S+\/people-ai-scope-policy\]$/, "[own]"),
    );
  /** Kills the update as soon as the operation was done, and runs it again. */
  const killedAt = async (operation: RegExp, args: object, reaches: readonly string[]): Promise<void> => {
    const start = run.sandbox.audit().length;
    const before = await run.declare(args, reaches);
    const stop = run.sandbox.onAudit((entry) => {
      if (operation.test(entry.operation)) run.stack.kill("SIGKILL");
    });
    const killed = await run.stack.up({ skipPreview: true });
    stop();
    assert.notEqual(killed.code, 0, killed.stdout);
    await run.stack.cancel();
    await run.up();
    run.assertWithin(start, [...before, ...reaches]);
    await run.assertSettled();
  };

  /** While a policy is replaced, the application never reaches both what was and what will be. */
  const assertNeverOpen = (start: number): void => {
    for (const { operation, reach } of run.sandbox.audit().slice(start)) {
      assert.ok((reach[peopleAiClientId] ?? []).length < run.allBut().length, `${operation} opened every mailbox`);
    }
  };

  it("makes the access policy before the consent", async () => {
    await run.change(allow, [henrietta, lee]);
    assert.deepEqual(policies(), [`RestrictAccess ${own} People.ai [own]`]);
    assert.deepEqual(run.consents(), ["Mail.Read", "User.Read.All"]);
  });

  it("becomes roles: they are there before consent and policy go, in the order that the preview tells", async () => {
    const start = run.sandbox.audit().length;
    const printed = await run.planned(rbac, [henrietta, lee]);
    assert.match(
      printed,
      new RegExp(
        [
          "the scope changes in this order:",
          ` +1\\. Application Mail\\.Read for group ${own} is assigned and waited for`,
          " +2\\. consent to Mail\\.Read in Entra is taken out: the roles grant on their own from here on",
          " +3\\. the access policy RestrictAccess for App scope: People\\.ai is removed",
        ].join("\\n *"),
      ),
    );
    assert.deepEqual(run.operations(start), [
      "New-ServicePrincipal",
      "New-ManagementRoleAssignment",
      "DELETE /v1.0/servicePrincipals/:id/appRoleAssignedTo/:assignmentId",
      "Remove-ApplicationAccessPolicy",
    ]);
    assert.deepEqual([policies(), run.consents()], [[], ["User.Read.All"]]);
    await run.assertSettled(true);
  });

  it("goes back to an access policy, though it is killed when the policy is there", async () => {
    await killedAt(/^New-ApplicationAccessPolicy$/, allow, [henrietta, lee]);
    assert.deepEqual(policies(), [`RestrictAccess ${own} People.ai [own]`]);
    assert.deepEqual(run.consents(), ["Mail.Read", "User.Read.All"]);
    assert.equal(run.contoso.exchange.servicePrincipals.size, 0);
  });

  it("takes another group: its policy is there before the old one goes, and consent stays", async () => {
    const start = run.sandbox.audit().length;
    const printed = await run.planned({ mailboxScope: { allow: { group: sales } } }, salesMailboxes);
    assert.match(
      printed,
      /1\. the access policy RestrictAccess for sales-mailboxes@contoso\.com is made and waited for/,
    );
    assert.match(
      printed,
      /2\. the access policy RestrictAccess for App scope: People\.ai is removed; until then the policies count together/,
    );
    assert.deepEqual(run.operations(start), [
      "New-ApplicationAccessPolicy",
      "Remove-ApplicationAccessPolicy",
      "Set-DistributionGroup",
      "Remove-DistributionGroup",
    ]);
  });

  it("turns around for the same group: another policy stands guard, though it is killed while there is no other", async () => {
    const start = run.sandbox.audit().length;
    const args = { mailboxScope: { except: { group: sales } } };
    await run.declare(args, salesMailboxes);
    const { stdout } = await run.stack.preview();
    assert.match(
      stdout,
      new RegExp(
        [
          "1\\. an access policy that allows one mailbox of the group stands guard: Exchange keeps one policy per application and group",
          "2\\. the access policy RestrictAccess for Sales Mailboxes is removed: the application reaches no more than that mailbox from here on",
          `3\\. the access policy DenyAccess for ${sales} is made and waited for`,
          "4\\. the policy that stood guard is removed",
        ].join("\n *"),
      ),
    );
    await killedAt(/^Remove-ApplicationAccessPolicy$/, args, run.allBut(...salesMailboxes));
    assert.deepEqual(run.operations(start), [
      "New-ApplicationAccessPolicy",
      "Remove-ApplicationAccessPolicy",
      "New-ApplicationAccessPolicy",
      "Remove-ApplicationAccessPolicy",
    ]);
    assertNeverOpen(start);
    assert.deepEqual(policies(), [`DenyAccess ${sales} People.ai [own]`]);
  });

  it("goes back to members, and gives their group another address", async () => {
    await run.change({ mailboxScope: { ...allow.mailboxScope, groupAddress: "first@contoso.com" } }, [henrietta, lee]);
    const printed = await run.planned(
      { mailboxScope: { allow: { members: [henrietta, adele] }, groupAddress: "second@contoso.com" } },
      [henrietta, adele],
    );
    assert.match(printed, /1\. the group second@contoso\.com is made with its 2 members/);
    assert.match(printed, /2\. the access policy RestrictAccess for second@contoso\.com is made and waited for/);
    assert.deepEqual(policies(), ["RestrictAccess second@contoso.com People.ai [own]"]);
    assert.ok(![...run.contoso.groups.values()].some(({ mail }) => mail === "first@contoso.com"));
  });

  it("sees members, description and policies that were changed by hand, each on its resource, and mends them", async () => {
    const { groups, exchange } = run.contoso;
    const group = [...groups.values()].find(({ mail }) => mail === "second@contoso.com");
    const [policy] = exchange.accessPolicies.values();
    const salesGroup = [...groups.values()].find(({ mail }) => mail === sales);
    assert.ok(group && policy && salesGroup);
    group.members.add(run.mailboxId(lee));
    group.members.delete(run.mailboxId(adele));
    policy.description = "edited";
    const foreign = {
      ...policy,
      identity: `${exchange.guid}\\${peopleAiClientId}:S-1-5-21-9;${salesGroup.id}`,
      scopeId: salesGroup.id,
      description: "by hand",
    };
    exchange.accessPolicies.set(foreign.identity, foreign);

    const preview = await run.stack.preview();
    assert.match(preview.stdout, /people-ai-scope-group-command update .*environment/);
    assert.match(preview.stdout, /people-ai-scope-policy-command update .*environment/);
    await run.up();
    assert.match(
      await run.found("people-ai-scope-group-command"),
      /it has members beside the declared ones: leeg@contoso\.com; it lacks members: adelev@contoso\.com$/,
    );
    assert.match(
      await run.found("people-ai-scope-policy-command"),
      /its description is "edited"; there is another policy of the application: RestrictAccess for Sales Mailboxes \("by hand"\)$/,
    );
    assert.deepEqual(policies(), ["RestrictAccess second@contoso.com People.ai [own]"]);
    await run.assertSettled();
  });

  it("warns of a policy that was removed by hand, and makes it again", async () => {
    run.contoso.exchange.accessPolicies.clear();
    const printed = await run.up(true);
    assert.match(
      printed,
      /can reach every mailbox at this moment: it holds Mail\.Read, and no access policy confines that/,
    );
    assert.match(await run.found("people-ai-scope-policy-command"), /the access policy is not there$/);
    assert.deepEqual(policies(), ["RestrictAccess second@contoso.com People.ai [own]"]);
  });

  it("turns a policy back whose right was changed by hand", async () => {
    const [policy] = run.contoso.exchange.accessPolicies.values();
    assert.ok(policy);
    policy.accessRight = "DenyAccess";
    const start = run.sandbox.audit().length;
    await run.up();
    assert.match(await run.found("people-ai-scope-policy-command"), /its right is DenyAccess$/);
    assert.deepEqual(run.operations(start), [
      "New-ApplicationAccessPolicy",
      "Remove-ApplicationAccessPolicy",
      "New-ApplicationAccessPolicy",
      "Remove-ApplicationAccessPolicy",
    ]);
    run.assertWithin(start, [henrietta, adele]);
    await run.assertSettled(true);
  });

  it("leaves nothing", async () => {
    const { code, stdout, stderr } = await run.stack.destroy();
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(run.sandbox.snapshot(), run.seed);
  });
});
