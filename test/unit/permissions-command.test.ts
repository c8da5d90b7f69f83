import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "@consentra/sandbox";
import { findOperation, graphOperations, permissions, type Permission } from "consentra/graph";
import { readPermissionListFile } from "consentra/graph/list";
import { consentra } from "../support/consentra";
import { askPermissions } from "../support/permissions-command";

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await askPermissions("--json", ...args);
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

  it("says which operations a permission is least for", async () => {
    const { stdout } = await askPermissions("Mail.Send", "--kind", "application");
    assert.deepEqual(stdout.split("\n").slice(8), [
      "  mailboxes every mailbox, unless a mailbox scope confines the app",
      "  least for POST /users/{id}/messages/{id}/forward",
      "            POST /users/{id}/messages/{id}/reply",
      "            POST /users/{id}/messages/{id}/replyAll",
      "            POST /users/{id}/messages/{id}/send",
      "            POST /users/{id}/sendMail",
      "",
    ]);
    const many = await askPermissions("Calendars.ReadWrite", "--kind", "application");
    assert.match(many.stdout, /\n {12}and \d+ more, which --json names\n/);
    const [sends] = (await json("Mail.Send", "--kind", "application")) as { leastFor?: string[] }[];
    assert.equal(sends?.leastFor?.length, 5);
    const none = await askPermissions("offline_access");
    assert.match(none.stdout, /least for no operation that is known/);
    const exchange = await askPermissions("full_access_as_app");
    assert.doesNotMatch(exchange.stdout, /least for/);
  });

  it("explains an operation, however it is written", async () => {
    const wanted = [
      "GET /users/{id}/messages",
      "  does         Lists the messages of a user's mailbox.",
      "  application  Mail.Read",
      "               Mail.ReadBasic or Mail.ReadBasic.All, without bodies, previews and attachments",
      "               accepted too, but wider: Mail.ReadWrite",
      "  delegated    Mail.Read",
      "               Mail.ReadBasic, without bodies, previews and attachments",
      "               accepted too, but wider: Mail.ReadWrite",
      "",
    ];
    for (const text of ["GET /users/{id}/messages", "get https://graph.microsoft.com/v1.0/users/abc/messages?$top=5"]) {
      const { code, stdout } = await askPermissions(text);
      assert.equal(code, 0);
      assert.deepEqual(stdout.split("\n"), wanted);
    }
    const { stdout } = await askPermissions("--json", "GET /users/{id}/messages");
    assert.deepEqual(JSON.parse(stdout), [findOperation("GET /users/{id}/messages")]);
    const note = await askPermissions("POST /subscriptions");
    assert.match(note.stdout, /application {2}none of its own\n.*\n {2}note {9}It needs what reading the watched/);
    const own = await askPermissions("GET /me/messages");
    assert.match(own.stdout, /application {2}not offered/);
  });

  it("lists operations by a part of their path and by words", async () => {
    const { stdout } = await askPermissions("/contacts/delta");
    assert.deepEqual(stdout.split("\n").slice(0, 3), [
      "GET /contacts/delta",
      "  Lists the organisation's mail contacts that changed since the last call.",
      "  application: OrgContact.Read.All; delegated: OrgContact.Read.All",
    ]);
    assert.match(stdout, /\n5 found; name one for what else is accepted\.\n$/);
    const words = await askPermissions("--operations", "free busy");
    assert.match(words.stdout, /^POST \/me\/calendar\/getSchedule\n/);
    const all = await askPermissions("--operations", "--json");
    assert.equal((JSON.parse(all.stdout) as unknown[]).length, graphOperations.length);
  });

  it("prints what several operations need together", async () => {
    const args = ["--operation", "GET /users", "--operation", "get /me/messages/5", "--operation", "GET /contacts"];
    const { code, stdout } = await askPermissions(...args);
    assert.equal(code, 0);
    assert.deepEqual(stdout.split("\n"), [
      "application permissions",
      "  OrgContact.Read.All",
      "    GET /contacts",
      "  User.Read.All",
      "    GET /users",
      "  not offered",
      "    GET /me/messages/{id}",
      "",
      "delegated permissions",
      "  Mail.Read",
      "    GET /me/messages/{id}",
      "  OrgContact.Read.All",
      "    GET /contacts",
      "  User.Read.All",
      "    GET /users",
      "",
    ]);
    const one = await askPermissions("--json", "--kind", "application", "--operation", "GET /users");
    assert.deepEqual(JSON.parse(one.stdout), {
      application: { permissions: [{ permission: "User.Read.All", operations: ["GET /users"] }], notOffered: [] },
    });
  });

  it("ends with 2 for operations that are not known, and for questions that contradict each other", async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await askPermissions(...args);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      return stderr.trim();
    };
    assert.equal(
      await refused("GET /usrs"),
      'consentra: no operation is called, or described with, "GET /usrs"; did you mean GET /users?',
    );
    assert.match(await refused("--operations", "xyzzy"), /run with --operations alone for the whole list$/);
    assert.equal(
      await refused("--operation", "GET /usrs"),
      'consentra: "GET /usrs" is no operation of Microsoft Graph that is known; did you mean GET /users?',
    );
    assert.match(await refused("GET /users", "--kind", "delegated"), /leave out --api and --kind$/);
    assert.match(await refused("User.Read", "--operation", "GET /users"), /only --kind and --json go with it$/);
    assert.match(await refused("--refresh", "x.json", "--operations"), /name nothing else but the API with it$/);
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
    const { code, stdout, stderr } = await askPermissions("Mail.Reed");
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /no permission is called, or described with, "Mail\.Reed"; did you mean Mail\.Read/);
    const api = await askPermissions("--api", "Graph");
    assert.equal(api.code, 2);
    assert.match(api.stderr, /Allowed choices are Microsoft Graph/);
    const both = await askPermissions("Mail.Read", "--refresh", "x.json");
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
      const list = readPermissionListFile(file);
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
