import assert from "node:assert/strict";
import { Interleavings, pairsOf } from "./run";
import { scenarios } from "./scenarios";

describe("two stacks at work on one tenant at the same time", () => {
  let interleavings: Interleavings;
  before(async () => {
    interleavings = await Interleavings.create();
  });
  after(() => interleavings.close());

  for (const scenario of scenarios) {
    it(scenario.title, async () => {
      for (const pair of pairsOf(scenario)) {
        // Where both do the same it matters little which of the two is held; `npm run interleavings` holds both, at every request.
        const [one, other] = pair.doing;
        if (one === other) await interleavings.runAll(pair, "writes", [0]);
        else if (one === "destroy") await interleavings.runAll(pair, "writes");
      }
    });
  }

  it("whatever the order of their requests is", async () => {
    const failure = await interleavings.runRandom(30, 1);
    assert.equal(failure, undefined, failure);
    const { runs, completed, refused } = interleavings.figures;
    assert.ok(runs > 100 && completed > 100 && refused > 50, JSON.stringify(interleavings.figures));
  });
});
