import assert from "node:assert/strict";
import { cases } from "./cases";
import { runPoint, undisturbed, type First, type Undisturbed } from "./point";
import { Stage } from "./stage";
import type { Victim } from "./victims";

interface Point {
  victim: Victim;
  /** The write that it is killed at. */
  at: RegExp;
  first: First;
  told: RegExp;
}

/** One point for each victim, where it hurts; `npm run crash` has all. */
const points: readonly Point[] = [
  // The policy is there, and nobody heard of it.
  { victim: "step", at: /^New-ApplicationAccessPolicy/, first: "again", told: /^$/ },
  // The user is assigned, and the engine does not know it.
  {
    victim: "plugin",
    at: /^POST .*appRoleAssignedTo/,
    first: "again",
    told: /already exists[^]*taken: the assignment of app role/,
  },
  // The service principal is there without its settings, and the stack is locked.
  {
    victim: "engine",
    at: /^POST .*\/servicePrincipals /,
    first: "recover",
    told: /released: the lock of process \d+, which is gone/,
  },
];

describe("an operation that is killed", () => {
  let stage: Stage;
  let expected: Undisturbed;

  before(async () => {
    const given = cases.find(({ name }) => name === "people-ai");
    assert.ok(given);
    stage = await Stage.open(given);
    expected = await undisturbed(stage, "up");
  });
  after(() => stage.close());

  for (const { victim, at, first, told } of points) {
    it(`ends as one that nothing disturbed, and opens nothing on the way: ${victim}`, async () => {
      const point = expected.writes.findIndex((each) => at.test(each)) + 1;
      assert.ok(point > 0, expected.writes.join("\n"));
      const result = await runPoint(stage, "up", expected, { point, victim, first });
      assert.ok(result.at, "nothing was killed");
      assert.match(result.told.join("\n"), told);
    });
  }
});
