import assert from "node:assert/strict";
import { runEngineHistories } from "../histories/real";

describe("random histories of a mailbox scope with the real engine", () => {
  for (const seed of seeds()) {
    it(`never reach beyond what is declared, and end as if nothing had happened: seed ${seed}`, async () => {
      const { figures, failures } = await runEngineHistories([seed]);
      assert.deepEqual(failures, [], failures.join("\n"));
      assert.equal(figures.histories, 1);
      assert.ok(figures.entries > 0 && figures.crashed + figures.faults > 0, JSON.stringify(figures));
    });
  }
});

/** One that is killed, and one with a fault; `npm run histories -- --engine` runs others. */
function seeds(): number[] {
  return [2, 3];
}
