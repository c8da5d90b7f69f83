import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate } from "../sandbox/certificate";
import { writesSince } from "../support/audit";
import { consentra } from "../support/consentra";
import { ExampleStack } from "../support/example-stack";
import { asVendor } from "../support/vendor";
import { deployerRights } from "../support/preflight-tenant";

interface Findings {
  ok: boolean;
  findings: { check: string; found: string; ok: boolean }[];
}

describe("XPhone Connect, end to end", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-xphone-"));
  let run: ExampleStack;
  beforeEach(async () => {
    run = await ExampleStack.start("xphone-connect", "full");
  });
  afterEach(() => run.close());
  after(() => rmSync(folder, { recursive: true }));

  it("is generated in one update, reads the mail contacts through throttling, and is removed for good", async () => {
    const server = await createCertificate();
    await run.setList("certificates", [server.certificatePem]);
    await run.up();
    const handOff = await run.handOff();
    assert.match(handOff.adminCenterUrl, new RegExp(`CallAnAPI/appId/${handOff.clientId}$`));

    // CHECK ACCESS, with the server's own key.
    const files = { handOff: join(folder, "hand-off.json"), certificate: join(folder, "server.pem") };
    writeFileSync(files.handOff, JSON.stringify(handOff));
    writeFileSync(files.certificate, `${server.certificatePem}\n${server.privateKeyPem}\n`, { mode: 0o600 });
    run.sandbox.cloud.options.maxPageSize = 3;
    run.sandbox.cloud.options.throttle = { requests: 2, retryAfter: 1 };
    const check = await consentra(["check", "--hand-off", files.handOff, "--json"], {
      ...run.sandbox.environment(),
      CONSENTRA_APP_CERTIFICATE_PATH: files.certificate,
    });
    assert.equal(check.code, 0, check.stdout + check.stderr);
    const { findings } = JSON.parse(check.stdout) as Findings;
    assert.deepEqual(
      findings.map(({ check: what, found }) => [what, found]),
      [
        ["application permissions", "OrgContact.Read.All"],
        ["organisation's mail contacts", "8 in 3 pages"],
        ["changes of mail contacts", "told from now on"],
      ],
    );
    run.sandbox.cloud.options.throttle = null;
    await run.upAgain();
    await run.destroy();
  });

  it("keeps a client secret in the vault and nowhere else, and rotates it by two slots", async () => {
    await run.setList("certificates", []);
    for (const [key, value] of Object.entries({ vaultName: "kv-consentra", vaultResourceGroup: "rg-consentra" }))
      await run.stack.setConfig(key, value);
    const versions = () =>
      run.sandbox.tenants.contoso.azure.resourceGroups
        .get("rg-consentra")
        ?.vaults.get("kv-consentra")
        ?.secrets.get("xphone-connect") ?? [];
    // What somebody else keeps under that name is not overwritten.
    const vault = run.sandbox.tenants.contoso.azure.resourceGroups.get("rg-consentra")?.vaults.get("kv-consentra");
    vault?.secrets.set("xphone-connect", [
      { version: "1", value: "somebody else's", contentType: null, tags: {}, created: 0 },
    ]);
    await run.setList("secretSlots", ["first"]);
    const refused = await run.stack.up({ skipPreview: true });
    assert.notEqual(refused.code, 0);
    assert.match(
      refused.stdout + refused.stderr,
      /cannot create already existing resource '.*\/secrets\/xphone-connect'/,
    );
    assert.deepEqual(
      versions().map(({ value }) => value),
      ["somebody else's"],
    );
    vault?.secrets.delete("xphone-connect");

    const { clientId } = await (async () => {
      await run.setList("secretSlots", ["first"]);
      await run.up();
      return run.handOff();
    })();
    const signIn = (clientSecret: string) =>
      asVendor(run.sandbox, {
        tenantId: run.sandbox.tenants.contoso.id,
        clientId,
        credential: { clientSecret },
        mailboxes: [],
        collections: [],
      });
    const first = versions().at(-1)?.value ?? "";
    assert.deepEqual((await signIn(first)).roles, ["OrgContact.Read.All"]);
    await run.upAgain();

    await run.setList("secretSlots", ["first", "second"]);
    await run.up();
    assert.equal(versions().length, 2);
    const second = versions().at(-1)?.value ?? "";
    assert.notEqual(second, first);
    for (const each of [first, second]) assert.equal((await signIn(each)).tokenError, undefined);

    await run.setList("secretSlots", ["second"]);
    await run.up();
    assert.equal(versions().length, 2, "the vault's secret did not change");
    assert.match((await signIn(first)).tokenError ?? "", /7000215/);
    assert.equal((await signIn(second)).tokenError, undefined);
    assert.ok(run.sandbox.secrets().includes(second), "the search for secrets knows this one");
    await run.destroy();
    assert.deepEqual(versions(), []);
  });

  it("names the right that the deployer lacks before anything is created", async () => {
    for (const [right, named] of [
      [
        "AppRoleAssignment.ReadWrite.All",
        /grant application permissions of Microsoft Graph.*AppRoleAssignment\.ReadWrite\.All/,
      ],
      ["Application.ReadWrite.All", /delete application registrations for good.*Application\.ReadWrite\.All/],
    ] as const) {
      const rights = deployerRights(run.sandbox);
      rights.revoke(right);
      const before = run.sandbox.audit().length;
      const { code, stdout, stderr } = await run.stack.up({ skipPreview: true });
      assert.notEqual(code, 0);
      assert.match(stdout + stderr, named);
      assert.deepEqual(writesSince(run.sandbox, before), []);
      assert.deepEqual(await run.stack.outputs(), {});
      rights.grant(right);
    }
  });
});
