import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { createTenantClient, type TenantClient } from "../sandbox/tenant-client";
import { exchangeSteps, type ExchangeSteps } from "../support/exchange-steps";

const appId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
const mark = "0a1b2c3d";
const sales = "sales-mailboxes@contoso.com";
const pointer = { appId, displayName: "Vendor", scopeMark: mark };
const none = { granted: [], denied: [] };

type Kind = "Mail.Read" | "Calendars.Read" | "Contacts.Read";

/** The mailbox scope of the mark `0a1b2c3d`, of which an update may have been interrupted, beside what others made. */
describe("roles of an application that are not declared", () => {
  let sandbox: Sandbox;
  let tenant: TenantClient;
  let steps: ExchangeSteps;
  let principalId: string;
  let progress: string[];
  let pointed: unknown;

  before(async () => {
    sandbox = await startSandbox();
    tenant = createTenantClient(sandbox);
    principalId = (await tenant.graph("POST", "/v1.0/servicePrincipals", { appId })).body.id;
  });
  after(async () => {
    tenant.close();
    await sandbox.close();
  });

  beforeEach(async () => {
    steps = exchangeSteps(sandbox);
    progress = [];
    steps.context.progress = (line) => progress.push(line);
    steps.context.wait = async (milliseconds) => sandbox.cloud.clock.advance(milliseconds);
    pointed = await steps.run("ExchangeServicePrincipal", "create", pointer);
  });
  afterEach(() => {
    steps.close();
    sandbox.cloud.options.replicationDelay = 0;
    const { exchange } = sandbox.tenants.contoso;
    for (const kept of [exchange.managementScopes, exchange.servicePrincipals]) kept.clear();
    for (const { guid, assignee } of exchange.roleAssignments.values())
      if (assignee.kind === "servicePrincipal") exchange.roleAssignments.delete(guid);
  });

  const nameOf = (kind: Kind, scope = "group") => `vendor-${kind}-${mark}-${scope}`;
  const byHand = async (name: string, kind: Kind, scope: object = { RecipientGroupScope: sales }) => {
    const parameters = { Name: name, App: principalId, Role: `Application ${kind}`, ...scope };
    await steps.context.exchange.invoke("New-ManagementRoleAssignment", parameters);
  };
  const names = () =>
    [...sandbox.tenants.contoso.exchange.roleAssignments.values()]
      .filter(({ assignee }) => assignee.kind === "servicePrincipal")
      .map(({ name }) => name)
      .sort();
  const siblings = [{ name: nameOf("Calendars.Read"), role: "Application Calendars.Read" }];
  const role = (more: object = {}) => ({
    name: nameOf("Mail.Read"),
    appId,
    role: "Application Mail.Read",
    scope: { group: sales },
    siblings,
    probes: none,
    ...more,
  });
  const create = (more?: object) => steps.run("RoleAssignment", "create", role(more));
  const update = (previous: unknown, more?: object) => steps.run("RoleAssignment", "update", role(more), previous);

  it("go when the last assignment of a scope is made, where the scope itself left them; its siblings stay", async () => {
    const scope = { name: `vendor-${mark}`, recipients: { filter: "Department -eq 'Sales'" } };
    await steps.run("ManagementScope", "create", scope);
    await byHand(nameOf("Calendars.Read"), "Calendars.Read");
    await byHand(nameOf("Contacts.Read"), "Contacts.Read");
    for (const kind of ["Mail.Read", "Calendars.Read"] as const)
      await byHand(nameOf(kind, "filter"), kind, { CustomResourceScope: scope.name });
    const since = sandbox.audit().length;
    const state = await create();
    assert.deepEqual(names(), [nameOf("Calendars.Read"), nameOf("Mail.Read")]);
    assert.deepEqual(
      sandbox
        .audit()
        .slice(since)
        .map(({ operation, target }) => `${operation} ${target}`),
      [
        `New-ManagementRoleAssignment ${nameOf("Mail.Read")}`,
        `Remove-ManagementRoleAssignment ${nameOf("Contacts.Read")}`,
        `Remove-ManagementRoleAssignment ${nameOf("Mail.Read", "filter")}`,
        `Remove-ManagementRoleAssignment ${nameOf("Calendars.Read", "filter")}`,
      ],
      "nothing goes before the declared roles are there",
    );
    assert.match(
      progress.join("\n"),
      /removing the role assignment vendor-Contacts\S+ .*: it is not declared any more/,
    );
    assert.deepEqual(state, { name: nameOf("Mail.Read"), appId, siblings: [nameOf("Calendars.Read")] });
    // What was removed here may be in the state still, which has it removed again.
    const gone = { name: nameOf("Contacts.Read"), appId };
    await steps.run("RoleAssignment", "delete", role(), gone);
  });

  it("are an error on create and removed later, where somebody assigned them by hand", async () => {
    await byHand("by hand", "Contacts.Read");
    await assert.rejects(
      create(),
      /application \S+ has other role assignments that this scope did not make: by hand \(Application Contacts\.Read for Group Sales Mailboxes\)\. Roles of one application add up.* or say `shared: true`/s,
    );
    assert.deepEqual(names(), ["by hand"]);
    const state = await create({ shared: true });
    await update(state, { shared: true });
    assert.deepEqual(names(), ["by hand", nameOf("Mail.Read")]);
    await update(state);
    assert.deepEqual(names(), [nameOf("Mail.Read")]);
  });

  it("are not judged without siblings, where they are of another role", async () => {
    await byHand("by hand", "Contacts.Read");
    const state = await create({ siblings: undefined });
    await update(state, { siblings: undefined });
    assert.deepEqual(names(), ["by hand", nameOf("Mail.Read")]);
  });

  it("are an error and stay, where another mailbox scope assigned them", async () => {
    const scoped = "other-Contacts.Read-99999999-group";
    await byHand(scoped, "Contacts.Read");
    await assert.rejects(create(), /this scope did not make: other-Contacts\.Read-99999999-group/);
    const state = await create({ shared: true });
    await byHand(nameOf("Contacts.Read"), "Contacts.Read");
    await byHand("by hand", "Contacts.Read");
    await assert.rejects(update(state), /this scope did not make: other-Contacts\.Read-99999999-group/);
    assert.deepEqual(names(), [scoped, nameOf("Mail.Read")], "what nobody declares goes all the same");
    await byHand(nameOf("Contacts.Read"), "Contacts.Read");
    await update(state, { shared: true });
    assert.deepEqual(names(), [scoped, nameOf("Mail.Read")], "what the scope itself left goes where it is shared, too");
  });

  it("are found where one directory server only knows of them", async () => {
    sandbox.cloud.options.replicationDelay = 600_000;
    // Requests reach the two in turn.
    for (const skipped of [0, 1]) {
      await byHand(nameOf("Contacts.Read"), "Contacts.Read");
      if (skipped) await steps.context.exchange.invoke("Get-ManagementScope", {});
      const made = await create();
      assert.deepEqual(names(), [nameOf("Mail.Read")]);
      await steps.run("RoleAssignment", "delete", role(), made);
      sandbox.cloud.clock.advance(600_000);
    }
  });

  it("wait for Microsoft Graph once, when all of the scope are there", async () => {
    let waited = 0;
    steps.context.wait = async (milliseconds) => void (waited += milliseconds);
    const settle = { minutes: 30 };
    await byHand(nameOf("Calendars.Read"), "Calendars.Read");
    const alone = await create({ siblings: [], settle });
    assert.equal(waited, 1_800_000);
    await byHand(nameOf("Calendars.Read"), "Calendars.Read");
    const both = await update(alone, { settle });
    assert.equal(waited, 3_600_000);
    await update(both, { settle });
    assert.equal(waited, 3_600_000, "nothing is new");
  });

  it("go with the pointer, and so does the management scope, where an interrupted update left them", async () => {
    const scope = { name: `vendor-${mark}`, recipients: { filter: "Department -eq 'Sales'" } };
    await steps.run("ManagementScope", "create", scope);
    await steps.run("ManagementScope", "create", { ...scope, name: "vendor-99999999" });
    await byHand(nameOf("Mail.Read"), "Mail.Read");
    await byHand(nameOf("Mail.Read", "filter"), "Mail.Read", { CustomResourceScope: scope.name });
    await byHand("by hand", "Contacts.Read");
    await steps.run("ExchangeServicePrincipal", "delete", pointer, pointed);
    const { exchange } = sandbox.tenants.contoso;
    assert.deepEqual(names(), ["by hand"]);
    assert.deepEqual(
      [...exchange.managementScopes.values()].map(({ name }) => name),
      ["vendor-99999999"],
    );
    assert.equal(exchange.servicePrincipals.size, 1, "somebody else uses it");
    await steps.run("ExchangeServicePrincipal", "delete", { ...pointer, scopeMark: undefined }, pointed);
    assert.equal(exchange.managementScopes.size, 1);
  });
});
