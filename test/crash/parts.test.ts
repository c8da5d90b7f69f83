import assert from "node:assert/strict";
import { chosen, type Done } from "./matrix";
import { withoutIds } from "./same-tenant";
import { summary } from "./summary";
import { victims, type Victim } from "./victims";

const each = (count: number): Record<Victim, number> => ({ engine: count, machine: count, plugin: count, step: count });

describe("the crash matrix", () => {
  it("has every point for every victim, or a sample that is spread, or one", () => {
    const all = chosen({ victims }, { ...each(10), step: 4 });
    assert.equal(all.length, 34);
    assert.equal(new Set(all.map(({ point, victim }) => `${point} ${victim}`)).size, 34);
    const some = chosen({ victims, sample: 3 }, each(30));
    for (const victim of victims) {
      const points = some.filter((each) => each.victim === victim).map(({ point }) => point);
      assert.equal(points.length, 3, points.join());
      assert.ok((points.at(-1) ?? 0) - (points[0] ?? 0) >= 15, points.join());
    }
    assert.ok(new Set(some.map(({ point }) => point)).size > 3, "each victim has the same points");
    assert.equal(chosen({ victims, sample: 50 }, each(10)).length, 40);
    assert.deepEqual(chosen({ victims: ["step"], point: 4 }, each(10)), [{ victim: "step", point: 4 }]);
    assert.deepEqual(chosen({ victims, point: 11 }, each(10)), []);
  });

  it("takes two tenants for the same whatever their IDs and times, and sees what is there twice", () => {
    const seed = { users: { "a0000000-0000-4000-8000-000000000001": { name: "ann" } } };
    const made = (digit: string, more: object = {}) => ({
      ...seed,
      groups: {
        [`b0000000-0000-4000-8000-00000000000${digit}`]: {
          name: `sales2026112408000${digit}`,
          sid: `S-1-12-1-${digit}23`,
          members: ["a0000000-0000-4000-8000-000000000001"],
          until: `2026-11-2${digit}T08:00:00Z`,
        },
        ...more,
      },
    });
    assert.deepEqual(withoutIds(made("1"), seed), withoutIds(made("2"), seed));
    const twin = { "b0000000-0000-4000-8000-000000000009": made("1").groups };
    assert.notDeepEqual(withoutIds(made("1", twin), seed), withoutIds(made("2"), seed));
    const other = made("2");
    for (const group of Object.values(other.groups)) (group as { members: string[] }).members = [];
    assert.notDeepEqual(withoutIds(made("1"), seed), withoutIds(other, seed));
    // Another version in a vault holds the same secret; another secret is another one.
    const vault = (secrets: object) => ({ vaults: { kv: { secrets } } });
    assert.deepEqual(withoutIds(vault({ pbx: 2 }), seed), withoutIds(vault({ pbx: 1 }), seed));
    assert.notDeepEqual(withoutIds(vault({ pbx: 1, other: 1 }), seed), withoutIds(vault({ pbx: 1 }), seed));
    // An ID of the seed is a name: another user is another user.
    assert.notDeepEqual(
      withoutIds({ owner: "a0000000-0000-4000-8000-000000000001" }, seed),
      withoutIds({ owner: "a0000000-0000-4000-8000-000000000002" }, seed),
    );
  });

  it("sums up what was needed, by case, operation and victim", () => {
    const done = (point: number, more: Partial<Done>): Done => ({
      name: "app",
      operation: "up",
      victim: "step",
      point,
      points: 3,
      seconds: 1,
      ...more,
    });
    const result = (remedy: NonNullable<Done["result"]>["remedy"], at?: string) => ({
      result: { at, remedy, told: [], endedBySelf: true },
    });
    const text = summary([
      done(1, result("again", "the step, at New-X")),
      done(2, result("undisturbed")),
      done(3, { failure: "differs" }),
      done(1, { victim: "engine", ...result("recover", "the engine, at New-X") }),
    ]);
    assert.deepEqual(text.split("\n").slice(2), [
      "| app | up | step | 2 | 1 | 0 | 1 | 0 | 0 | 0 | 1 |",
      "| app | up | engine | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 0 |",
      "| all | | | 3 | 1 | 0 | 1 | 0 | 1 | 0 | 1 |",
    ]);
  });
});
