import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CALLPLEASE_APP_ID } from "@consentra/sandbox/tenant";
import type { HandOff } from "consentra/handoff";
import { consentra } from "../support/consentra";
import { ExampleStack } from "../support/example-stack";

interface Findings {
  ok: boolean;
  findings: { check: string; found: string; ok: boolean; remedy?: string }[];
}

describe("consentra handoff and check, for apps of signed-in users", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-handoff-"));
  const file = join(folder, "hand-off.json");
  let run: ExampleStack;
  let handOff: HandOff;

  before(async () => {
    run = await ExampleStack.start("callplease", "default");
    await run.up();
    handOff = await run.handOff();
    writeFileSync(file, JSON.stringify(handOff));
  });
  after(async () => {
    await run.close();
    rmSync(folder, { recursive: true });
  });

  const call = (...args: string[]) => consentra([...args, "--hand-off", file], run.sandbox.environment());
  const check = async (upn: string, ...args: string[]) => {
    const { code, stdout, stderr } = await consentra(["check", "--hand-off", file, "--user", upn, "--json", ...args], {
      ...run.sandbox.environment(),
      CONSENTRA_APP_CLIENT_SECRET: run.sandbox.vendorCredential(CALLPLEASE_APP_ID).clientSecret,
    });
    assert.notEqual(stdout, "", stderr);
    return { code, findings: (JSON.parse(stdout) as Findings).findings };
  };

  it("tells the vendor who may sign in now, as text, JSON and Markdown", async () => {
    const text = await call("handoff");
    assert.equal(text.code, 0, text.stderr);
    assert.match(text.stdout, new RegExp(`tenant ID: ${handOff.tenantId}`));
    assert.match(
      text.stdout,
      /Who may sign in now\n {2}isaiahl@contoso\.com \(by Executives\)\n {2}meganb@contoso\.com/,
    );
    assert.match(text.stdout, /Next steps\n {2}Check that the subscription is CallPlease Plus or Enterprise\./);

    const json = JSON.parse((await call("handoff", "--json")).stdout) as { assigned: { groups: string[] } };
    assert.deepEqual(json.assigned.groups, ["Executives"]);
    const markdown = (await call("handoff", "--format", "markdown")).stdout;
    assert.match(markdown, /^# CallPlease\n\n## What the vendor needs\n\n- tenant ID: /);
    const deployed = (await call("handoff", "--as-deployed")).stdout;
    assert.match(deployed, /as of the last update\n {2}direct members of the group Executives/);
  });

  it("finds nothing amiss for an executive, who gets a token without a question", async () => {
    const { code, findings } = await check(
      "meganb@contoso.com",
      "--redirect-uri",
      "https://callplease.example/oauth/callback",
    );
    assert.equal(code, 0, JSON.stringify(findings));
    assert.deepEqual(
      findings.map(({ check: what, found }) => `${what}: ${found}`),
      [
        "meganb@contoso.com: account: enabled member",
        "meganb@contoso.com: licence: EXCHANGE_S_ENTERPRISE",
        "meganb@contoso.com: access to the mailbox: open",
        "meganb@contoso.com: assignment: assigned",
        "meganb@contoso.com: consent: given",
        "meganb@contoso.com: delegated permissions in the token: Contacts.ReadWrite, User.Read",
      ],
    );
  });

  it("names each failed prerequisite with its remedy", async () => {
    const failing = async (upn: string, ...args: string[]) =>
      (await check(upn, ...args)).findings.filter(({ ok }) => !ok).map(({ found, remedy }) => `${found}: ${remedy}`);
    const assistant = await failing(
      "adelev@contoso.com",
      "--redirect-uri",
      "https://callplease.example/oauth/callback",
    );
    assert.equal(assistant.length, 2);
    assert.match(assistant[0] ?? "", /^not assigned: the sign-in ends with AADSTS50105: add the user to the stack/);
    assert.match(assistant[1] ?? "", /^AADSTS50105: /);
    assert.match(
      (await failing("wandan@contoso.com"))[0] ?? "",
      /^EXCHANGE_S_DESKLESS: a kiosk plan may limit the API/,
    );
    assert.match((await failing("kofim@contoso.com"))[0] ?? "", /^no Exchange Online plan: assign a licence/);
    assert.match((await failing("gerhardm@contoso.com"))[0] ?? "", /^disabled member: the account is disabled/);

    const { clientAccess } = run.sandbox.tenants.contoso.exchange;
    clientAccess.ewsEnabled = false;
    const { contoso } = run.sandbox.tenants;
    contoso.oauth2PermissionGrants.clear();
    assert.deepEqual(
      (await failing("meganb@contoso.com")).map((each) => each.split(":")[0]),
      ["blocked", "missing"],
    );
  });

  it("says what an app of signed-in users needs, instead of checking nothing", async () => {
    const { code, stderr } = await call("check");
    assert.equal(code, 2);
    assert.match(stderr, /CallPlease acts for signed-in users only: name one with --user/);
  });
});
