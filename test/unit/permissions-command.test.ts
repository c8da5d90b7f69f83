import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "@consentra/sandbox";
import { permissions, type Permission } from "consentra/graph";
import { consentra } from "../support/consentra";

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await consentra(["permissions", "--json", ...args]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as (Permission & { reachesMailboxes: boolean; filteredByAccessPolicy?: boolean })[];
};

describe("consentra permissions", () => {
  it("explains a permission of both kinds, in any letter case", async () => {
    const { code, stdout } = await consentra(["permissions", "mail.read"]);
    assert.equal(code, 0);
    assert.deepEqual(stdout.split("\n").slice(0, 9), [
      "Mail.Read",
      "  API       Microsoft Graph",
      "  kind      application permission (app role)",
      "  ID        810c84a8-4a9e-49e6-bf7d-12d183f40d01",
      "  consent   by an administrator",
      "  risk      high",
      "  allows    Reads every user's mail, with bodies and attachments.",
      "  narrower  Mail.ReadBasic",
      "  mailboxes every mailbox, unless a mailbox scope confines the app",
    ]);
    assert.match(stdout, /kind {6}delegated permission \(scope\)\n {2}ID {8}570282fd-fa5c-430d-a7fd-fc8dc98a9dca/);
  });

  it("finds by ID, by a part of the name, by words, and by API and kind", async () => {
    assert.deepEqual(
      (await json("810C84A8-4a9e-49e6-bf7d-12d183f40d01")).map(
        ({ name, kind, reachesMailboxes, filteredByAccessPolicy }) => ({
          name,
          kind,
          reachesMailboxes,
          filteredByAccessPolicy,
        }),
      ),
      [{ name: "Mail.Read", kind: "application", reachesMailboxes: true, filteredByAccessPolicy: true }],
    );
    const parts = await json("OrgContact", "--kind", "application");
    assert.deepEqual(
      parts.map(({ name }) => name),
      ["OrgContact.Read.All"],
    );
    const words = await json("drafts evidence");
    assert.deepEqual([...new Set(words.map(({ name }) => name))], ["Mail.ReadWrite"]);
    const exchange = await json("--api", "Office 365 Exchange Online", "--kind", "application");
    assert.ok(exchange.some(({ name }) => name === "full_access_as_app"));
    assert.ok(exchange.every(({ api, kind }) => api === "Office 365 Exchange Online" && kind === "application"));
    assert.equal((await json()).length, permissions.length);
  });

  it("ends with 2 and the nearest names for one that is not known", async () => {
    const { code, stdout, stderr } = await consentra(["permissions", "Mail.Reed"]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /no permission is called, or described with, "Mail\.Reed"; did you mean Mail\.Read/);
    const api = await consentra(["permissions", "--api", "Graph"]);
    assert.equal(api.code, 2);
    assert.match(api.stderr, /Allowed choices are Microsoft Graph/);
    const both = await consentra(["permissions", "Mail.Read", "--refresh", "x.json"]);
    assert.equal(both.code, 2);
    assert.match(both.stderr, /--refresh writes all permissions of an API/);
  });

  it("writes what the tenant itself declares, the same each time", async () => {
    const sandbox = await startSandbox();
    const folder = mkdtempSync(join(tmpdir(), "consentra-permissions-"));
    try {
      const [file, again] = [join(folder, "a.json"), join(folder, "b.json")];
      const { code, stdout, stderr } = await consentra(["permissions", "--refresh", file], sandbox.environment());
      assert.equal(code, 0, stderr);
      await consentra(["permissions", "--refresh", again], sandbox.environment());
      assert.equal(readFileSync(file, "utf8"), readFileSync(again, "utf8"));
      const list = JSON.parse(readFileSync(file, "utf8")) as {
        tenantId: string;
        permissions: { kind: string; name: string; id: string }[];
      };
      assert.equal(list.tenantId, sandbox.tenants.contoso.id);
      const graph = [...sandbox.tenants.contoso.servicePrincipals.values()].find(
        ({ displayName }) => displayName === "Microsoft Graph",
      );
      assert.ok(graph);
      const declared = [
        ...graph.appRoles.map(({ id, value }) => `application ${value} ${id}`),
        ...graph.oauth2PermissionScopes.map(({ id, value }) => `delegated ${value} ${id}`),
      ].sort();
      assert.deepEqual(list.permissions.map(({ kind, name, id }) => `${kind} ${name} ${id}`).sort(), declared);
      assert.equal(
        stdout,
        `${file}: ${declared.length} permissions of Microsoft Graph, 0 of them not in the built-in table\n`,
      );
      const nowhere = await consentra(["permissions", "--refresh", join(folder, "no", "x")], sandbox.environment());
      assert.equal(nowhere.code, 2);
      assert.match(nowhere.stderr, /cannot be written/);
      const nobody = await consentra(["permissions", "--refresh", file]);
      assert.equal(nobody.code, 2);
      assert.match(nobody.stderr, /the permissions cannot be read: ARM_TENANT_ID/);
    } finally {
      rmSync(folder, { recursive: true });
      await sandbox.close();
    }
  });
});
