import assert from "node:assert/strict";
import { runClientHistories } from "./client";
import { knownHistories } from "./known";
import { runHistory } from "./run-history";
import { HistoryTenant } from "./tenant";

describe("histories of a mailbox scope that once ended otherwise", () => {
  let tenant: HistoryTenant;
  before(async () => {
    tenant = await HistoryTenant.create();
  });
  after(() => tenant.sandbox.close());

  for (const [what, operations] of Object.entries(knownHistories)) it(what, () => runHistory(tenant, operations));
});

describe("random histories of a mailbox scope", () => {
  it("never reach beyond what is declared, and end as if nothing had happened", async () => {
    const { figures, failure } = await runClientHistories(histories, seed);
    assert.equal(failure, undefined, failure);
    // One without an update is none.
    assert.ok(figures.histories > histories / 2, `${figures.histories} of ${histories}`);
    for (const [what, count] of Object.entries(figures)) if (what !== "remedies") assert.ok(count > 0, `no ${what}`);
  });
});

/** `npm run histories` runs more, from any seed. */
const histories = 100;
const seed = 1;
