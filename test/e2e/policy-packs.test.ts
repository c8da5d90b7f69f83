import assert from "node:assert/strict";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack, type Engine } from "@consentra/sandbox/engine";
import { allPacks, linesOf, packFolder, violationsIn } from "../support/policy-output";
import { repository } from "../support/repository";

describe("the policy packs on the real analyzer", () => {
  let engine: Engine;
  let sandbox: Sandbox;

  before(async () => {
    engine = await ensureEngine();
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());

  const stackOf = (program: string, config?: Record<string, unknown>) =>
    LocalStack.create({
      engine,
      projectDir: join(repository, "test", "policy", "programs", program),
      environment: sandbox.environment(),
      config,
    });
  const preview = async (program: string) => {
    const stack = await stackOf(program);
    const result = await stack.preview({ policyPacks: allPacks });
    await stack.remove();
    return { ...result, violations: violationsIn(result) };
  };

  it("pass applications that are as they should be", async () => {
    const { code, stdout, stderr, violations } = await preview("orderly");
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(violations, []);
    assert.equal(stdout.match(/✅ consentra-/g)?.length, 3, stdout);
  });

  it("refuse what is too broad or untidy, by whatever trick it is made", async () => {
    const { code, stdout, violations } = await preview("tricks");
    assert.notEqual(code, 0);
    assert.deepEqual(
      linesOf(violations),
      [
        "assignment-is-required: innocent",
        "audience-is-this-tenant: registration",
        "consent-is-to-a-declared-api: other-api",
        "credential-lifetime: secret",
        "has-two-owners: innocent",
        "has-two-owners: registration",
        "mailbox-permission-is-scoped: access",
        "mailbox-permission-is-scoped: mail",
        "mailbox-permission-is-scoped: other-api",
        "microsofts-principals-are-not-managed: graph",
        "no-admin-scope-for-everybody: everybody",
        "no-client-secret: secret",
        "no-control-of-the-tenant: access",
        "no-control-of-the-tenant: harmless",
        "no-control-of-the-tenant: upper-case",
        "no-full-access-as-app: other-api",
        "no-implicit-grant: registration",
        "permission-is-known: invented",
        "redirect-uris-are-safe: addresses",
      ],
      stdout,
    );
    assert.deepEqual(linesOf(violations, "advisory"), []);
    assert.match(stdout, /\[severity: critical\] +no-control-of-the-tenant/);
    assert.match(stdout, /Or except it in the pack's configuration, with reason, approver and last day\./);
  });

  it("refuse scopes that confine nothing, and grants without one", async () => {
    const { code, stdout, violations } = await preview("unscoped");
    assert.notEqual(code, 0);
    const ofMailboxes = violations.filter(({ policy }) => !/^(?:assignment-is-required|has-two-owners)$/.test(policy));
    assert.deepEqual(
      linesOf(ofMailboxes, "mandatory"),
      [
        "consent-depends-on-scope: early-mail",
        "mailbox-permission-is-scoped: other-mail",
        "no-grant-beside-role: beside-mail",
        "role-is-for-an-application-of-the-stack: unseen-role",
        "scope-is-not-the-organisation: all-scope",
        "scope-is-not-the-organisation: unseen-people",
      ],
      stdout,
    );
    assert.deepEqual(linesOf(ofMailboxes, "advisory"), [
      "mechanism-is-current: beside-policy",
      "mechanism-is-current: early-policy",
      "mechanism-is-current: foreign",
    ]);
    assert.match(stdout, /"all-scope" is a scope of every mailbox, because: the archive keeps all mail\./);
  });

  it("say what a preview cannot know, and refuse it where nothing would judge it before it is made", async () => {
    const { code, stdout, violations } = await preview("unknown");
    assert.notEqual(code, 0);
    const ofGrants = violations.filter(({ resource }) => resource !== "app");
    assert.deepEqual(
      linesOf(ofGrants, "mandatory"),
      ["mailbox-access-is-known: what", "mailbox-access-is-known: whose"],
      stdout,
    );
    const silent = [
      "no-control-of-the-tenant",
      "no-tenant-wide-write",
      "narrower-permission-suffices",
      "permission-is-known",
      "no-full-access-as-app",
    ].filter((policy) => !linesOf(ofGrants, "advisory").includes(`${policy}: what`));
    assert.deepEqual(silent, [], stdout);
    assert.match(
      stdout,
      /cannot judge yet: "whose" grants Mail\.Read, but the application behind it is not known in this preview\./,
    );
  });

  for (const [wanted, pack, isPassed, preview, update] of [
    [
      "role",
      "least-privilege",
      // The stack as a whole cannot tell either whether the registration asks for it.
      false,
      /cannot judge yet: "hidden-grant" names a permission that is not known/,
      /\[mandatory\].* no-control-of-the-tenant .*hidden-grant\)/,
    ],
    [
      "scope",
      "mailbox-scope",
      true,
      /cannot judge yet: whether the access policy "hidden-scope-policy-command" confines application "hidden-registration", which gets Mail\.Read/,
      /"hidden-grant" grants Mail\.Read to application [0-9a-f-]{36}, and no access policy for it was made before/,
    ],
  ] as const) {
    it(`decide during the update, before the grant is made, on a ${wanted} that the preview could not see`, async () => {
      const stack = await stackOf("hidden", { "hidden:wanted": wanted });
      const before = sandbox.audit().length;
      const policyPacks = [packFolder(pack)];
      const seen = await stack.preview({ policyPacks });
      assert.equal(seen.code === 0, isPassed, seen.stdout + seen.stderr);
      assert.match(seen.stdout, preview);
      const made = await stack.up({ policyPacks, skipPreview: true });
      assert.notEqual(made.code, 0, made.stdout);
      assert.match(made.stdout, update);
      const operations = sandbox
        .audit()
        .slice(before)
        .map(({ operation }) => operation);
      assert.ok(
        operations.some((each) => /POST .*servicePrincipals$/.test(each)),
        operations.join("\n"),
      );
      assert.deepEqual(
        operations.filter((each) => /appRoleAssign/.test(each)),
        [],
      );
      assert.equal((await stack.destroy()).code, 0);
      await stack.remove();
    });
  }
});
