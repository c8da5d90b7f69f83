import assert from "node:assert/strict";
import { runEngineHistories } from "../histories/real";

/** An update that is killed, what somebody does by hand, one more that is killed, a destroy. `npm run histories -- --engine` runs others. */
const seeds = [6];

describe("random histories of a mailbox scope, end to end", () => {
  for (const seed of seeds) {
    it(`never reach beyond what is declared, and end as if nothing had happened: seed ${seed}`, async () => {
      const { figures, failures } = await runEngineHistories([seed]);
      assert.deepEqual(failures, [], failures.join("\n"));
      // Where the engine is done before it is to be killed, the fault is what disturbs it.
      assert.ok(figures.entries > 0 && figures.crashed + figures.failed > 0, JSON.stringify(figures));
    });
  }
});
