import assert from "node:assert/strict";
import { cases } from "./cases";
import { runPoint, undisturbed, type Undisturbed } from "./point";
import { Stage } from "./stage";
import type { Victim } from "./victims";

/** Two points of the matrix; `npm run crash` has all of them, and `test/e2e/histories.test.ts` kills the engine. */
describe("an update that something was killed in", () => {
  let stage: Stage;
  let expected: Undisturbed;

  before(async () => {
    const peopleAi = cases.find(({ name }) => name === "people-ai");
    assert.ok(peopleAi);
    stage = await Stage.open(peopleAi);
    expected = await undisturbed(stage, "up");
  });
  after(() => stage.close());

  const killed = (victim: Victim, point: number) => runPoint(stage, "up", expected, { victim, point, first: "again" });

  it("is completed by the same command where it was a step", async () => {
    const { at, remedy } = await killed("step", 1);
    assert.deepEqual([at, remedy], ["the step, at New-DistributionGroup", "again"]);
  });

  it("is completed after consentra recover --yes where it was a plugin whose consent nobody noted", async () => {
    const { at, remedy, told } = await killed("plugin", expected.points.plugin);
    assert.deepEqual(
      [at, remedy],
      ["the plugin azuread, at POST /v1.0/servicePrincipals/:id/appRoleAssignedTo", "recover"],
    );
    assert.match(told.join("\n"), /^taken: the assignment of app role \S+ to People\.ai/m);
  });
});
