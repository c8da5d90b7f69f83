import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import type { Snapshot } from "@consentra/sandbox/tenant";
import { ensureEngine, LocalStack, type Engine } from "@consentra/sandbox/engine";
import type { HandOff } from "consentra/handoff";
import { peopleAiClientId } from "consentra/vendors";
import { recover } from "../support/consentra";
import { repository } from "../support/repository";
import { asVendor } from "../support/vendor";
import { changedNothing, reachEverGranted, writesSince } from "../support/audit";
import { shapeOf } from "../support/shape";

const project = join(repository, "examples", "people-ai");
const pack = join(repository, "policy-packs", "mailbox-scope");
const collections = ["messages", "events", "contacts"];

describe("People.ai, end to end", function () {
  let engine: Engine;
  let sandbox: Sandbox;
  let stack: LocalStack;
  let seed: Snapshot;

  before(async () => {
    engine = await ensureEngine();
  });

  beforeEach(async () => {
    sandbox = await startSandbox();
    seed = sandbox.snapshot();
    stack = await LocalStack.create({
      engine,
      projectDir: project,
      stackName: "default",
      environment: sandbox.environment(),
      configFile: join(project, "Pulumi.default.yaml"),
    });
  });

  afterEach(async () => {
    await stack.remove();
    await sandbox.close();
  });

  const mailboxOf = (upn: string): string => {
    const user = [...sandbox.tenants.contoso.users.values()].find((each) => each.userPrincipalName === upn);
    assert.ok(user, `${upn} is in the seed`);
    return user.id;
  };

  it("creates the scope before the consent, is idempotent, serves the vendor, and leaves nothing", async () => {
    const up = await stack.up({ policyPacks: [pack] });
    assert.equal(up.code, 0, up.stdout + up.stderr);

    const handOff = (await stack.outputs()).handOff as HandOff;
    const inside = handOff.mailboxScope?.mailboxes ?? [];
    assert.ok(inside.length > 0);

    // The order, and what the app could reach at each entry.
    const audit = sandbox.audit();
    const policy = audit.findIndex((entry) => entry.operation === "New-ApplicationAccessPolicy");
    const consents = audit.filter((entry) => /POST .*appRoleAssign/.test(entry.operation));
    assert.ok(policy >= 0);
    assert.equal(consents.length, 4);
    for (const consent of consents) assert.ok(audit.indexOf(consent) > policy, consent.operation);
    const declared = new Set(inside.map(mailboxOf));
    for (const mailbox of reachEverGranted(audit, peopleAiClientId)) {
      assert.ok(declared.has(mailbox), `${mailbox} was reachable and is not in the scope`);
    }

    // A second up: nothing to do, nothing written.
    const before = sandbox.audit().length;
    const again = await stack.up({ skipPreview: true });
    assert.equal(again.code, 0, again.stdout + again.stderr);
    assert.ok(changedNothing(again.stdout), again.stdout);
    assert.deepEqual(writesSince(sandbox, before), []);

    // The vendor's own libraries: members are read, everybody else is refused in Graph's own words.
    const answer = await asVendor(sandbox, {
      tenantId: sandbox.tenants.contoso.id,
      clientId: peopleAiClientId,
      credential: { clientSecret: sandbox.vendorCredential(peopleAiClientId).clientSecret },
      mailboxes: [inside[0] ?? "", "adelev@contoso.com"],
      collections,
    });
    assert.equal(answer.tokenError, undefined);
    assert.deepEqual(answer.roles, ["Calendars.Read", "Contacts.Read", "Mail.Read", "User.Read.All"]);
    for (const read of answer.reads.filter((each) => each.mailbox === inside[0])) assert.equal(read.status, 200);
    for (const read of answer.reads.filter((each) => each.mailbox !== inside[0])) {
      assert.equal(read.status, 403);
      assert.equal(read.code, "ErrorAccessDenied");
      assert.match(read.message ?? "", /Blocked by tenant configured AppOnly AccessPolicy settings/);
    }

    // No secret anywhere.
    const state = JSON.stringify(await stack.export());
    const secrets = sandbox.secrets();
    assert.ok(secrets.length >= 2);
    for (const text of [state, up.stdout, up.stderr, again.stdout, JSON.stringify(sandbox.audit())]) {
      for (const secret of secrets) assert.ok(!text.includes(secret), "a secret was found");
      assert.doesNotMatch(text, /-----BEGIN [A-Z ]*PRIVATE KEY-----|eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\./);
    }

    const destroy = await stack.destroy();
    assert.equal(destroy.code, 0, destroy.stdout + destroy.stderr);
    assert.deepEqual(sandbox.snapshot(), seed);
    for (const mailbox of reachEverGranted(sandbox.audit(), peopleAiClientId)) assert.ok(declared.has(mailbox));
  });

  it("ends in the same tenant when killed between the policy and the consent", async () => {
    const killed = sandbox.onAudit((entry) => {
      if (entry.operation === "New-ApplicationAccessPolicy") stack.kill("SIGKILL");
    });
    const first = await stack.up({ skipPreview: true });
    killed();
    assert.notEqual(first.code, 0);
    assert.ok(sandbox.audit().some((entry) => entry.operation === "New-ApplicationAccessPolicy"));
    assert.ok(!sandbox.audit().some((entry) => /POST .*appRoleAssign/.test(entry.operation)));

    await stack.cancel();
    const second = await stack.up({ skipPreview: true });
    assert.equal(second.code, 0, second.stdout + second.stderr);

    const uninterrupted = await startSandbox();
    try {
      const other = await LocalStack.create({
        engine,
        projectDir: project,
        stackName: "default",
        environment: uninterrupted.environment(),
        configFile: join(project, "Pulumi.default.yaml"),
      });
      assert.equal((await other.up({ skipPreview: true })).code, 0);
      assert.deepEqual(shapeOf(sandbox), shapeOf(uninterrupted));
      await other.remove();
    } finally {
      await uninterrupted.close();
    }
  });

  it("lists every fault of a bad configuration at once and creates nothing", async () => {
    await stack.setConfig("mailboxes[0]", "nobody@contoso.com", { path: true });
    await stack.setConfig("mailboxes[1]", "also.nobody@contoso.com", { path: true });
    await stack.setConfig("mailboxes[2]", "ines.costa@fabrikam.example", { path: true });
    const before = sandbox.audit().length;
    const up = await stack.up({});
    assert.notEqual(up.code, 0);
    const text = up.stdout + up.stderr;
    assert.match(text, /nobody@contoso\.com/);
    assert.match(text, /also\.nobody@contoso\.com/);
    assert.match(text, /VendorApp people-ai: 3 faults in the arguments/);
    assert.match(text, /mailboxScope\.allow\.members\[0\]/);
    assert.deepEqual(writesSince(sandbox, before), []);
    assert.deepEqual(sandbox.snapshot(), seed);
  });

  it("names guests, users without a mailbox and groups of the wrong kind", async () => {
    const { contoso } = sandbox.tenants;
    const guest = [...contoso.users.values()].find((user) => user.userType === "Guest");
    const unlicensed = [...contoso.users.values()].find(
      (user) => user.userType === "Member" && !contoso.exchange.mailboxes.has(user.id),
    );
    assert.ok(guest && unlicensed);
    const wanted = [guest.userPrincipalName, unlicensed.userPrincipalName, "all@contoso.com"];
    for (const [index, each] of wanted.entries()) await stack.setConfig(`mailboxes[${index}]`, each, { path: true });
    const before = sandbox.audit().length;
    const { code, stdout, stderr } = await stack.preview();
    assert.notEqual(code, 0);
    const text = stdout + stderr;
    assert.match(text, /3 faults in the arguments/);
    assert.match(text, /a guest's mailbox is in another organisation/);
    assert.match(text, /the user has no mailbox: assign a licence with Exchange Online/);
    assert.match(text, /name the mailboxes one by one, or use a mail-enabled security group as `group`/);
    assert.deepEqual(writesSince(sandbox, before), []);
  });

  it("waits for an object that has not reached every server of Exchange", async () => {
    sandbox.setFaults({
      seed: 1,
      rules: [{ when: { service: "exchange" }, count: "always", fault: { kind: "lag", milliseconds: 1500 } }],
    });
    const up = await stack.up({ skipPreview: true });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.match(up.stdout, /waiting until/);
  });

  it("loses a principal that is late in Entra, and goes on after consentra recover", async () => {
    const lag = { kind: "lag", milliseconds: 600_000 } as const;
    sandbox.setFaults({ seed: 1, rules: [{ when: { path: "/servicePrincipals", method: "POST" }, fault: lag }] });
    const lost = await stack.up({ skipPreview: true });
    assert.notEqual(lost.code, 0);
    assert.match(lost.stdout, /expected non-nil error with nil state during Create of .*people-ai-app-principal/);

    sandbox.cloud.clock.advance(lag.milliseconds);
    const recovered = await recover(sandbox, stack, "--yes");
    assert.equal(recovered.code, 0, recovered.stdout + recovered.stderr);
    assert.match(recovered.stdout, /the service principal People\.ai/);
    const up = await stack.up({ skipPreview: true });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.equal((await stack.destroy()).code, 0);
    assert.deepEqual(sandbox.snapshot(), seed);
  });

  it("says that the tenant is not running", async () => {
    await sandbox.close();
    const { code, stdout, stderr } = await stack.preview();
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /is the simulated tenant running\?/i);
    sandbox = await startSandbox();
  });

  it("documents each config key that it reads", () => {
    const yaml = readFileSync(join(project, "Pulumi.yaml"), "utf8");
    const source = readFileSync(join(project, "index.ts"), "utf8");
    for (const [, key] of source.matchAll(/config\.(?:get|require)\w*(?:<[^>]*>)?\("([^"]+)"\)/g)) {
      assert.match(
        yaml,
        new RegExp(`^ {2}(?:people-ai:)?${key}:`, "m"),
        `config key ${key} is described in Pulumi.yaml`,
      );
    }
  });
});
