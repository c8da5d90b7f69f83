import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  apis,
  exchangeApplicationRole,
  findPermission,
  findPermissionById,
  isFilteredByAccessPolicy,
  nearestPermissions,
  permissions,
  reachesMailboxes,
} from "consentra/graph";
import fc from "fast-check";
import { repository } from "../support/repository";

type Fact = [value: string, kind: "R" | "S", id: string, adminConsent: 0 | 1, level: number];

const factsFile = join(repository, "..", "shared", "data", "graph-permissions.json");
const scopingFile = join(repository, "..", "shared", "data", "mailbox-scoping.json");

describe("the permission table", () => {
  it("has more than 300 permissions, each once by name and once by id", () => {
    assert.ok(permissions.length > 300, String(permissions.length));
    const names = permissions.map(({ api, kind, name }) => `${api} ${kind} ${name}`);
    assert.equal(new Set(names).size, names.length);
    const ids = permissions.map(({ api, kind, id }) => `${api} ${kind} ${id}`);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("says of each in one sentence what it lets an app do", () => {
    for (const { name, reason } of permissions) {
      assert.match(reason, /^[A-Z].{12,}\.$/, name);
      assert.doesNotMatch(reason, /[{}]/, name);
    }
  });

  it("names narrower permissions that exist as the same kind and are not the permission itself", () => {
    const known = new Set(permissions.map(({ kind, name }) => `${kind} ${name}`));
    for (const { kind, name, narrower } of permissions) {
      for (const each of narrower) {
        assert.ok(known.has(`${kind} ${each}`), `${each}, narrower than ${kind} ${name}`);
        assert.notEqual(each, name);
      }
    }
    const mailReadWrite = findPermission("Microsoft Graph", "application", "Mail.ReadWrite");
    assert.ok(mailReadWrite?.narrower.includes("Mail.Read"));
  });

  it("agrees with Microsoft's facts on id, kind and consent", function () {
    if (!existsSync(factsFile)) {
      console.log("      (the facts to compare with are not on this machine)");
      return;
    }
    const facts = JSON.parse(readFileSync(factsFile, "utf8")) as Fact[];
    const wanted = new Map(facts.map(([value, kind, id, admin]) => [`${kind} ${value}`, `${id} ${admin}`]));
    for (const { api, kind, name, id, adminConsent } of permissions) {
      if (api !== "Microsoft Graph") continue;
      const key = `${kind === "application" ? "R" : "S"} ${name}`;
      assert.equal(`${id} ${adminConsent ? 1 : 0}`, wanted.get(key), key);
    }
  });

  it("knows which permissions an access policy filters and which role grants the same", function () {
    const filtered = permissions.filter(isFilteredByAccessPolicy).map(({ name }) => name);
    assert.equal(filtered.length, 12);
    for (const permission of permissions.filter(isFilteredByAccessPolicy)) assert.ok(reachesMailboxes(permission));
    if (!existsSync(scopingFile)) {
      console.log("      (the facts to compare with are not on this machine)");
      return;
    }
    const facts = JSON.parse(readFileSync(scopingFile, "utf8")) as {
      applicationAccessPolicy: { graphRoles: { value: string }[]; other: { value: string }[] };
      rbacForApplications: { roles: { role: string }[] };
    };
    const { graphRoles, other } = facts.applicationAccessPolicy;
    assert.deepEqual(filtered.sort(), [...graphRoles, ...other].map(({ value }) => value).sort());
    const roles = new Set(facts.rbacForApplications.roles.map(({ role }) => role));
    for (const permission of permissions) {
      const role = exchangeApplicationRole(permission);
      if (role !== undefined) assert.ok(roles.has(role), role);
    }
  });

  it("finds by name exactly and by id in any case", () => {
    const mail = findPermission("Microsoft Graph", "application", "Mail.Read");
    assert.equal(mail?.id, "810c84a8-4a9e-49e6-bf7d-12d183f40d01");
    assert.equal(findPermission("Microsoft Graph", "application", "mail.read"), undefined);
    assert.equal(
      findPermissionById(apis["Microsoft Graph"].clientId.toUpperCase(), "application", mail.id.toUpperCase()),
      mail,
    );
    assert.equal(findPermissionById("Microsoft Graph", "delegated", mail.id), undefined);
  });

  it("suggests the name that was meant, for any single typing error", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Mail.ReadWrite", "Calendars.Read", "User.Read.All", "Directory.Read.All"),
        fc.nat(),
        (name, seed) => {
          const at = seed % name.length;
          const typo = name.slice(0, at) + name.slice(at + 1);
          return nearestPermissions("Microsoft Graph", "application", typo).includes(name);
        },
      ),
    );
    assert.deepEqual(nearestPermissions("Microsoft Graph", "application", "completely-different-thing"), []);
  });
});
