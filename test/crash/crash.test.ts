import assert from "node:assert/strict";
import { cases } from "./cases";
import { runPoint, undisturbed } from "./point";
import { Stage } from "./stage";

/** One point of the matrix; `npm run crash` has all of them. The histories on the engine kill that, and go on by `consentra recover`. */
describe("an update in which a step was killed", () => {
  let stage: Stage;
  before(async () => {
    const peopleAi = cases.find(({ name }) => name === "people-ai");
    assert.ok(peopleAi);
    stage = await Stage.open(peopleAi);
  });
  after(() => stage.close());

  it("is completed by the same command, and ends as if nothing had been", async () => {
    const expected = await undisturbed(stage, "up");
    const { at, remedy } = await runPoint(stage, "up", expected, { victim: "step", point: 1, first: "again" });
    assert.deepEqual([at, remedy], ["the step, at New-DistributionGroup", "again"]);
  });
});
