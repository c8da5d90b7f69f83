import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apis, permissions } from "consentra/graph";
import {
  findListed,
  PermissionListError,
  readPermissionList,
  readPermissionListFile,
  writePermissionList,
  type PermissionList,
} from "consentra/graph/list";
import fc from "fast-check";

const again = "write it again with `consentra permissions --refresh FILE`";
const mail = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";

const list: PermissionList = {
  consentra: "permissions/1",
  api: "Microsoft Graph",
  clientId: apis["Microsoft Graph"].clientId,
  tenantId: "7e5d0000-0000-4000-8000-000000000001",
  permissions: permissions
    .filter(({ api }) => api === "Microsoft Graph")
    .map(({ kind, name, id, adminConsent, reason }) => ({
      kind,
      name,
      id,
      adminConsent,
      displayName: name,
      description: reason,
      enabled: true,
    })),
};

describe("a list of permissions", () => {
  it("is read as it was written, sorted, the same in whatever order it came", () => {
    const text = writePermissionList(list);
    const read = readPermissionList(text);
    assert.equal(writePermissionList(read), text);
    assert.equal(read.permissions.length, list.permissions.length);
    const keys = read.permissions.map(({ kind, name, id }) => `${kind}\0${name}\0${id}`);
    assert.deepEqual(keys, [...keys].sort());
    fc.assert(
      fc.property(fc.shuffledSubarray([...list.permissions], { minLength: list.permissions.length }), (shuffled) => {
        assert.equal(writePermissionList({ ...list, permissions: shuffled }), text);
      }),
      { numRuns: 20 },
    );
  });

  it("is searched by name and by ID", () => {
    assert.equal(findListed(list, "application", "Mail.Read")?.id, mail);
    assert.equal(findListed(list, "application", mail.toUpperCase())?.name, "Mail.Read");
    assert.equal(findListed(list, "delegated", mail), undefined);
    assert.equal(findListed(list, "application", "mail.read"), undefined);
    assert.equal(findListed(list, "application", ""), undefined);
  });

  const refusal = (text: string): string => {
    try {
      readPermissionList(text, "list.json");
    } catch (error) {
      assert.ok(error instanceof PermissionListError, String(error));
      return error.message;
    }
    throw new Error("it was taken");
  };
  const changed = (change: object) => JSON.stringify({ ...list, permissions: list.permissions.slice(0, 2), ...change });

  it("is refused where it is anything else, with what is wrong and the way out", () => {
    const [first] = list.permissions;
    assert.ok(first);
    assert.equal(refusal("{"), `list.json is not JSON; ${again}`);
    for (const text of ["null", "[]", "{}", '"permissions/1"', '{"consentra":5}'])
      assert.equal(
        refusal(text),
        `list.json: found nothing of the kind, expected "consentra": "permissions/1"; ${again}`,
      );
    assert.equal(
      refusal(changed({ consentra: "permissions/2" })),
      `list.json: found "permissions/2", expected "consentra": "permissions/1"; ${again}`,
    );
    assert.equal(
      refusal(changed({ permissions: [first, first] })),
      `list.json: the ${first.kind} permission ${first.id} is there twice; ${again}`,
    );
    assert.equal(
      refusal(changed({ api: "SharePoint Online" })),
      `list.json: clientId is not that of SharePoint Online; ${again}`,
    );
    assert.match(refusal(changed({ permissions: [{ ...first, id: "x" }] })), /^list\.json: permissions\.0\.id: /);
    assert.match(
      refusal(changed({ permissions: [{ ...first, id: first.id.toUpperCase() }] })),
      /^list\.json: permissions\.0\.id: expected small letters/,
    );
    assert.match(refusal(changed({ permissions: [{ ...first, risk: "low" }] })), /permissions\.0: Unrecognized key/);
  });

  it("is read from a file, which is named in errors", () => {
    const folder = mkdtempSync(join(tmpdir(), "consentra-list-"));
    try {
      const file = join(folder, "permissions.json");
      assert.throws(() => readPermissionListFile(file), { message: `${file} cannot be read; ${again}` });
      writeFileSync(file, "no");
      assert.throws(() => readPermissionListFile(file), { message: `${file} is not JSON; ${again}` });
      writeFileSync(file, writePermissionList(list));
      assert.deepEqual(readPermissionListFile(file), readPermissionList(writePermissionList(list)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("never throws anything else, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.throws(() => readPermissionList(text), PermissionListError);
      }),
    );
  });
});
