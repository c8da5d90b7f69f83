import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageRows, rowFaults, sourceOf, type PageRow } from "../support/exchange-page";
import { repository } from "../support/repository";

// Rooms of the simulated tenant that it does not export: loaded by path, with their types.
const served = join(repository, "sandbox", "dist", "tenant", "exchange");
const { cmdlets } = require(join(served, "catalogue")) as typeof import("../../sandbox/tenant/exchange/catalogue");
const { defaultExchangeOptions } = require(
  join(served, "options"),
) as typeof import("../../sandbox/tenant/exchange/options");

const text = (...path: string[]) => readFileSync(join(repository, ...path), "utf8");
const cmdletName = "(?:Add|Connect|Enable|Get|New|Remove|Set|Test|Update)-[A-Z][A-Za-z]+";

/** Cmdlets that the package and the command line call over either transport. */
function calledCmdlets(): string[] {
  const sources = ["components", join("cli", "check")].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !/(?:^|[\\/])(?:dist|node_modules)[\\/]/.test(file))
      .map((file) => text(folder, file)),
  );
  const literals = sources.flatMap((each) => each.match(new RegExp(`(?<=")${cmdletName}(?=")`, "g")) ?? []);
  const listed =
    text("components", "exchange", "powershell", "exchange.ps1").match(new RegExp(`(?<=')${cmdletName}(?=')`, "g")) ??
    [];
  // The transport calls its own batches so in errors.
  return [...literals, ...listed].filter((each) => each !== "Get-Batch");
}

describe("docs/exchange.md", () => {
  const rows = pageRows(text("docs", "exchange.md"));
  const ofSection = (section: string) => rows.filter((row) => row.section === section);
  const named = (row: PageRow) => /^`([\w-]+)`$/.exec(row.subject)?.[1] ?? row.subject;

  it("names tests that exist, in every row, or says why there is none", () => {
    assert.ok(rows.length > 150, `${rows.length} rows`);
    assert.deepEqual(rows.flatMap(rowFaults), []);
  });

  it("has one row for each cmdlet that is served, called, or run by an administrator for the deployer", () => {
    const subjects = ofSection("Cmdlets").map(named);
    const called = calledCmdlets();
    const administrators = text("docs", "deployer.md").match(new RegExp(`\\b${cmdletName}\\b`, "g")) ?? [];
    assert.ok(cmdlets.length > 40 && called.length > 60 && administrators.length > 40);
    const needed = new Set([...cmdlets.map(({ name }) => name), ...called, ...administrators]);
    assert.deepEqual([...needed].filter((name) => !subjects.includes(name)).sort(), [], "cmdlets without a row");
    assert.deepEqual(
      subjects.filter((name, index) => subjects.indexOf(name) !== index),
      [],
      "cmdlets with several rows",
    );
  });

  it("has one row for each switch of what is not known, with tests of both sides", () => {
    const switches = ofSection("What is not known");
    assert.deepEqual(switches.map(named).sort(), Object.keys(defaultExchangeOptions).sort());
    for (const row of switches) {
      for (const cell of [row.consentra, row.tenant]) {
        const files = [...cell.matchAll(/`(test\/[^`]*?\.test\.ts) ›/g)].map(([, file = ""]) => file);
        const turned = files.filter((file) => new RegExp(`\\b${named(row)}\\b`).test(sourceOf(file) ?? ""));
        assert.notDeepEqual(turned, [], `${named(row)}: none of ${cell} sets it`);
      }
    }
  });

  it("would not pass with a test, a file or a reason that is not there", () => {
    const row = (consentra: string, tenant = "–"): PageRow => ({ section: "x", subject: "x", consentra, tenant });
    const file = "test/unit/exchange-coverage.test.ts";
    for (const [consentra, words] of [
      ["–", "x: no test, and it does not say that it is not covered"],
      ["", 'x: "" names no test'],
      ["not covered", 'x: "not covered" names no test'],
      [`\`${file}\``, `x: "\`${file}\`" names no test`],
      [`\`${file} › nothing\``, `x: ${file} has no test "nothing"`],
      ["`test/unit/nothing.test.ts › nothing`", "x: there is no test/unit/nothing.test.ts"],
      // Templates are known by what is fixed in them, and by cases that the file has; tests without a body are none.
      [
        "`test/unit/exchange-switches.test.ts › are made, changed and removed with nothing on its other side`",
        'x: test/unit/exchange-switches.test.ts has no test "are made, changed and removed with nothing on its other side"',
      ],
      [
        "`test/sandbox/exchange-transports.test.ts › are made, changed, read and removed (skipped: x)`",
        'x: test/sandbox/exchange-transports.test.ts has no test "are made, changed, read and removed (skipped: x)"',
      ],
    ] as const) {
      assert.deepEqual(rowFaults(row(consentra)), [words]);
    }
    assert.deepEqual(rowFaults(row("not covered: it is not served")), []);
    assert.throws(() => pageRows("| a | b | c |"), /a row of five cells is expected/);
  });
});
