import assert from "node:assert/strict";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack, type OperationResult } from "@consentra/sandbox/engine";
import type { FaultPlan } from "@consentra/sandbox/tenant";
import { createTenantClient } from "../sandbox/tenant-client";
import { changedNothing, writesSince } from "../support/audit";
import { repository } from "../support/repository";
import { peopleAiClientId } from "consentra/vendors";

type When = FaultPlan["rules"][number]["when"];

describe("at work at the same time on one tenant", () => {
  let sandbox: Sandbox;
  const stacks: LocalStack[] = [];

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    sandbox.setFaults(undefined);
    await Promise.all(stacks.splice(0).map((each) => each.remove()));
    await sandbox.close();
  });

  async function stackOf(program: string, stackName: string, config: Record<string, unknown>): Promise<LocalStack> {
    const stack = await LocalStack.create({
      engine: await ensureEngine(),
      projectDir: join(repository, "test", "e2e", "programs", program),
      stackName,
      environment: sandbox.environment(),
      config,
    });
    stacks.push(stack);
    return stack;
  }

  /** Holds the next request of that kind. @returns resolves when one is held, so that others can pass; `release` lets it go on */
  function hold(when: When): { held: Promise<void>; release: () => void } {
    sandbox.setFaults({ rules: [{ when, fault: { kind: "hold" } }] });
    const held = new Promise<void>((resolve) => {
      const stop = sandbox.onAudit(({ fault }) => {
        if (fault === undefined) return;
        stop();
        resolve();
      });
    });
    return { held, release: () => sandbox.setFaults(undefined) };
  }

  /** Starts an operation and lets others pass when it is at the request. */
  async function meanwhile<T>(
    when: When,
    operation: () => Promise<OperationResult>,
    others: () => Promise<T>,
  ): Promise<[OperationResult, T]> {
    const { held, release } = hold(when);
    const running = operation();
    // An operation that ends without such a request is no meeting.
    await Promise.race([held, running.then(said).then((text) => assert.fail(`nothing was held: ${text}`))]);
    const passed = await others().finally(release);
    return [await running, passed];
  }

  const said = ({ stdout, stderr }: OperationResult): string => stdout + stderr;
  const assertDone = (result: OperationResult): void => assert.equal(result.code, 0, said(result));

  /** A further update finds nothing to do. */
  async function assertUnchanged(stack: LocalStack): Promise<void> {
    const before = sandbox.audit().length;
    const again = await stack.up({ skipPreview: true });
    assertDone(again);
    assert.ok(changedNothing(again.stdout), said(again));
    assert.deepEqual(writesSince(sandbox, before), []);
  }

  const scope = (members: string[], more: object = {}) => ({
    args: JSON.stringify({ mailboxScope: { allow: { members } }, ...more }),
  });
  const addressesReached = () =>
    (sandbox.audit().at(-1)?.reach[peopleAiClientId] ?? [])
      .map((id) => sandbox.tenants.contoso.exchange.recipients.get(id)?.primarySmtpAddress)
      .sort();

  it("the second update of one stack is refused by Pulumi's lock and changes nothing", async () => {
    const stack = await stackOf("scope", "dev", scope(["meganb@contoso.com"]));
    const [first, second] = await meanwhile(
      { cmdlet: "New-ApplicationAccessPolicy" },
      () => stack.up({ skipPreview: true }),
      async () => {
        const before = sandbox.audit().length;
        const result = await stack.up({ skipPreview: true });
        assert.deepEqual(writesSince(sandbox, before), []);
        return result;
      },
    );
    assertDone(first);
    assert.notEqual(second.code, 0);
    assert.match(said(second), /the stack is currently locked by 1 lock/);
    await assertUnchanged(stack);
    assert.deepEqual(addressesReached(), ["meganb@contoso.com"]);
  });

  it("two stacks of one project that declare the same: the second is told who has it, and takes nothing with it", async () => {
    const first = await stackOf("scope", "first", scope(["meganb@contoso.com"]));
    // Else Entra may be the first to refuse, which keeps one service principal for each application.
    const more = { adopt: true };
    const second = await stackOf("scope", "second", scope(["meganb@contoso.com", "pattif@contoso.com"], more));
    const [done, refused] = await meanwhile(
      { cmdlet: "New-ApplicationAccessPolicy" },
      () => first.up({ skipPreview: true }),
      () => second.up({ skipPreview: true }),
    );
    assertDone(done);
    assert.notEqual(refused.code, 0);
    assert.match(
      said(refused),
      /the group app-scope-people-ai@contoso\.com is managed by organization\/scope\/first\/people-ai-scope-group already/,
    );
    assertDone(await second.destroy());
    await assertUnchanged(first);
    assert.deepEqual(addressesReached(), ["meganb@contoso.com"]);
    for (const { reach } of sandbox.audit())
      for (const id of reach[peopleAiClientId] ?? [])
        assert.ok(sandbox.tenants.contoso.exchange.recipients.get(id)?.primarySmtpAddress === "meganb@contoso.com");
  });

  it("two stacks that set the same setting of the tenant: one has it, the other is told who", async () => {
    const first = await stackOf("beside", "first", { settings: true });
    const second = await stackOf("beside", "second", { settings: true });
    const users = () =>
      sandbox.tenants.contoso.policies.authorization.defaultUserRolePermissions.permissionGrantPoliciesAssigned.join();
    const before = users();
    const [refused, done] = await meanwhile(
      { path: "/policies/permissionGrantPolicies", method: "POST" },
      () => first.up({ skipPreview: true }),
      () => second.up({ skipPreview: true }),
    );
    assertDone(done);
    assert.notEqual(refused.code, 0);
    assert.match(said(refused), /settings of this tenant are managed by organization\/beside\/second\/consent already/);
    const set = users();
    assert.notEqual(set, before);
    assertDone(await first.destroy());
    assert.equal(users(), set);
    assertDone(await second.destroy());
    assert.equal(users(), before);
  });

  it("an owner and the stack edit one registration: what is the stack's is restored, what the owner added beside it stays", async () => {
    const client = createTenantClient(sandbox);
    const { contoso } = sandbox.tenants;
    const stack = await stackOf("beside", "dev", { callback: "https://app.example/one" });
    assertDone(await stack.up({ skipPreview: true }));
    const application = [...contoso.applications.values()].find(({ displayName }) => displayName === "Beside");
    assert.ok(application);
    const callbacks = () => (application.properties.web as { redirectUris: string[] }).redirectUris;
    const asked = () => JSON.stringify(application.properties.requiredResourceAccess);
    const wanted = asked();
    const path = `/v1.0/applications/${application.id}`;
    const edit = async () => {
      const sent = [
        await client.graph("PATCH", path, {
          web: { redirectUris: ["https://app.example/one", "https://owner.example/callback"] },
          requiredResourceAccess: [
            {
              resourceAppId: "00000003-0000-0000-c000-000000000000",
              // Mail.Read, delegated
              resourceAccess: [{ id: "570282fd-fa5c-430d-a7fd-fc8dc98a9dca", type: "Scope" }],
            },
          ],
        }),
        await client.graph("POST", `${path}/addPassword`, { passwordCredential: { displayName: "the owner's" } }),
        await client.graph("POST", `${path}/federatedIdentityCredentials`, {
          name: "owners",
          issuer: "https://token.actions.githubusercontent.com",
          subject: "repo:owner/app:ref:refs/heads/main",
          audiences: ["api://AzureADTokenExchange"],
        }),
      ];
      for (const { status } of sent) assert.ok(status < 300, String(status));
    };
    await stack.setConfig("callback", "https://app.example/two");
    const [updated] = await meanwhile(
      { path: "/applications/*", method: "PATCH" },
      () => stack.up({ skipPreview: true }),
      edit,
    );
    assertDone(updated);
    assert.deepEqual(callbacks(), ["https://app.example/two"]);

    // Edited while nothing runs, it is told by a preview that looks, and restored.
    await edit().catch(() => undefined);
    assert.notEqual(asked(), wanted);
    const preview = await stack.preview({ extraArgs: ["--refresh", "--diff"] });
    assertDone(preview);
    assert.match(said(preview), /owner\.example\/callback/);
    const restored = await stack.up({ skipPreview: true, extraArgs: ["--refresh"] });
    assertDone(restored);
    assert.deepEqual(callbacks(), ["https://app.example/two"]);
    assert.equal(asked(), wanted);
    assert.equal(application.passwordCredentials.at(0)?.displayName, "the owner's");
    assert.equal(application.federatedIdentityCredentials.length, 1);
    await assertUnchanged(stack);
    client.close();
  });
});
