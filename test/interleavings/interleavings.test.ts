import assert from "node:assert/strict";
import { crossings } from "./crossings";
import { inStep } from "./gate";
import { Interleavings, pairsOf } from "./run";
import { declarationsOf } from "./run-pair";
import { adopted, scenarios } from "./scenarios";
import { Stack } from "./stack";
import { SharedTenant } from "./tenant";

describe("two stacks at work on one tenant at the same time", () => {
  let interleavings: Interleavings;
  before(async () => {
    interleavings = await Interleavings.create();
  });
  after(() => interleavings.close());

  for (const scenario of scenarios) {
    it(scenario.title, async () => {
      const [first, ...others] = pairsOf(scenario).filter(({ doing: [one, two] }) => one === "destroy" || two === "up");
      // One of two that do the same is held, and who takes away while the other makes; `npm run interleavings` holds both, at every request.
      if (first) await interleavings.runAll(first, "writes", [0]);
      for (const pair of others) await interleavings.runAll(pair, "middle", [0]);
    });
  }

  for (const crossing of crossings) {
    it(crossing.title, () => interleavings.run(crossing, inStep));
  }

  it("a service principal goes with the stack that made it, which the other's next look tells and nothing is opened by", async () => {
    const tenant = await SharedTenant.create();
    const [one, two] = await declarationsOf(tenant, adopted);
    tenant.reset();
    await tenant.inItsTime(async () => {
      const [maker, adopter] = [new Stack(tenant.sides[0], one), new Stack(tenant.sides[1], two)];
      for (const stack of [maker, adopter]) assert.equal((await stack.up()).kind, "completed");
      assert.deepEqual(await adopter.lost(), []);
      assert.equal((await maker.destroy()).kind, "completed");
      assert.deepEqual(await adopter.lost(), [
        "reporting-app-principal is gone",
        "reporting-consent-graph-User.Read.All is gone",
      ]);
      assert.deepEqual(tenant.seen.reached(), []);
    });
    await tenant.close();
  });

  it("whatever the order of their requests is", async () => {
    const failure = await interleavings.runRandom(30, 1);
    assert.equal(failure, undefined, failure);
    const { runs, completed, refused } = interleavings.figures;
    assert.ok(runs > 90 && completed > 90 && refused > 40, JSON.stringify(interleavings.figures));
  });
});
