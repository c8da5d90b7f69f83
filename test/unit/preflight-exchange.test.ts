import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { cloudEndpoints } from "consentra/clouds";
import type { TokenSource } from "consentra/credentials";
import { preflightWith, type PreflightAction } from "consentra/preflight";
import { createExchangeClient, fetchThrough, type ExchangeClient } from "../sandbox/exchange-client";
import { addNarrowApp, type NarrowApp } from "../sandbox/narrow-app";
import { commandsOf, powershellBlocks } from "../support/powershell-page";
import { deployerRights } from "../support/preflight-tenant";
import { repository } from "../support/repository";

const [values = "", , , ...roleGroups] = powershellBlocks(
  readFileSync(join(repository, "docs", "deployer.md"), "utf8"),
);
const rbac: PreflightAction[] = [
  { action: "manageRbacScope", path: "mailboxScope", roles: ["Application Mail.Read", "Application Mail.Send"] },
];

describe("preflight of RBAC for Applications", () => {
  const realFetch = globalThis.fetch;
  let sandbox: Sandbox;
  let exchange: ExchangeClient;
  let app: NarrowApp;

  beforeEach(async () => {
    sandbox = await startSandbox();
    exchange = createExchangeClient(sandbox);
    app = await addNarrowApp(sandbox, exchange.tenant, "Narrow deployer");
    globalThis.fetch = fetchThrough(exchange);
  });

  afterEach(async () => {
    globalThis.fetch = realFetch;
    exchange.close();
    await sandbox.close();
  });

  /** What is found of the action, by need; the token for Graph is the seeded deployer's, who may read. */
  async function found(token = () => app.token()): Promise<Record<string, string>> {
    const tokens: TokenSource = {
      tenantId: sandbox.tenants.contoso.id,
      cloud: cloudEndpoints(sandbox.environment()),
      getToken: (scope) => (scope.includes("graph") ? exchange.tenant.deployerToken() : token()),
      forget: () => undefined,
    };
    const { results } = await preflightWith(tokens, rbac);
    return Object.fromEntries(
      results.map(({ need, state, by, remedy }) => [need.id, [state, by ?? remedy].join(": ")]),
    );
  }

  async function makeRoleGroups(): Promise<void> {
    const variables = new Map<string, string | string[]>();
    commandsOf(values, variables);
    variables.set("AppId", app.appId).set("ObjectId", app.objectId);
    for (const block of roleGroups) {
      for (const { cmdlet, parameters } of commandsOf(block, variables)) await exchange.ok(cmdlet, parameters);
    }
  }

  it("finds the role group of docs/deployer.md, and the one role that it may not assign", async () => {
    deployerRights(sandbox).revokeRole("Exchange Administrator");
    // The administrator of these tests keeps their right by Exchange's own group.
    sandbox.tenants.contoso.exchange.roleGroups.forEach((group) => {
      if (group.name === "Organization Management") group.members.add(deployerId());
    });
    await makeRoleGroups();
    const results = await found();
    assert.equal(results["manageRbacScope"], "held: Role Management (management roles)");
    assert.equal(results["customizedOrganization"], "held: an organisation that was customised");
    assert.equal(results["delegatedRole Application Mail.Read"], "held: a delegating role assignment");
    assert.match(
      results["delegatedRole Application Mail.Send"] ?? "",
      /^missing: an administrator assigns Application Mail\.Send with -Delegating to the role group of .*: docs\/deployer\.md has the command$/,
    );
  });

  it("finds an organisation that was never customised", async () => {
    sandbox.tenants.contoso.exchange.isDehydrated = true;
    const results = await found(() => exchange.tenant.deployerToken("https://outlook.office365.com"));
    assert.equal(
      results["customizedOrganization"],
      "missing: an administrator runs Enable-OrganizationCustomization once, which cannot be undone and takes about an hour: docs/deployer.md has the command",
    );
    assert.equal(results["delegatedRole Application Mail.Send"], "held: Exchange Administrator (directory role)");
  });

  it("says what it cannot see where Exchange lets the deployer read nothing", async () => {
    deployerRights(sandbox).revokeRole("Exchange Administrator");
    const results = await found();
    assert.match(
      results["manageRbacScope"] ?? "",
      /^missing: an administrator makes .* a member of Exchange's role group Consentra RBAC/,
    );
    assert.match(
      results["customizedOrganization"] ?? "",
      /^unseen: see that \(Get-OrganizationConfig\)\.IsDehydrated is False/,
    );
    assert.match(
      results["delegatedRole Application Mail.Read"] ?? "",
      /^unseen: see that the deployer's role group has/,
    );
  });

  function deployerId(): string {
    const { servicePrincipals } = sandbox.tenants.contoso;
    return [...servicePrincipals.values()].find(({ displayName }) => displayName === "Consentra Deployer")?.id ?? "";
  }
});
