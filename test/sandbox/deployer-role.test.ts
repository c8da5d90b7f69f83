import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox/tenant";
import { cloudEndpoints } from "consentra/clouds";
import type { TokenSource } from "consentra/credentials";
import { commandsOf, powershellBlocks } from "../support/powershell-page";
import { repository } from "../support/repository";
import { addVendorApp, createExchangeClient, fetchThrough, type ExchangeClient, type Row } from "./exchange-client";
import { addNarrowApp, type NarrowApp } from "./narrow-app";

// Rooms of the package that it does not export: loaded by path, with their types.
const components = join(repository, "components", "dist");
const { RestTransport } = require(
  join(components, "exchange", "rest-transport"),
) as typeof import("../../components/exchange/rest-transport");
const { runExchangeStep } = require(
  join(components, "exchange", "objects", "run"),
) as typeof import("../../components/exchange/objects/run");
const { parseManifest } = require(
  join(components, "exchange", "manifest"),
) as typeof import("../../components/exchange/manifest");
const { RestGraphReader } = require(join(components, "graph-reader")) as typeof import("../../components/graph-reader");

const page = readFileSync(join(repository, "docs", "deployer.md"), "utf8");
const [values = "", ...work] = powershellBlocks(page);
const [customization, membership, shared, policies, rbac] = work;

describe("docs/deployer.md", () => {
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let app: NarrowApp;
  let variables: Map<string, string | string[]>;
  const realFetch = globalThis.fetch;

  beforeEach(async () => {
    sandbox = await startSandbox();
    exchange = createExchangeClient(sandbox);
    app = await addNarrowApp(sandbox, exchange.tenant, "Narrow deployer");
    variables = new Map();
    assert.deepEqual(commandsOf(values, variables), []);
    assert.deepEqual([...variables.keys()], ["AppId", "ObjectId", "Administrator", "ApplicationRoles"]);
    variables.set("AppId", app.appId).set("ObjectId", app.objectId);
  });

  afterEach(async () => {
    globalThis.fetch = realFetch;
    exchange.close();
    await sandbox.close();
  });

  /** Runs blocks of the page as an administrator of the tenant: an app with the directory role Exchange Administrator. */
  async function administrate(...blocks: (string | undefined)[]): Promise<void> {
    for (const block of blocks) {
      assert.ok(block !== undefined, "the page has fewer blocks than this test runs");
      for (const { cmdlet, parameters } of commandsOf(block, variables)) await exchange.ok(cmdlet, parameters);
    }
  }

  /** Cmdlets that the deployer has now. */
  async function allowed(): Promise<string[]> {
    const path = `/adminapi/v1.0/${sandbox.tenants.contoso.id}/EXOModuleFile`;
    const answer = await exchange.send("GET", path, undefined, { token: await app.token() });
    return String(answer.value[0]?.["exportedCmdlets"]).split(",").filter(Boolean);
  }

  /** What the steps of Consentra do, with the deployer's rights in Exchange. */
  function steps() {
    globalThis.fetch = fetchThrough(exchange);
    const tokens: TokenSource = {
      tenantId: sandbox.tenants.contoso.id,
      cloud: cloudEndpoints(sandbox.environment()),
      // Rights in Entra are not what this page is about.
      getToken: (scope) => (scope.includes("graph") ? exchange.tenant.deployerToken() : app.token()),
      forget: () => undefined,
    };
    const context = {
      exchange: new RestTransport({
        tokens,
        organization: "contoso.onmicrosoft.com",
        patience: 0,
      }),
      graph: new RestGraphReader(tokens),
      progress: () => undefined,
      patience: 0,
      wait: async () => undefined,
    };
    return async (kind: string, spec: Row, action: "create" | "update" | "delete", previous?: unknown) => {
      const { id: tenantId } = sandbox.tenants.contoso;
      const manifest = { consentra: 1, kind, tenantId, organization: "contoso.onmicrosoft.com", spec };
      return runExchangeStep(context, parseManifest(JSON.stringify(manifest)), action, () => previous);
    };
  }

  const group = {
    name: "app-scope",
    alias: "app-scope",
    displayName: "App scope",
    primarySmtpAddress: "app-scope@contoso.com",
    managedBy: ["alexw@contoso.com"],
    members: ["isaiahl@contoso.com", "meganb@contoso.com"],
  };
  const probes = { granted: ["meganb@contoso.com"], denied: ["pattif@contoso.com"] };

  it("gives exactly the cmdlets that Consentra calls", async () => {
    await administrate(shared, policies, rbac);
    const called = new Set<string>();
    for (const room of ["components/exchange", "components/lookup", "components/preflight", "cli/check"]) {
      for (const file of readdirSync(join(repository, room), { recursive: true, encoding: "utf8" })) {
        if (!file.endsWith(".ts")) continue;
        const text = readFileSync(join(repository, room, file), "utf8");
        for (const [, name = ""] of text.matchAll(/"((?:Get|Set|New|Remove|Add|Test|Update)-[A-Z][A-Za-z]+)"/g)) {
          called.add(name);
        }
        // One cmdlet is named by its verb.
        for (const [, noun = ""] of text.matchAll(/`\$\{verb\}-([A-Z][A-Za-z]+)`/g)) {
          called.add(`Add-${noun}`).add(`Remove-${noun}`);
        }
      }
    }
    called.delete("Get-Batch");
    assert.ok(called.size > 20, `${called.size}`);
    assert.deepEqual(await allowed(), [...called].sort());
  });

  it("lets the deployer make, change and remove a group and an access policy", async () => {
    await administrate(shared, policies);
    const { appId } = await addVendorApp(sandbox, exchange.tenant);
    const step = steps();
    const made = await step("MailEnabledSecurityGroup", group, "create");
    const changed = { ...group, displayName: "Changed", members: ["meganb@contoso.com", "leeg@contoso.com"] };
    await step("MailEnabledSecurityGroup", changed, "update", made);
    const policy = {
      appId,
      scopeGroup: group.primarySmtpAddress,
      accessRight: "RestrictAccess",
      description: "Vendor",
      probes,
    };
    const inForce = await step("ApplicationAccessPolicy", policy, "create");
    const described = await step("ApplicationAccessPolicy", { ...policy, description: "New" }, "update", inForce);
    assert.equal((await exchange.ok("Get-ApplicationAccessPolicy"))[0]?.["Description"], "New");
    await step("ApplicationAccessPolicy", policy, "delete", described);
    await step("MailEnabledSecurityGroup", changed, "delete", made);
    assert.deepEqual(await exchange.ok("Get-ApplicationAccessPolicy"), []);
    assert.equal((await exchange.run("Get-DistributionGroup", { Identity: group.primarySmtpAddress })).status, 404);
    await assert.rejects(
      step("ExchangeServicePrincipal", { appId, displayName: "Vendor" }, "create"),
      /Get-ServicePrincipal failed with 403/,
    );
  });

  it("lets the deployer make, change and remove all that RBAC for Applications is made of", async () => {
    await administrate(shared, rbac);
    const { appId, objectId } = await addVendorApp(sandbox, exchange.tenant);
    const step = steps();
    const madeGroup = await step("MailEnabledSecurityGroup", group, "create");
    const pointer = await step("ExchangeServicePrincipal", { appId, displayName: "Vendor" }, "create");
    await step("ExchangeServicePrincipal", { appId, displayName: "Renamed" }, "update", pointer);
    const scope = { name: "vendor", recipients: { memberOf: group.primarySmtpAddress } };
    const madeScope = await step("ManagementScope", scope, "create");
    const assignment = {
      name: "vendor-Mail.Read",
      appId,
      role: "Application Mail.Read",
      scope: { managementScope: "vendor" },
      probes,
    };
    const madeAssignment = await step("RoleAssignment", assignment, "create");
    const ofGroup = { ...assignment, name: "vendor-Contacts.Read", role: "Application Contacts.Read" };
    const second = await step("RoleAssignment", { ...ofGroup, scope: { group: group.primarySmtpAddress } }, "create");
    const filter = { ...scope, recipients: { filter: "Alias -eq 'meganb' -or Alias -eq 'isaiahl'" } };
    await step("ManagementScope", filter, "update", madeScope);
    assert.deepEqual(
      (await exchange.ok("Test-ServicePrincipalAuthorization", { Identity: objectId, Resource: "meganb" })).map(
        (row) => row["InScope"],
      ),
      [true, true],
    );
    await step("RoleAssignment", assignment, "delete", madeAssignment);
    await step("RoleAssignment", { ...ofGroup, scope: { group: group.primarySmtpAddress } }, "delete", second);
    await step("ManagementScope", filter, "delete", madeScope);
    await step("ExchangeServicePrincipal", { appId, displayName: "Vendor" }, "delete", pointer);
    await step("MailEnabledSecurityGroup", group, "delete", madeGroup);
    assert.deepEqual(await exchange.ok("Get-ManagementScope"), []);
    assert.deepEqual(
      (await exchange.ok("Get-ServicePrincipal")).map((each) => each["ObjectId"]),
      [app.objectId],
    );
  });

  it("lets the deployer do nothing more: no other cmdlet, role, group or member", async () => {
    await administrate(shared, policies, rbac);
    const token = await app.token();
    const ask = (cmdlet: string, parameters: Row = {}) => exchange.run(cmdlet, parameters, { token });
    for (const [cmdlet, parameters] of [
      ["Add-RoleGroupMember", { Identity: "Organization Management", Member: app.objectId }],
      ["Remove-RoleGroupMember", { Identity: "Consentra RBAC", Member: app.objectId }],
      ["New-RoleGroup", { Name: "mine", Roles: ["Role Management"], Members: [app.objectId] }],
      ["New-ManagementRole", { Name: "mine", Parent: "Role Management" }],
      ["Remove-ManagementRoleEntry", { Identity: "Consentra Scopes\\New-ManagementScope" }],
      ["Enable-OrganizationCustomization", {}],
      ["Get-Mailbox", {}],
      ["Update-DistributionGroupMember", { Identity: "sales-mailboxes", Members: [] }],
      ["Get-RoleGroup", {}],
    ] as const) {
      const answer = await ask(cmdlet, parameters);
      assert.deepEqual([answer.status, answer.raw], [403, Buffer.alloc(470)], cmdlet);
    }
    const others = [
      "Application Mail.Send",
      "Application Exchange Full Access",
      "Role Management",
      "Organization Configuration",
      "Consentra Scopes",
      "Mail Recipients",
    ];
    for (const Role of others) {
      for (const assignee of [{ App: app.objectId }, { SecurityGroup: "Consentra RBAC", Delegating: true }]) {
        const answer = await ask("New-ManagementRoleAssignment", { Name: "escalation", Role, ...assignee });
        assert.equal(answer.status, 400, `${Role} ${JSON.stringify(assignee)}`);
        assert.match(answer.error, /must be assigned a delegating role assignment/);
      }
    }
    await exchange.ok("New-ManagementRoleAssignment", {
      Name: "somebody's",
      App: app.objectId,
      Role: "Application Mail.Send",
    });
    assert.match(
      (await ask("Remove-ManagementRoleAssignment", { Identity: "somebody's" })).error,
      /must be assigned a delegating role assignment/,
    );
    // What the page says that it still can do.
    const wide = { Name: "wide", App: app.objectId, Role: "Application Mail.Read" };
    assert.equal((await ask("New-ManagementRoleAssignment", wide)).status, 200);
  });

  it("names what an organisation needs that was never customised, and an administrator who may not delegate", async () => {
    const { exchange: organization } = sandbox.tenants.contoso;
    organization.isDehydrated = true;
    await assert.rejects(administrate(shared), /Enable-OrganizationCustomization/);
    await administrate(customization);
    sandbox.cloud.options.entraAdministratorsDelegate = false;
    organization.servicePrincipals.clear();
    await assert.rejects(administrate(shared), /You must be assigned a delegating role assignment/);
    organization.servicePrincipals.clear();
    // The administrator of this test is an app, which Exchange knows by a pointer.
    const administrator = [...sandbox.tenants.contoso.servicePrincipals.values()].find(
      ({ displayName }) => displayName === "Consentra Deployer",
    );
    await exchange.ok("New-ServicePrincipal", { AppId: administrator?.appId, ObjectId: administrator?.id });
    variables.set("Administrator", administrator?.id ?? "");
    await administrate(membership, shared, policies, rbac);
    assert.ok((await allowed()).includes("New-ManagementRoleAssignment"));
  });

  it("says no more than what these tests run", () => {
    assert.equal(work.length, 5);
    assert.throws(() => commandsOf("Get-Mailbox | Remove-Mailbox", new Map()), /a parameter is expected/);
    assert.throws(() => commandsOf("$x = Get-Mailbox", new Map()), /no text and no list of texts/);
    assert.throws(() => commandsOf("Get-Mailbox -Identity $x", new Map()), /\$x has no value/);
  });
});
