import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crossings } from "../interleavings/crossings";
import { scenarios } from "../interleavings/scenarios";
import { rowFaults } from "../support/exchange-page";
import { repository } from "../support/repository";

const interleavings = "test/interleavings/interleavings.test.ts";
const titles = new Set([...scenarios, ...crossings].map(({ title }) => title));

/** The cells of the tests, each with who meets whom. */
function citations(): { subject: string; cell: string }[] {
  const page = readFileSync(join(repository, "docs", "concurrency.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| who meets whom"));
  return rows.map((line) => {
    const cells = line.split("|").map((each) => each.trim());
    assert.equal(cells.length, 7, `a row of five cells is expected: ${line}`);
    const [, whom = "", what = "", , , cell = ""] = cells;
    return { subject: `${whom}, ${what}`, cell };
  });
}

/** Scenarios are tests of which the titles stand in another file. */
const isScenario = (citation: string): boolean =>
  citation.startsWith(`\`${interleavings} › `) && titles.has(citation.slice(`\`${interleavings} › `.length, -1));

describe("docs/concurrency.md", () => {
  it("names a test that exists in every row", () => {
    const rows = citations();
    assert.ok(rows.length > 12, `${rows.length} rows`);
    for (const { subject, cell } of rows) {
      const left = cell.split("<br>").filter((each) => !isScenario(each));
      if (left.length === 0) continue;
      assert.deepEqual(rowFaults({ section: "", subject, consentra: left.join("<br>"), tenant: "–" }), []);
    }
  });

  it("has a row for every scenario in which two stacks meet", () => {
    const cited = citations().flatMap(({ cell }) => cell.split("<br>"));
    const missing = [...titles].filter((title) => !cited.includes(`\`${interleavings} › ${title}\``));
    assert.deepEqual(missing, []);
  });
});
