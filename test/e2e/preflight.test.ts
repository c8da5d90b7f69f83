import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack, type Engine } from "@consentra/sandbox/engine";
import { consentra } from "../support/consentra";
import { deployerRights } from "../support/preflight-tenant";
import { repository } from "../support/repository";

interface Comparison {
  ok: boolean;
  needs: { need: string; for: string[]; state: string }[];
}
type Rights = ReturnType<typeof deployerRights>;

const peopleAi = join(repository, "examples", "people-ai");
const plainGrant = join(repository, "cli", "demo", "without-scope");
const enterpriseApp = ["createServicePrincipal"];

/** A vendor app compares the rights itself, before it makes anything. */
const firstStep = /VendorApp people-ai: \d faults? in the arguments, nothing was created/;

/** Each right of the deployer that a program needs for its writes, what is missing without it, and how the tenant refuses. */
const cases: {
  program: string;
  without: string;
  take: (rights: Rights) => void;
  missing: string[];
  refusal: RegExp;
}[] = [
  {
    program: peopleAi,
    without: "Application.ReadWrite.All",
    take: (rights) => rights.revoke("Application.ReadWrite.All"),
    missing: enterpriseApp,
    refusal: firstStep,
  },
  {
    program: peopleAi,
    without: "AppRoleAssignment.ReadWrite.All",
    take: (rights) => rights.revoke("AppRoleAssignment.ReadWrite.All"),
    missing: ["grantApplicationPermission graph"],
    refusal: firstStep,
  },
  {
    program: peopleAi,
    without: "Exchange.ManageAsApp",
    take: (rights) => rights.revoke("Exchange.ManageAsApp"),
    missing: ["exchangeSignIn"],
    refusal: firstStep,
  },
  {
    program: peopleAi,
    without: "Exchange Administrator",
    take: (rights) => rights.revokeRole("Exchange Administrator"),
    missing: ["manageAccessPolicy", "manageExchangeGroup"],
    refusal: firstStep,
  },
  {
    program: plainGrant,
    without: "Application.ReadWrite.All",
    take: (rights) => rights.revoke("Application.ReadWrite.All"),
    missing: enterpriseApp,
    refusal: /Authorization_RequestDenied|Insufficient privileges/,
  },
  {
    program: plainGrant,
    without: "AppRoleAssignment.ReadWrite.All",
    take: (rights) => rights.revoke("AppRoleAssignment.ReadWrite.All"),
    missing: ["grantApplicationPermission graph"],
    refusal: /Authorization_RequestDenied|Insufficient privileges/,
  },
];

describe("consentra preflight, end to end", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-preflight-"));
  const previews = new Map<string, string>();
  let engine: Engine;
  let sandbox: Sandbox;

  const stackOf = (project: string) =>
    LocalStack.create({
      engine,
      projectDir: project,
      stackName: "default",
      environment: sandbox.environment(),
      ...(project === peopleAi && { configFile: join(peopleAi, "Pulumi.default.yaml") }),
    });
  const preflight = async (args: string[], environment: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await consentra(["preflight", "--json", ...args], {
      ...sandbox.environment(),
      ...environment,
    });
    return { code, stderr, result: stdout === "" ? undefined : (JSON.parse(stdout) as Comparison) };
  };
  const missingOf = (result: Comparison | undefined) =>
    (result?.needs ?? [])
      .filter(({ state }) => state === "missing")
      .map(({ need }) => need)
      .sort();

  before(async () => {
    engine = await ensureEngine();
    sandbox = await startSandbox();
    for (const project of [peopleAi, plainGrant]) {
      const stack = await stackOf(project);
      const { code, stdout, stderr } = await stack.preview({ json: true });
      assert.equal(code, 0, stdout + stderr);
      const file = join(folder, `${previews.size}.json`);
      writeFileSync(file, stdout);
      previews.set(project, file);
      await stack.remove();
    }
    await sandbox.close();
  });
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());
  after(() => rmSync(folder, { recursive: true }));

  it("finds nothing missing for a deployer who has it all, running the preview itself", async () => {
    const stack = await stackOf(peopleAi);
    const args = ["--project", peopleAi, "--stack", "default", "--config-file", stack.configFile];
    const { code, stderr, result } = await preflight(args, stack.shellEnvironment);
    await stack.remove();
    assert.equal(code, 0, stderr);
    assert.equal(result?.ok, true);
    assert.deepEqual(result.needs.map(({ need, state }) => `${need} ${state}`).sort(), [
      "createServicePrincipal held",
      "exchangeSignIn held",
      "grantApplicationPermission graph held",
      "manageAccessPolicy held",
      "manageExchangeGroup held",
      "readApplications held",
    ]);
    assert.deepEqual(sandbox.audit(), []);
  });

  for (const { program, without, take, missing, refusal } of cases) {
    const name = program === peopleAi ? "People.ai" : "plain azuread resources";
    it(`names exactly what ${name} would be refused without ${without}`, async () => {
      take(deployerRights(sandbox));
      const { code, stderr, result } = await preflight(["--preview", previews.get(program) ?? ""]);
      assert.equal(code, 1, stderr);
      assert.deepEqual(missingOf(result), missing);
      const stack = await stackOf(program);
      const up = await stack.up({ skipPreview: true });
      await stack.remove();
      assert.notEqual(up.code, 0);
      assert.match(up.stdout + up.stderr, refusal);
      if (refusal === firstStep) assert.deepEqual(sandbox.audit(), []);
    });
  }

  it("ends with 2 where the preview or the deployer's token cannot be had", async () => {
    const noPreview = await preflight(["--preview", join(folder, "none.json")]);
    assert.equal(noPreview.code, 2);
    assert.match(noPreview.stderr, /none\.json cannot be read; make it with `pulumi preview --json --show-sames`/);
    const noPulumi = await preflight(["--project", peopleAi], { PATH: folder });
    assert.equal(noPulumi.code, 2);
    assert.match(noPulumi.stderr, /pulumi is not on PATH; name a file/);
    const preview = ["--preview", previews.get(peopleAi) ?? ""];
    const noSecret = await preflight(preview, { ARM_CLIENT_SECRET: "wrong-secret" });
    assert.equal(noSecret.code, 2);
    assert.match(noSecret.stderr, /the deployer's rights cannot be read: .*AADSTS7000215/);
    assert.ok(!noSecret.stderr.includes("wrong-secret"));
  });
});
