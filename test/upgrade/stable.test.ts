import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createUnconnectedSandbox } from "@consentra/sandbox/tenant";
import { recordedStacks } from "./cases";
import { readFixture, recordedReleases } from "./fixture";
import { givenOf } from "./record";
import { hostPlaceholder, stable, type Recorded } from "./stable";

const newest = recordedReleases().at(-1) ?? "";

describe("a recording of a stack", () => {
  for (const name of ["people-ai.hardened", "callplease.full"]) {
    it(`${name}: is the same when all IDs, times and the tenant's address are others`, async () => {
      const stack = recordedStacks.find((each) => each.name === name);
      const fixture = stack && readFixture(newest, stack);
      assert.ok(fixture);
      const sandbox = await createUnconnectedSandbox();
      const given = givenOf(sandbox, sandbox.tenants.contoso, readFileSync(fixture.configFile, "utf8"));
      const began = new Date();
      const host = "localhost:40711";
      const { state, tenant } = asInAnotherRun({ state: fixture.state, tenant: fixture.tenant }, given, host, began);
      assert.notDeepEqual(tenant, fixture.tenant);
      const again = stable({ state, tenant, given, host, began, ended: new Date() });
      assert.deepEqual(again.state, fixture.state);
      assert.deepEqual(again.tenant, fixture.tenant);
      await sandbox.close();
    });
  }

  it("is refused where the state holds an encrypted secret", () => {
    const state = {
      version: 3,
      deployment: { resources: [{ urn: "u", type: "t", inputs: { a: { ciphertext: "x" } } }] },
    };
    const now = new Date();
    assert.throws(
      () => stable({ state, tenant: [], given: "", host: "localhost:2", began: now, ended: now }),
      /the state holds an encrypted secret, expected none/,
    );
  });
});

function asInAnotherRun(recorded: Recorded, given: string, host: string, now: Date): Recorded {
  const others = new Map<string, string>();
  const another = (found: string, make: () => string): string => {
    if (given.includes(found)) return found;
    const known = others.get(found) ?? make();
    others.set(found, known);
    return known;
  };
  const ids = new Set(
    recorded.tenant.flatMap(({ path }) =>
      /Assignments|Grants|Classifications/.test(path.join()) ? path.slice(-1) : [],
    ),
  );
  const text = JSON.stringify(recorded)
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, (id) =>
      ids.has(id) ? another(id, () => randomBytes(32).toString("base64url")) : id,
    )
    .replace(/\b(?!0{8}-)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (id) => another(id, randomUUID))
    .replace(/\bS-1-5-21(?:-\d+){4}\b/g, (id) => another(id, () => `S-1-5-21-1-2-3-${randomBytes(4).readUInt32BE()}`))
    .replace(/"create[0-9a-f]{8}"/g, (id) => another(id, () => `"create${randomBytes(4).toString("hex")}"`))
    .replaceAll(hostPlaceholder, host)
    .replaceAll("2026-01-01T00:00:00", now.toISOString().slice(0, 19))
    .replaceAll("20260101000000", now.toISOString().replace(/\D/g, "").slice(0, 14));
  return JSON.parse(text) as Recorded;
}
