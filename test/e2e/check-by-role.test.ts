import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack } from "@consentra/sandbox/engine";
import { peopleAiClientId } from "consentra/vendors";
import { consentra } from "../support/consentra";
import { repository } from "../support/repository";

interface Checked {
  findings: { check: string; found: string; ok: boolean }[];
  enforced: { ok: boolean; probes: number; minutes: number };
}

/** The way through: a stack's roles, its hand-off, and what the vendor's app can do by them. */
describe("consentra check, of an app that roles of Exchange confine", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-by-role-"));
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ cloud: { enforcementDelay: 30 * 60_000 } });
  });
  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  const check = async (handOff: string) => {
    const { code, stdout, stderr } = await consentra(
      ["check", "--hand-off", handOff, "--enforced", "--limit", "0", "--json"],
      {
        ...sandbox.environment(),
        CONSENTRA_APP_CLIENT_SECRET: sandbox.vendorCredential(peopleAiClientId).clientSecret,
      },
    );
    assert.equal(stderr, "");
    return { code, ...(JSON.parse(stdout) as Checked) };
  };

  it("follows the hand-off, before and after Microsoft Graph enforces the roles", async () => {
    const stack = await LocalStack.create({
      engine: await ensureEngine(),
      projectDir: join(repository, "test", "e2e", "programs", "by-role"),
      environment: sandbox.environment(),
    });
    const up = await stack.up({ skipPreview: true });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    const outputs = join(folder, "outputs.json");
    writeFileSync(outputs, JSON.stringify(await stack.outputs()));

    const early = await check(outputs);
    assert.deepEqual([early.code, early.enforced], [1, { ok: false, probes: 1, minutes: 0 }]);
    sandbox.cloud.clock.advance(31 * 60_000);
    const late = await check(outputs);
    assert.deepEqual([late.code, late.enforced.ok], [0, true]);
    const found = new Map(late.findings.map((each) => [each.check, each.found]));
    assert.equal(found.get("application permissions"), "User.Read.All");
    assert.equal(
      found.get("adelev@contoso.com by roles (inside)"),
      "Application Calendars.Read, Application Mail.Read",
    );
    assert.ok(
      late.findings.some(({ check: what, found: said }) => /by roles \(outside\)$/.test(what) && said === "no role"),
    );
    assert.equal((await stack.destroy()).code, 0);
    await stack.remove();
  });
});
