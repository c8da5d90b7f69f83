import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writesSince } from "../support/audit";
import { ExampleStack } from "../support/example-stack";
import { repository } from "../support/repository";
import type { HandOff } from "consentra/handoff";

const apps = ["callplease", "contreli", "mail-contacts", "pbx", "people-ai"];

describe("the root stack, end to end", () => {
  let run: ExampleStack;

  describe("with all five vendors", () => {
    before(async () => {
      run = await ExampleStack.start(undefined, "dev");
    });
    after(() => run.close());

    const principals = () =>
      [...run.sandbox.tenants.contoso.servicePrincipals.values()].map(({ displayName }) => displayName);

    it("makes their apps, and changes nothing the second time", async () => {
      await run.up();
      const handOffs = (await run.stack.outputs()).handOffs as Record<string, HandOff>;
      assert.deepEqual(Object.keys(handOffs).sort(), apps);
      await run.upAgain();
    });

    it("refuses a second stack that wants the tenant's settings, naming the first", async () => {
      const other = await ExampleStack.beside(run, undefined, "dev", "second");
      try {
        for (const app of apps) await other.removeConfig(`apps.${app}`);
        const { code, stdout, stderr } = await other.up({ skipPreview: true });
        assert.notEqual(code, 0);
        assert.match(stdout + stderr, /managed by organization\/consentra\/dev\/tenant already/);
      } finally {
        await other.remove();
      }
    });

    it("drops one app that is taken out of the configuration with only its own things, and leaves nothing", async () => {
      const kept = new Set(principals());
      const before = run.sandbox.audit().length;
      await run.stack.removeConfig("apps.contreli");
      await run.up();
      assert.deepEqual(
        [...kept].filter((name) => !principals().includes(name)),
        ["Contreli"],
      );
      assert.deepEqual(writesSince(run.sandbox, before).sort(), [
        "DELETE /v1.0/servicePrincipals/:id 204",
        "DELETE /v1.0/servicePrincipals/:id/appRoleAssignedTo/:assignmentId 204",
        "DELETE /v1.0/servicePrincipals/:id/appRoleAssignedTo/:assignmentId 204",
      ]);
      await run.destroy();
    });
  });

  describe("with faults in its configuration", () => {
    beforeEach(async () => {
      run = await ExampleStack.start(undefined, "dev");
    });
    afterEach(() => run.close());

    const fails = async (...expected: RegExp[]) => {
      const before = run.sandbox.audit().length;
      const { code, stdout, stderr } = await run.stack.up({ skipPreview: true });
      assert.notEqual(code, 0);
      for (const each of expected) assert.match(stdout + stderr, each);
      assert.deepEqual(writesSince(run.sandbox, before), []);
    };

    it("lists the faults of every entry at once, with their paths, and creates nothing", async () => {
      const key = readFileSync(join(repository, "package.json"), "utf8").slice(0, 40);
      await run.stack.setConfig("apps.pbx.pbxUrl", "http://pbx.contoso.com", { path: true });
      await run.stack.setConfig("apps.pbx.certificates[0]", key, { path: true });
      await run.stack.setConfig("apps.pbx.readUsersBy", "Users.Read", { path: true });
      await run.stack.setConfig("apps.people-ai.mailbox", "x", { path: true });
      await run.stack.setConfig("apps.callplease.consent", "maybe", { path: true });
      await run.stack.setConfig("apps.contreli.profile", "contrelli", { path: true });
      await run.stack.setConfig("tenant.userConsents.allow", "x", { path: true });
      await fails(
        /7 faults in the arguments, nothing was created/,
        /apps\.pbx\.pbxUrl: found "http:\/\/pbx\.contoso\.com"/,
        /apps\.pbx\.certificates\[0\]: found \d+ bytes that are no certificate/,
        /apps\.pbx\.readUsersBy: .*User\.Read\.All is enough/,
        /apps\.people-ai\.mailbox/,
        /apps\.callplease\.consent: found "maybe"/,
        /apps\.contreli\.profile: .*did you mean contreli\?/,
        /tenant\.userConsents/,
      );
    });

    it("finds what the tenant does not know for all apps together, before any of them is made", async () => {
      const guest = [...run.sandbox.tenants.contoso.users.values()].find(({ userType }) => userType === "Guest");
      assert.ok(guest);
      await run.stack.setConfig("apps.people-ai.mailboxes[0]", "nobody@contoso.com", { path: true });
      await run.stack.setConfig("apps.callplease.executiveGroups[0]", "Nobodies", { path: true });
      await run.stack.setConfig("apps.contreli.firstUsers[1]", "nobody@contoso.com", { path: true });
      await fails(
        /3 faults in the arguments, nothing was created/,
        /apps\.people-ai\.mailboxScope\.allow\.members\[0\]/,
        /apps\.callplease\.assignment\.groups\[0\]/,
        /apps\.contreli\.assignment\.users\[1\]/,
      );
      await run.stack.setConfig("apps.people-ai.mailboxes[0]", "henriettam@contoso.com", { path: true });
      await run.stack.setConfig("apps.callplease.executiveGroups[0]", "Executives", { path: true });
      await run.stack.setConfig("apps.contreli.firstUsers[1]", "ChristieC@contoso.com", { path: true });
      await fails(/apps\.contreli\.assignment\.users\[1\]: .*each entry once/);
      await run.stack.setConfig("apps.contreli.firstUsers[1]", "benw@contoso.com", { path: true });
      await run.stack.setConfig("apps.contreli.owners[0]", guest.userPrincipalName, { path: true });
      await fails(/apps\.contreli\.owners\[0\]: .*a guest's account belongs to another organisation/);
    });
  });
});
