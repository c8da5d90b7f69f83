import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import fc from "fast-check";
import { createTenantClient } from "../sandbox/tenant-client";
import { exchangeSteps, type ExchangeSteps } from "../support/exchange-steps";

const appId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const salesGroup = "sales-mailboxes@contoso.com";

/** What other languages would take for their own: PowerShell, shells, OPATH, OData, LDAP names, JSON and HTML. */
const hostile = [
  "'",
  "''",
  '"',
  "`",
  "$(Remove-Mailbox x)",
  "${env:PATH}",
  "$true",
  "';",
  "; Remove-Item *",
  "| Out-Null",
  "&&",
  "\n",
  "\r\n",
  "\u0000",
  "\u0085",
  "\\",
  "*",
  "%27",
  "' or '1' -eq '1",
  "') -or (Name -like '*",
  "-not",
  "@{Add='x'}",
  "CN=x,OU=y",
  "#",
  "+",
  "<b>",
  '","x":"',
  "é",
  "名前",
  "👩‍💻",
  "\u202e",
  "a".repeat(64),
];

const text = fc
  .array(
    fc.oneof(fc.constantFrom(...hostile), fc.string({ maxLength: 6 }), fc.string({ unit: "binary", maxLength: 3 })),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(""));

describe("what somebody wrote", () => {
  let sandbox: Sandbox;
  let steps: ExchangeSteps;

  before(async () => {
    sandbox = await startSandbox();
    steps = exchangeSteps(sandbox);
    const client = createTenantClient(sandbox);
    const made = await client.graph("POST", "/v1.0/servicePrincipals", { appId });
    client.close();
    assert.equal(made.status, 201);
  });
  after(async () => {
    steps.close();
    await sandbox.close();
  });

  const exchange = () => sandbox.tenants.contoso.exchange;

  /** Either the step did it, or it was refused with words; and then nothing was written. */
  const arrivesOrRefused = async (work: () => Promise<void>): Promise<void> => {
    const before = sandbox.audit().length;
    try {
      await work();
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      assert.ok(error instanceof Error && error.message.length > 20, String(error));
      const written = sandbox.audit().slice(before);
      assert.deepEqual(
        written.filter(({ status }) => status < 400).map(({ operation }) => operation),
        [],
      );
    }
  };
  const property = (check: (value: string) => Promise<void>, runs = 150) =>
    fc.assert(
      fc.asyncProperty(text, (value) => arrivesOrRefused(() => check(value))),
      { numRuns: runs, examples: hostile.map((each): [string] => [each]) },
    );

  it("arrives as the description of an access policy unchanged, or is refused with a reason", async () => {
    let arrived = 0;
    await property(async (description) => {
      const spec = {
        appId,
        scopeGroup: salesGroup,
        accessRight: "RestrictAccess",
        description,
        probes: { granted: [], denied: [] },
      };
      try {
        await steps.run("ApplicationAccessPolicy", "create", spec);
        const policies = [...exchange().accessPolicies.values()];
        assert.deepEqual(
          policies.map((each) => each.description),
          [description],
        );
        arrived++;
      } finally {
        exchange().accessPolicies.clear();
      }
    });
    assert.ok(arrived > 50, `${arrived} arrived`);
  });

  it("arrives as the display name of a group, by which its filter is still right", async () => {
    let arrived = 0;
    await property(async (displayName) => {
      const address = "injected@contoso.com";
      const spec = {
        name: "injected",
        alias: "injected",
        displayName,
        primarySmtpAddress: address,
        managedBy: ["alexw@contoso.com"],
        members: ["leeg@contoso.com"],
      };
      const state = await steps.run("MailEnabledSecurityGroup", "create", spec);
      const group = [...exchange().recipients.values()].find((each) => each.primarySmtpAddress === address);
      assert.equal(group?.displayName, displayName);
      await steps.run("MailEnabledSecurityGroup", "delete", spec, state);
      arrived++;
    });
    assert.ok(arrived > 50, `${arrived} arrived`);
  });

  it("arrives as the name of a scope and of its role assignment", async () => {
    let arrived = 0;
    const principal = { appId, displayName: "People.ai" };
    const pointer = await steps.run("ExchangeServicePrincipal", "create", principal);
    await property(async (name) => {
      const scope = { name, recipients: { filter: "Department -eq 'Sales'" } };
      const assignment = {
        name,
        appId,
        role: "Application Mail.Read",
        scope: { managementScope: name },
        probes: { granted: [], denied: [] },
      };
      const scopeState = await steps.run("ManagementScope", "create", scope);
      const state = await steps.run("RoleAssignment", "create", assignment);
      assert.deepEqual(
        [...exchange().managementScopes.values()].map((each) => each.name),
        [name],
      );
      const made = [...exchange().roleAssignments.values()].filter((each) => each.assignee.kind === "servicePrincipal");
      assert.deepEqual(
        made.map((each) => each.name),
        [name],
      );
      await steps.run("RoleAssignment", "delete", assignment, state);
      await steps.run("ManagementScope", "delete", scope, scopeState);
      assert.equal(exchange().managementScopes.size, 0);
      arrived++;
    }, 80);
    await steps.run("ExchangeServicePrincipal", "delete", principal, pointer);
    assert.equal(exchange().servicePrincipals.size, 0);
    assert.ok(arrived > 25, `${arrived} arrived`);
  });

  it("arrives as a value within a filter, which means that value and nothing else", async () => {
    let arrived = 0;
    await property(async (value) => {
      const filter = `CustomAttribute1 -eq '${value.replaceAll("'", "''")}'`;
      const spec = { name: "filtered", recipients: { filter } };
      const state = await steps.run("ManagementScope", "create", spec);
      const [scope] = exchange().managementScopes.values();
      assert.equal(scope?.recipientFilter, filter);
      await steps.run("ManagementScope", "delete", spec, state);
      arrived++;
    });
    assert.ok(arrived > 50, `${arrived} arrived`);
  });

  it("is refused as a filter where it is none", async () => {
    for (const filter of [
      "",
      "Name",
      "Name -eq",
      "Name -eq 'x",
      "Name -eq 'x'; Remove-Mailbox",
      "{Name -eq 'x'}",
      "Name -eq $(x)",
    ]) {
      await assert.rejects(
        steps.run("ManagementScope", "create", { name: "filtered", recipients: { filter } }),
        /filter|recipients/,
        filter,
      );
    }
    assert.equal(exchange().managementScopes.size, 0);
  });

  it("is part of a group's name, and the scope of its members still means that group", async () => {
    for (const name of ['O\'Brien, "x" \\ <y>;', "') -or (Name -like '*", "名前 👩‍💻"]) {
      const group = [...exchange().recipients.values()].find((each) => each.primarySmtpAddress === salesGroup);
      assert.ok(group);
      const escaped = name.replace(/[,+"\\<>;=]/g, (character) => `\\${character}`);
      group.distinguishedName = group.distinguishedName.replace(/^CN=.*?,OU=/, () => `CN=${escaped},OU=`);
      const spec = { name: "of a group", recipients: { notMemberOf: salesGroup } };
      const state = await steps.run("ManagementScope", "create", spec);
      const [scope] = exchange().managementScopes.values();
      assert.equal(
        scope?.recipientFilter,
        `-not(MemberOfGroup -eq '${group.distinguishedName.replaceAll("'", "''")}')`,
      );
      await steps.run("ManagementScope", "delete", spec, state);
    }
  });
});
