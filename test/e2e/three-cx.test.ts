import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate, type TestCertificate } from "../sandbox/certificate";
import { reachEverGranted, writesSince } from "../support/audit";
import { ExampleStack } from "../support/example-stack";
import { repository } from "../support/repository";
import { asVendor } from "../support/vendor";

const leastPrivilege = join(repository, "policy-packs", "least-privilege");

describe("3CX, end to end", () => {
  let run: ExampleStack;
  let pbx: TestCertificate;
  before(async () => {
    pbx = await createCertificate();
  });
  const start = async (config: string) => {
    run = await ExampleStack.start("three-cx", config);
    await run.stack.setConfig("certificates[0]", pbx.certificatePem, { path: true });
  };
  afterEach(() => run.close());

  const idOf = (upn: string) =>
    [...run.sandbox.tenants.contoso.users.values()].find((each) => each.userPrincipalName === upn)?.id ?? "";
  const readAs = async (certificate: TestCertificate, mailboxes: string[]) =>
    asVendor(run.sandbox, {
      tenantId: run.sandbox.tenants.contoso.id,
      clientId: (await run.handOff()).clientId,
      credential: {
        certificate: { privateKey: certificate.privateKeyPem, thumbprintSha256: certificate.sha256 },
      },
      mailboxes,
      collections: ["events"],
    });
  const statuses = (answer: Awaited<ReturnType<typeof readAs>>) =>
    Object.fromEntries(answer.reads.map(({ mailbox, status }) => [mailbox, status]));

  it("reads the calendars of exactly the chosen users, with the PBX's key only", async () => {
    await start("default");
    await run.up();
    const handOff = await run.handOff();
    assert.deepEqual(
      handOff.certificates?.map(({ thumbprint }) => thumbprint),
      [pbx.sha1],
    );
    assert.match(handOff.adminCenterUrl, /ApplicationMenuBlade\/~\/CallAnAPI\/appId\//);

    const chosen = ["henriettam@contoso.com", "leeg@contoso.com"];
    const answer = await readAs(pbx, [...chosen, "meganb@contoso.com"]);
    assert.deepEqual(answer.roles, ["Calendars.Read", "Contacts.Read", "Directory.Read.All"]);
    assert.deepEqual(statuses(answer), {
      "henriettam@contoso.com": 200,
      "leeg@contoso.com": 200,
      "meganb@contoso.com": 403,
    });
    const stranger = await readAs(await createCertificate(), chosen);
    assert.match(stranger.tokenError ?? "", /700027/);

    const reached = reachEverGranted(run.sandbox.audit(), handOff.clientId);
    assert.deepEqual([...reached].sort(), chosen.map(idOf).sort());
    await run.upAgain();

    // Only purged on request: the registration can be restored.
    const [registration] = [...run.sandbox.tenants.contoso.applications.values()].filter(
      ({ appId }) => appId === handOff.clientId,
    );
    assert.ok(registration);
    assert.equal((await run.stack.destroy()).code, 0);
    assert.deepEqual([...run.sandbox.tenants.contoso.deletedApplications.keys()], [registration.id]);
  });

  it("reads all but the excepted, and leaves nothing where it is purged", async () => {
    await start("full");
    await run.up();
    const answer = await readAs(pbx, ["meganb@contoso.com", "henriettam@contoso.com"]);
    assert.deepEqual(statuses(answer), { "meganb@contoso.com": 403, "henriettam@contoso.com": 200 });
    const { contoso } = run.sandbox.tenants;
    const excepted = ["meganb@contoso.com", "pattif@contoso.com"].map(idOf);
    const clientId = (await run.handOff()).clientId;
    assert.deepEqual(
      [...reachEverGranted(run.sandbox.audit(), clientId)].sort(),
      [...contoso.exchange.mailboxes.keys()].filter((id) => !excepted.includes(id)).sort(),
    );
    await run.upAgain();
    await run.destroy();
  });

  it("rotates the certificate by two slots, and refuses to leave the PBX without the one it uses", async () => {
    await start("hardened");
    await run.up();
    const next = await createCertificate();

    await run.stack.setConfig("certificates[0]", next.certificatePem, { path: true });
    const before = run.sandbox.audit().length;
    const refused = await run.stack.up({ skipPreview: true });
    assert.notEqual(refused.code, 0);
    assert.match(refused.stdout + refused.stderr, new RegExp(`one of those that the app has now \\(${pbx.sha1}\\)`));
    assert.deepEqual(writesSince(run.sandbox, before), []);

    await run.stack.setConfig("certificates[0]", pbx.certificatePem, { path: true });
    await run.stack.setConfig("certificates[1]", next.certificatePem, { path: true });
    await run.up();
    for (const each of [pbx, next]) assert.deepEqual((await readAs(each, [])).tokenError, undefined);

    // The new one is confirmed: the old one goes, and nothing else.
    const moved = run.sandbox.audit().length;
    await run.setList("certificates", [next.certificatePem]);
    assert.equal((await run.stack.up({ skipPreview: true })).code, 0);
    assert.deepEqual(writesSince(run.sandbox, moved), ["PATCH /v1.0/applications/:id 204"]);
    assert.match((await readAs(pbx, [])).tokenError ?? "", /700027/);
    assert.equal((await readAs(next, [])).tokenError, undefined);
    await run.destroy();
  });

  it("reaches every mailbox only with a written reason", async () => {
    await start("default");
    await run.setList("only", []);
    const before = run.sandbox.audit().length;
    const refused = await run.stack.up({ skipPreview: true });
    assert.notEqual(refused.code, 0);
    assert.match(
      refused.stdout + refused.stderr,
      /only: .*exactly one of only, onlyGroup, except, exceptGroup, everyone/,
    );
    assert.deepEqual(writesSince(run.sandbox, before), []);

    await run.stack.setConfig("everyone", "the switchboard shows every colleague's status");
    await run.up();
    const handOff = await run.handOff();
    assert.equal(handOff.mailboxScope?.mode, "everyone");
    assert.equal(handOff.mailboxScope.reason, "the switchboard shows every colleague's status");
    assert.deepEqual(statuses(await readAs(pbx, ["meganb@contoso.com"])), { "meganb@contoso.com": 200 });
  });

  it("is told by the least-privilege pack to use the narrower permission, or to have a dated exception", async () => {
    await start("default");
    const folder = mkdtempSync(join(tmpdir(), "consentra-pack-"));
    const config = join(folder, "config.json");
    const judged = async (exceptions: object[] = []) => {
      writeFileSync(
        config,
        JSON.stringify({ "narrower-permission-suffices": { exceptions }, "no-wider-than-operations": { exceptions } }),
      );
      const { code, stdout, stderr } = await run.stack.preview({
        policyPacks: [leastPrivilege],
        extraArgs: ["--policy-pack-config", config],
      });
      return { code, text: stdout + stderr };
    };
    try {
      const wide = await judged();
      assert.notEqual(wide.code, 0);
      assert.match(wide.text, /\[mandatory\].*narrower-permission-suffices/);
      assert.match(wide.text, /Directory\.Read\.All: .*To synchronise users User\.Read\.All is enough/);

      const exception = {
        permission: "Directory.Read.All",
        app: "three-cx",
        reason: "the guide of 3CX names it",
        approver: "hanak@contoso.com",
        expires: "2999-12-31",
      };
      const excepted = await judged([exception]);
      assert.equal(excepted.code, 0, excepted.text);
      assert.match(excepted.text, /\[advisory\].*exception-in-use/);

      await run.stack.setConfig("readUsersBy", "User.Read.All");
      assert.equal((await judged()).code, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("names a guest as one that is not synchronised", async () => {
    await start("default");
    const guest = [...run.sandbox.tenants.contoso.users.values()].find(({ userType }) => userType === "Guest");
    assert.ok(guest);
    await run.stack.setConfig("only[1]", guest.userPrincipalName, { path: true });
    const { code, stdout, stderr } = await run.stack.preview();
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /only|mailboxScope\.allow\.members\[1\]/);
    assert.match(stdout + stderr, /a guest's mailbox is in another organisation/);
  });
});
