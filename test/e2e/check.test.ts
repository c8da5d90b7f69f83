import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack } from "@consentra/sandbox/engine";
import { findPermission } from "consentra/graph";
import { peopleAiClientId } from "consentra/vendors";
import { repository } from "../support/repository";

interface Findings {
  ok: boolean;
  findings: { check: string; ok: boolean; found: string; remedy?: string }[];
}

describe("consentra check, as the vendor's app", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-check-"));
  const outputs = join(folder, "outputs.json");
  let sandbox: Sandbox;
  let secret: string;

  before(async () => {
    const engine = await ensureEngine();
    sandbox = await startSandbox();
    secret = sandbox.vendorCredential(peopleAiClientId).clientSecret;
    const project = join(repository, "examples", "people-ai");
    const stack = await LocalStack.create({
      engine,
      projectDir: project,
      environment: sandbox.environment(),
      configFile: join(project, "Pulumi.default.yaml"),
    });
    const up = await stack.up({ skipPreview: true });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    writeFileSync(outputs, JSON.stringify(await stack.outputs()));
    await stack.remove();
  });
  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  const check = async (args: string[] = [], environment: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await consentra(["check", "--hand-off", outputs, "--json", ...args], {
      ...sandbox.environment(),
      CONSENTRA_APP_CLIENT_SECRET: secret,
      ...environment,
    });
    assert.ok(!(stdout + stderr).includes(secret));
    return { code, stderr, result: stdout === "" ? undefined : (JSON.parse(stdout) as Findings) };
  };

  it("ends with 0 where everything is as declared", async () => {
    const { code, result } = await check();
    assert.equal(code, 0);
    assert.equal(result?.ok, true);
    assert.deepEqual(
      result.findings.slice(-2).map(({ check: what, found }) => `${what}: ${found}`),
      result.findings
        .flatMap(({ check: what }) => (/messages/.test(what) ? what.replace("messages", "by access policies") : []))
        .map((what) => `${what}: ${what.includes("inside") ? "Granted" : "Denied"}`),
    );
    assert.equal(result.findings.length, 9);
  });

  it("finds a consent that was given beside the stack", async () => {
    const { contoso } = sandbox.tenants;
    const app = [...contoso.servicePrincipals.values()].find((each) => each.appId === peopleAiClientId);
    const graph = [...contoso.servicePrincipals.values()].find((each) => each.displayName === "Microsoft Graph");
    const send = findPermission("Microsoft Graph", "application", "Mail.Send");
    assert.ok(app && graph && send);
    contoso.appRoleAssignments.set("foreign", {
      id: "foreign",
      appRoleId: send.id,
      principalId: app.id,
      principalType: "ServicePrincipal",
      resourceId: graph.id,
      createdDateTime: "2026-11-01T00:00:00Z",
    });
    const { code, result } = await check();
    contoso.appRoleAssignments.delete("foreign");
    assert.equal(code, 1);
    const [finding] = result?.findings.filter((each) => !each.ok) ?? [];
    assert.equal(finding?.check, "application permissions");
    assert.match(finding.remedy ?? "", /granted but not declared: Mail\.Send/);
  });

  it("finds that the policy is gone", async () => {
    const { accessPolicies } = sandbox.tenants.contoso.exchange;
    const kept = [...accessPolicies];
    accessPolicies.clear();
    const { code, result } = await check();
    for (const [identity, policy] of kept) accessPolicies.set(identity, policy);
    assert.equal(code, 1);
    const open = result?.findings.filter((each) => !each.ok) ?? [];
    assert.equal(open.length, 4);
    for (const finding of open.slice(0, 3)) assert.match(finding.remedy ?? "", /reads a mailbox outside its scope/);
    assert.match(open[3]?.check ?? "", /by access policies \(outside\)$/);
    assert.deepEqual(open[3]?.found, "Granted");
    assert.match(open[3].remedy ?? "", /time does not mend it: run `pulumi up`/);
  });

  it("finds that a member is kept out", async () => {
    const { code, result } = await check(["--inside", "meganb@contoso.com", "--outside", "adelev@contoso.com"]);
    assert.equal(code, 1);
    for (const finding of result?.findings.filter((each) => !each.ok) ?? []) {
      assert.match(finding.check, /^meganb@contoso\.com/);
    }
  });

  it("ends with 2 and says what is missing", async () => {
    const wrong = await check([], { CONSENTRA_APP_CLIENT_SECRET: "wrong-secret" });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /AADSTS7000215/);
    assert.ok(!wrong.stderr.includes("wrong-secret"));
    const none = await consentra(["check", "--hand-off", outputs], sandbox.environment());
    assert.equal(none.code, 2);
    assert.match(none.stderr, /set CONSENTRA_APP_CLIENT_SECRET or CONSENTRA_APP_CERTIFICATE_PATH/);
    const gone = await check([], { ARM_METADATA_HOSTNAME: "localhost:1" });
    assert.equal(gone.code, 2);
    assert.match(gone.stderr, /is the simulated tenant running\? start it with `consentra sandbox`/);
    assert.equal((await consentra(["check", "--nonsense"], {})).code, 2);
  });
});

describe("consentra sandbox", () => {
  it("runs until it is interrupted and leaves nothing", async () => {
    const child = spawn(process.execPath, [join(repository, "cli", "dist", "main.js"), "sandbox", "--json"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const line = await new Promise<string>((resolve) =>
      child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text)),
    );
    const { origin, environment } = JSON.parse(line) as { origin: string; environment: string };
    assert.match(origin, /^https:\/\/localhost:\d+$/);
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.kill("SIGINT");
    assert.equal(await ended, 0);
    const { existsSync } = await import("node:fs");
    assert.equal(existsSync(environment), false);
  });
});

function consentra(args: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [join(repository, "cli", "dist", "main.js"), ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
}
