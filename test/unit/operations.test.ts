import assert from "node:assert/strict";
import {
  findOperation,
  findPermission,
  graphOperations,
  leastPermissions,
  narrowerFor,
  nearestOperations,
  UnknownOperationError,
  type Permission,
  type PermissionKind,
} from "consentra/graph";
import fc from "fast-check";

const kinds: PermissionKind[] = ["application", "delegated"];
const permission = (name: string, kind: PermissionKind = "application"): Permission => {
  const found = findPermission("Microsoft Graph", kind, name);
  assert.ok(found, `${kind} ${name}`);
  return found;
};
const risks = ["low", "medium", "high", "critical"];

describe("the table of operations", () => {
  it("has more than 100 operations beside those under /me, each once", () => {
    const names = graphOperations.map(({ name }) => name);
    assert.equal(new Set(names.map((each) => each.toLowerCase())).size, names.length);
    const count = names.filter((each) => !/ \/me(\/|$)/.test(each)).length;
    assert.ok(count > 100, String(count));
  });

  it("says of each in one sentence what it does", () => {
    for (const { name, method, path, purpose, note } of graphOperations) {
      assert.equal(name, `${method} ${path}`);
      assert.match(purpose, /^[A-Z][^.]{10,}\.$/, name);
      if (path.startsWith("/me")) assert.doesNotMatch(purpose, /\ba user\b/, name);
      if (note !== undefined) assert.match(note, /^[A-Z].{12,}\.$/, name);
    }
  });

  it("names known permissions, each once, and explains where there is none", () => {
    for (const operation of graphOperations) {
      assert.ok(operation.application ?? operation.delegated, operation.name);
      for (const kind of kinds) {
        const need = operation[kind];
        if (!need) continue;
        const all = [...need.least, ...need.basic, ...need.wider];
        for (const name of all) permission(name, kind);
        assert.equal(new Set(all).size, all.length, operation.name);
        assert.equal(need.basic.length > 0, need.lacks !== undefined, operation.name);
        if (need.least.length === 0) assert.ok(operation.note, operation.name);
      }
    }
  });

  it("calls least what is not riskier than anything wider", () => {
    const wrong: string[] = [];
    for (const operation of graphOperations)
      for (const kind of kinds)
        for (const wider of operation[kind]?.wider ?? [])
          for (const least of operation[kind]?.least ?? []) {
            const [one, other] = [permission(least, kind).risk, permission(wider, kind).risk];
            if (risks.indexOf(one) > risks.indexOf(other))
              wrong.push(`${operation.name}, ${kind}: ${least} is ${one}, ${wider} is ${other}`);
          }
    assert.deepEqual(wrong, []);
  });
});

describe("findOperation", () => {
  const found = (text: string) => findOperation(text)?.name;

  it("ignores case, host, version, query and what stands for a key", () => {
    for (const text of [
      "GET /users/{id}/messages",
      "get /v1.0/users/abc/messages?$top=5",
      "Get /beta/users/{user-id | userPrincipalName}/Messages".replace(" | ", "-"),
      "GET /users('megan@contoso.com')/messages",
      "  GET   https://graph.microsoft.com/v1.0/users/6b1c9a1e-0000-4000-8000-000000000001/messages/ ",
      "GET https://graph.microsoft.us/v1.0/USERS/megan%40contoso.com/messages?$select=subject,body&$filter=a eq 1".replace(
        / eq /,
        "%20eq%20",
      ),
    ])
      assert.equal(found(text), "GET /users/{id}/messages", text);
  });

  it("takes what is spelled out for itself, and not for a key", () => {
    assert.equal(found("GET /users/delta"), "GET /users/delta");
    assert.equal(found("GET /users/delta()"), "GET /users/delta");
    assert.equal(found("GET /users/delta?$deltatoken=x"), "GET /users/delta");
    assert.equal(found("GET /users/microsoft.graph.delta()"), "GET /users/delta");
    assert.equal(found("POST /me/microsoft.graph.sendMail"), "POST /me/sendMail");
    assert.equal(found("GET /places/microsoft.graph.room"), "GET /places/microsoft.graph.room");
    assert.equal(found("GET /users/$count"), undefined);
    assert.equal(found("GET /users/1/messages/delta"), undefined);
    assert.equal(
      found("GET /me/reminderView(startDateTime='2026-01-01T00:00:00Z',endDateTime='2026-01-02T00:00:00Z')"),
      "GET /me/reminderView(startDateTime={value},endDateTime={value})",
    );
  });

  it("knows nothing else", () => {
    for (const text of [
      "",
      "GET",
      "/users",
      "users",
      "GET users",
      "DELETE /users/1/messages",
      "GET /users//messages",
      "GET /",
      "GET /v1.0",
      "GET /users and more",
      "GET http://graph.microsoft.com/v1.0/users",
      "GET /nothing/of/the/kind",
    ])
      assert.equal(found(text), undefined, text);
  });

  it("finds every operation of the table by its name, whatever stands for its keys", () => {
    const key = fc.oneof(
      fc.uuid(),
      fc.emailAddress().map(encodeURIComponent),
      fc.base64String({ minLength: 8 }).map(encodeURIComponent),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...graphOperations),
        key,
        fc.constantFrom("", "/v1.0", "/beta"),
        ({ name, method, path }, id, version) => {
          assert.equal(found(name), name);
          const request = `${method.toLowerCase()} ${version}${path.replaceAll("{id}", id)}?$top=5`;
          assert.equal(found(request), name, request);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("never throws, and suggests what was meant for any single typing error", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        findOperation(text);
        assert.ok(nearestOperations(text).length <= 3);
      }),
    );
    assert.deepEqual(nearestOperations("GET /v1.0/users/{id}/mesages")[0], "GET /users/{id}/messages");
    assert.deepEqual(nearestOperations("GET /usrs")[0], "GET /users");
    assert.deepEqual(nearestOperations("something that is no request at all"), []);
  });
});

describe("leastPermissions", () => {
  it("names what suffices, and which operation needs it", () => {
    assert.deepEqual(leastPermissions(["get /users/1/messages", "GET /users", "GET /users?$top=5"], "application"), {
      permissions: [
        { permission: "Mail.Read", operations: ["GET /users/{id}/messages"] },
        { permission: "User.Read.All", operations: ["GET /users"] },
      ],
      notOffered: [],
    });
  });

  it("leaves out what a wider permission does that is needed anyway", () => {
    assert.deepEqual(
      leastPermissions(["GET /me/messages", "PATCH /me/messages/{id}", "POST /me/sendMail"], "delegated"),
      {
        permissions: [
          { permission: "Mail.ReadWrite", operations: ["GET /me/messages", "PATCH /me/messages/{id}"] },
          { permission: "Mail.Send", operations: ["POST /me/sendMail"] },
        ],
        notOffered: [],
      },
    );
  });

  it("names several permissions that are needed together", () => {
    assert.deepEqual(
      leastPermissions(["POST /servicePrincipals/1/appRoleAssignedTo"], "application").permissions,
      [
        {
          permission: "AppRoleAssignment.ReadWrite.All",
          operations: ["POST /servicePrincipals/{id}/appRoleAssignedTo"],
        },
        { permission: "Application.Read.All", operations: ["POST /servicePrincipals/{id}/appRoleAssignedTo"] },
      ].sort((one, other) => (one.permission < other.permission ? -1 : 1)),
    );
  });

  it("says what is not offered with this kind of permission", () => {
    assert.deepEqual(leastPermissions(["GET /me/messages"], "application"), {
      permissions: [],
      notOffered: ["GET /me/messages"],
    });
  });

  it("refuses what it does not know, with the nearest names", () => {
    assert.throws(
      () => leastPermissions(["GET /users", "GET /userz"], "application"),
      (error) =>
        error instanceof UnknownOperationError &&
        error.operation === "GET /userz" &&
        error.message ===
          '"GET /userz" is no operation of Microsoft Graph that is known; did you mean ' +
            error.nearest.join(" or ") +
            "?" &&
        error.nearest[0] === "GET /users",
    );
  });

  it("serves every operation, and no permission can be left out, for any operations", () => {
    fc.assert(
      fc.property(fc.subarray([...graphOperations], { maxLength: 12 }), fc.constantFrom(...kinds), (chosen, kind) => {
        const names = chosen.map(({ name }) => name);
        const { permissions, notOffered } = leastPermissions(names, kind);
        const offered = chosen.filter((each) => !notOffered.includes(each.name));
        const suffices = (given: string[]) =>
          offered.every(({ [kind]: need }) => {
            assert.ok(need);
            return need.least.every((each) => given.includes(each)) || need.wider.some((each) => given.includes(each));
          });
        const given = permissions.map((each) => each.permission);
        assert.ok(suffices(given));
        for (const each of given) assert.ok(!suffices(given.filter((other) => other !== each)), each);
        assert.deepEqual(leastPermissions([...names].reverse(), kind).permissions, permissions);
      }),
      { numRuns: 500 },
    );
  });
});

describe("narrowerFor", () => {
  it("names what suffices instead", () => {
    assert.deepEqual(narrowerFor(permission("Directory.Read.All"), ["GET /users"]), ["User.Read.All"]);
    assert.deepEqual(
      narrowerFor(permission("Directory.Read.All"), ["GET /users", "GET /contacts/delta", "GET /users/1/events"]),
      ["OrgContact.Read.All", "User.Read.All"],
    );
    assert.deepEqual(narrowerFor(permission("Mail.ReadWrite"), ["GET /users/{id}/messages"]), ["Mail.Read"]);
    assert.deepEqual(narrowerFor(permission("Contacts.ReadWrite", "delegated"), ["GET /me/contacts"]), [
      "Contacts.Read",
    ]);
  });

  it("names nothing for what no operation needs", () => {
    assert.deepEqual(narrowerFor(permission("Files.Read.All"), ["GET /users"]), []);
    assert.deepEqual(narrowerFor(permission("Mail.Read"), ["GET /me/messages"]), []);
  });

  it("leaves alone what an operation needs, with all of its answer or a part", () => {
    assert.equal(narrowerFor(permission("User.Read.All"), ["GET /contacts", "GET /users"]), undefined);
    assert.equal(narrowerFor(permission("Mail.Read"), ["GET /users/1/messages"]), undefined);
    assert.equal(narrowerFor(permission("Mail.ReadBasic.All"), ["GET /users/1/messages"]), undefined);
    assert.equal(narrowerFor(permission("Directory.Read.All"), []), undefined);
  });

  it("leaves alone what is about no operation of Microsoft Graph", () => {
    for (const name of ["offline_access", "openid", "IMAP.AccessAsUser.All", "EWS.AccessAsUser.All"])
      assert.equal(narrowerFor(permission(name, "delegated"), ["GET /me/messages"]), undefined, name);
    const ews = findPermission("Office 365 Exchange Online", "application", "full_access_as_app");
    assert.ok(ews);
    assert.equal(narrowerFor(ews, ["GET /users"]), undefined);
  });

  it("never names the permission itself, or a riskier one, for any operations", () => {
    const all = graphOperations.flatMap((operation) =>
      kinds.flatMap((kind) => (operation[kind]?.wider ?? []).map((name) => permission(name, kind))),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.subarray([...graphOperations], { minLength: 1, maxLength: 8 }),
        (wide, chosen) => {
          for (const name of narrowerFor(
            wide,
            chosen.map((each) => each.name),
          ) ?? []) {
            assert.notEqual(name, wide.name);
            assert.ok(
              risks.indexOf(permission(name, wide.kind).risk) <= risks.indexOf(wide.risk),
              `${name} for ${wide.name}`,
            );
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("refuses an operation that is not known", () => {
    assert.throws(() => narrowerFor(permission("Mail.Read"), ["GET /nothing/at/all/here"]), UnknownOperationError);
  });
});
