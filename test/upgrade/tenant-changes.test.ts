import assert from "node:assert/strict";
import fc from "fast-check";
import { applyChanges, changesBetween } from "./tenant-changes";

const plain = { noNullPrototype: true } as const;

/** Something like the model of a tenant: collections by ID, sets, instants and lists. */
const entity = fc.record(
  {
    id: fc.string(),
    members: fc.uniqueArray(fc.string()).map((each) => new Set(each)),
    created: fc.date({ noInvalidDate: true }),
    other: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null)), {
      noNullPrototype: true,
    }),
    list: fc.array(fc.record({ name: fc.string() }, { noNullPrototype: true })),
  },
  { requiredKeys: ["id"], noNullPrototype: true },
);
const collection = fc.array(fc.tuple(fc.string(), entity)).map((entries) => new Map(entries));
const tenant = fc.record(
  { users: collection, exchange: fc.record({ groups: collection, isOn: fc.boolean() }, plain) },
  plain,
);

describe("the recorded changes of a tenant", () => {
  it("bring another copy of what was there before to what was there after, through JSON", () => {
    fc.assert(
      fc.property(tenant, tenant, (before, after) => {
        const recorded = JSON.parse(JSON.stringify(changesBetween(before, after))) as ReturnType<typeof changesBetween>;
        const copy = structuredClone(before);
        applyChanges(copy, recorded);
        assert.deepEqual(copy, after);
      }),
    );
  });

  it("are none where nothing differs, and the same in whatever order things came there", () => {
    const one = new Map([
      ["a", { id: "a" }],
      ["b", { id: "b" }],
    ]);
    const other = new Map([...one].reverse());
    assert.deepEqual(changesBetween({ users: one }, { users: other }), []);
    assert.deepEqual(
      changesBetween({ users: new Map() }, { users: one }),
      changesBetween({ users: new Map() }, { users: other }),
    );
  });

  it("are refused where the model has no such place any more, with the place", () => {
    assert.throws(
      () => applyChanges({ users: new Map() }, [{ path: ["groups", "g", "members"], value: 1 }]),
      /a recorded change is at groups\/g\/members, but the seed has no groups there/,
    );
    assert.throws(
      () => applyChanges({ users: "none" }, [{ path: ["users", "u"], removed: true }]),
      /a recorded change is at users\/u, which the model of a tenant does not have/,
    );
  });
});
