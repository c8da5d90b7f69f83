import assert from "node:assert/strict";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack } from "@consentra/sandbox/engine";
import { changedNothing, writesSince } from "../support/audit";
import { repository } from "../support/repository";

/** One stack makes what the other finds. */
describe("taking over what exists", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  const stackWith = async (config: Record<string, unknown>) =>
    LocalStack.create({
      engine: await ensureEngine(),
      projectDir: join(repository, "test", "e2e", "programs", "adopt"),
      environment: sandbox.environment(),
      config,
    });

  it("refuses a grant that exists, unless it is named, and keeps what it took over", async () => {
    const { contoso } = sandbox.tenants;
    const maker = await LocalStack.create({
      engine: await ensureEngine(),
      projectDir: join(repository, "test", "e2e", "programs", "made"),
      environment: sandbox.environment(),
    });
    const made = await maker.up({ skipPreview: true });
    assert.equal(made.code, 0, made.stdout + made.stderr);
    const application = [...contoso.applications.values()].find(({ displayName }) => displayName === "Made by hand");
    const grant = [...contoso.oauth2PermissionGrants.values()][0];
    assert.ok(application && grant);

    // Another stack that wants the same grant without saying so.
    const rival = await LocalStack.create({
      engine: await ensureEngine(),
      projectDir: join(repository, "test", "e2e", "programs", "made"),
      stackName: "rival",
      environment: sandbox.environment(),
      config: { servicePrincipal: grant.clientId },
    });
    const refused = await rival.up({ skipPreview: true });
    assert.notEqual(refused.code, 0);
    assert.match(refused.stdout + refused.stderr, /Permission entry already exists|already exists/);

    const stack = await stackWith({
      displayName: "Renamed",
      registration: application.id,
      grant: grant.id,
    });
    const before = sandbox.audit().length;
    const preview = await stack.preview();
    assert.match(preview.stdout, /Application existing-application update \[diff: ~displayName\b/);
    assert.deepEqual(writesSince(sandbox, before), []);
    const taken = await stack.up({ skipPreview: true });
    assert.equal(taken.code, 0, taken.stdout + taken.stderr);
    assert.match(taken.stdout, /= 2 imported/);
    assert.deepEqual(writesSince(sandbox, before), [
      "PATCH /v1.0/applications/:id 204",
      "PATCH /v1.0/servicePrincipals/:id 204",
    ]);
    assert.equal(application.displayName, "Renamed");
    const again = await stack.up({ skipPreview: true });
    assert.ok(changedNothing(again.stdout), again.stdout);

    assert.equal((await stack.destroy()).code, 0);
    assert.ok(contoso.applications.has(application.id));
    assert.ok(contoso.oauth2PermissionGrants.has(grant.id));
    await Promise.all([maker.remove(), rival.remove(), stack.remove()]);
  });
});
