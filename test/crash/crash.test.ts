import assert from "node:assert/strict";
import { cases } from "./cases";
import { runPoint, undisturbed, type Undisturbed } from "./point";
import { Stage, type Operation } from "./stage";
import type { Victim } from "./victims";

/** One point for each victim, where it hurts; `npm run crash` has all. */
describe("an operation that is killed", () => {
  let stage: Stage;
  const expected = new Map<Operation, Undisturbed>();

  before(async () => {
    const given = cases.find(({ name }) => name === "people-ai");
    assert.ok(given);
    stage = await Stage.open(given);
  });
  after(() => stage.close());

  const points: { victim: Victim; operation: Operation; after: RegExp; remedy: string }[] = [];

  for (const { victim, operation, after, remedy } of points) {
    it(`ends as one that nothing disturbed: ${operation}, ${victim}`, async () => {
      if (!expected.has(operation)) expected.set(operation, await undisturbed(stage, operation));
      const known = expected.get(operation) as Undisturbed;
      const point = known.writes.findIndex((each) => after.test(each)) + 1;
      assert.ok(point > 0, known.writes.join("\n"));
      const result = await runPoint(stage, operation, known, { point, victim, first: "again" });
      assert.equal(result.remedy, remedy, result.told.join("\n"));
    });
  }
});
