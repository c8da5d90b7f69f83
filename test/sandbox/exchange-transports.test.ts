import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { idFor } from "@consentra/sandbox/tenant";
import type { TokenSource } from "../../components/credentials";
import type { StepContext } from "../../components/exchange/objects/context";
import type { ExchangeTransport } from "../../components/exchange/transport";
import { realPwsh, standInPwsh } from "../support/pwsh";
import { repository } from "../support/repository";
import { createTenantClient, type TenantClient } from "./tenant-client";

// Rooms of the package that it does not export: loaded by path, with their types.
const components = join(repository, "components", "dist");
const load = (...path: string[]): unknown => require(join(components, ...path));
const { RestTransport } = load(
  "exchange",
  "rest-transport",
) as typeof import("../../components/exchange/rest-transport");
const { PwshTransport } = load(
  "exchange",
  "pwsh-transport",
) as typeof import("../../components/exchange/pwsh-transport");
const { NodeHttpClient } = load("http", "client") as typeof import("../../components/http/client");
const { ExchangeError } = load("exchange", "rest-errors") as typeof import("../../components/exchange/rest-errors");
const { cloudEndpoints } = load("clouds") as typeof import("../../components/clouds");
const { createGroup, removeGroup, updateGroup } = load(
  "exchange",
  "objects",
  "group",
) as typeof import("../../components/exchange/objects/group");
const { createAccessPolicy, removeAccessPolicy } = load(
  "exchange",
  "objects",
  "access-policy",
) as typeof import("../../components/exchange/objects/access-policy");

interface Opened {
  transport: ExchangeTransport;
  close: () => Promise<void>;
}

const transports: [string, string | undefined, (sandbox: Sandbox, client: TenantClient) => Opened][] = [
  ["REST", undefined, overRest],
  ["PowerShell, which a program stands in for", undefined, overStandIn],
  ["PowerShell itself", realPwsh() ? undefined : "there is no pwsh on PATH", overRealPwsh],
];

for (const [name, missing, opener] of transports) {
  describe(`Exchange's objects over ${name}`, () => {
    if (missing !== undefined) {
      it(`are made, changed, read and removed (skipped: ${missing})`);
      return;
    }
    let sandbox: Sandbox;
    let client: TenantClient;
    let opened: Opened;
    before(async () => {
      sandbox = await startSandbox({ cloud: { maxPageSize: 3 } });
      client = createTenantClient(sandbox);
      opened = opener(sandbox, client);
    });
    after(async () => {
      await opened.close();
      client.close();
      await sandbox.close();
    });

    const context = (): StepContext => ({
      exchange: opened.transport,
      graph: {
        batch: async () => [],
        applicationPermissions: async () => [],
        list: async () => [],
        ask: async () => ({ status: 204, body: {} }),
      },
      progress: () => undefined,
      patience: 5_000,
      wait: async () => undefined,
    });
    const members = ["adelev", "alexw", "diegos", "isaiahl"].map((each) => `${each}@contoso.com`);
    const group = {
      name: "app-scope",
      alias: "app-scope",
      displayName: `L'été "$(Get-Date)" \`n @{x=1} ';-- 日本 🙂`,
      primarySmtpAddress: "app-scope@contoso.com",
      managedBy: ["meganb@contoso.com"],
      members,
    };

    it("are made, changed, read and removed", async () => {
      const made = await createGroup(context(), group);
      const [stored] = await opened.transport.invoke("Get-DistributionGroup", { Identity: made.guid });
      assert.equal(stored?.DisplayName, group.displayName);
      assert.equal(stored.IsDirSynced, false);
      assert.deepEqual(await addresses(opened.transport, made.guid), members);

      const appId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
      const description = "100% $null '; DROP -- `\"";
      const policy = await createAccessPolicy(context(), {
        appId,
        scopeGroup: group.primarySmtpAddress,
        accessRight: "RestrictAccess",
        description,
        probes: { granted: ["adelev@contoso.com"], denied: ["meganb@contoso.com"] },
      });
      const [stands] = await opened.transport.invoke("Get-ApplicationAccessPolicy", { Identity: policy.identity });
      assert.equal(stands?.Description, description);
      await removeAccessPolicy(context(), {}, policy);
      assert.deepEqual(await opened.transport.invoke("Get-ApplicationAccessPolicy", {}), []);

      await updateGroup(context(), { ...group, members: members.slice(2) }, made);
      assert.deepEqual(await addresses(opened.transport, made.guid), members.slice(2));
      await removeGroup(context(), made);
      await removeGroup(context(), made);
    });

    it("are all read, or so many as were asked for", async () => {
      const filter = { Filter: "RecipientTypeDetails -eq 'UserMailbox'" };
      const all = await opened.transport.invoke("Get-Recipient", filter);
      assert.ok(all.length > 6, `${all.length} recipients`);
      const [some] = await opened.transport.batch([{ cmdlet: "Get-Recipient", parameters: filter, first: 2 }]);
      assert.deepEqual(some, all.slice(0, 2));
    });

    it("fail in the same words and ways", async () => {
      const kindOf = (cmdlet: string, parameters: Record<string, unknown>) =>
        opened.transport.invoke(cmdlet, parameters).then(
          () => "none",
          (error: unknown) => (error instanceof ExchangeError ? error.kind : String(error)),
        );
      const made = await createGroup(context(), group);
      const identity = { Identity: made.guid, Member: members[0], BypassSecurityGroupManagerCheck: true };
      assert.equal(await kindOf("Get-DistributionGroup", { Identity: "nobody@contoso.com" }), "notFound");
      assert.equal(await kindOf("Add-DistributionGroupMember", identity), "alreadyMember");
      assert.equal(
        await kindOf("Remove-DistributionGroupMember", { ...identity, Member: "meganb@contoso.com", Confirm: false }),
        "notMember",
      );
      const policy = { AppId: [idFor("Contoso", "application", "x")], AccessRight: "RestrictAccess", Description: "x" };
      const scoped = { ...policy, PolicyScopeGroupId: group.primarySmtpAddress };
      await opened.transport.invoke("New-ApplicationAccessPolicy", scoped);
      assert.equal(await kindOf("New-ApplicationAccessPolicy", scoped), "exists");
      assert.equal(await kindOf("Get-DistributionGroup", { Identity: made.guid, Nonsense: "x" }), "invalid");
      sandbox.tenants.contoso.directoryRoles = [];
      assert.equal(await kindOf("Get-ApplicationAccessPolicy", {}), "notAllowed");
    });
  });
}

async function addresses(transport: ExchangeTransport, group: string): Promise<unknown[]> {
  const found = await transport.invoke("Get-DistributionGroupMember", { Identity: group });
  return found.map((each) => each.PrimarySmtpAddress).sort();
}

/** The deployer's token for Exchange; the cloud is a name only, as PowerShell knows no simulated one. */
function tokensOf(client: TenantClient, sandbox: Sandbox, environment: NodeJS.ProcessEnv): TokenSource {
  let token: Promise<string> | undefined;
  return {
    tenantId: sandbox.tenants.contoso.id,
    cloud: cloudEndpoints(environment),
    getToken: () => (token ??= client.deployerToken("https://outlook.office365.com")),
    forget: () => undefined,
  };
}

function overRest(sandbox: Sandbox, client: TenantClient): Opened {
  const tokens = tokensOf(client, sandbox, { ARM_METADATA_HOSTNAME: new URL(sandbox.origin).host });
  // Node reads the variable with more authorities only when a process starts.
  const agent = new Agent({ ca: readFileSync(sandbox.caFile), keepAlive: true });
  const transport = new RestTransport({
    tokens: { ...tokens, http: new NodeHttpClient(() => agent) },
    organization: sandbox.tenants.contoso.initialDomain,
  });
  return { transport, close: async () => agent.destroy() };
}

function overStandIn(sandbox: Sandbox, client: TenantClient): Opened {
  const { origin, caFile, tenants } = sandbox;
  const pwsh = standInPwsh({ forward: { origin, caFile, tenantId: tenants.contoso.id } });
  return overPwsh(sandbox, client, { PATH: pwsh.path }, pwsh.remove);
}

function overRealPwsh(sandbox: Sandbox, client: TenantClient): Opened {
  const folder = mkdtempSync(join(tmpdir(), "consentra-modules-"));
  cpSync(join(repository, "test", "powershell"), folder, { recursive: true });
  const { origin, tenants } = sandbox;
  writeFileSync(
    join(folder, "ExchangeOnlineManagement", "3.9.2", "tenant.json"),
    JSON.stringify({ origin, tenantId: tenants.contoso.id }),
  );
  const environment = {
    ...process.env,
    PATH: [dirname(realPwsh() ?? ""), process.env.PATH].join(delimiter),
    PSModulePath: folder,
  };
  return overPwsh(sandbox, client, environment, () => rmSync(folder, { recursive: true }));
}

function overPwsh(sandbox: Sandbox, client: TenantClient, environment: NodeJS.ProcessEnv, remove: () => void): Opened {
  const transport = new PwshTransport({
    tokens: tokensOf(client, sandbox, {}),
    organization: sandbox.tenants.contoso.initialDomain,
    environment,
  });
  return {
    transport,
    close: async () => {
      await transport.close();
      remove();
    },
  };
}
