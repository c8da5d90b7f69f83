import assert from "node:assert/strict";
import { recordedStacks } from "./cases";
import { compareWithProgram } from "./compare";
import { expectedUpdates, isExpected } from "./expected";
import { readFixture, recordedReleases } from "./fixture";

it("every configuration of every example was recorded by the last release", () => {
  const release = recordedReleases().at(-1) ?? "";
  const missing = recordedStacks.filter((stack) => !readFixture(release, stack));
  assert.deepEqual(missing, [], "npm run record-states");
});

for (const release of recordedReleases()) {
  describe(`the resources that ${release} recorded`, () => {
    const updates = expectedUpdates(release);
    const met = new Set<unknown>();
    for (const stack of recordedStacks) {
      const fixture = readFixture(release, stack);
      if (!fixture) continue;
      it(`are registered by today's ${stack.name} under the same types and names, with the same inputs`, async () => {
        const { missing, added, changed } = await compareWithProgram(fixture);
        assert.deepEqual({ missing, added }, { missing: [], added: [] });
        for (const { name, input } of changed)
          for (const each of updates) if (isExpected([each], name, input)) met.add(each);
        assert.deepEqual(
          changed.filter(({ name, input }) => !isExpected(updates, name, input)),
          [],
          "inputs changed: an upgrade of such a stack is not without an effect",
        );
      });
    }

    it("differ in nothing that is noted and does not differ", () => {
      assert.deepEqual(
        updates.filter((each) => !met.has(each)),
        [],
        `these entries of updates.yaml are not needed`,
      );
    });
  });
}
