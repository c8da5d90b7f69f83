import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consentra } from "../support/consentra";
import { grant, previewBetween, principal } from "../support/review";

describe("consentra review", () => {
  const folder = mkdtempSync(join(tmpdir(), "consentra-review-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const preview = (diagnostics: object[] = []) =>
    previewBetween([], [principal("app"), grant("mail", "Mail.Read")], { diagnostics });
  const violation = {
    policyEvent: { policyName: "p", policyPackName: "k", enforcementLevel: "mandatory", message: "About.\nWrong.\n" },
  };
  const failed = { message: "error: preview failed\n", severity: "error" };
  const lines = (...events: object[]) => events.map((each) => JSON.stringify(each)).join("\n");
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("reads a preview from standard input, and stops at the threshold with exit code 1", async () => {
    const fine = await consentra(["review", "--preview", "-"], {}, preview());
    assert.equal(fine.code, 0, fine.stderr);
    assert.match(fine.stdout, /^Access review of test\/dev\nNothing blocks this change; no policy judged it\.\n/);
    const stopped = await consentra(["review", "--preview", "-", "--threshold", "high"], {}, preview());
    assert.equal(stopped.code, 1);
    assert.match(stopped.stdout, /gets the application permission Mail\.Read, whose risk is critical\./);
  });

  it("writes several formats in one run, by the ending of each file, and prints nothing then", async () => {
    const outputs = ["r.md", "r.json", "r.sarif", "r.html", "r.txt"].map((name) => join(folder, name));
    const { code, stdout, stderr } = await consentra(
      ["review", "--preview", "-", ...outputs.flatMap((each) => ["--out", each])],
      {},
      preview(),
    );
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
    const [markdown, json, sarif, html, text] = outputs.map((each) => readFileSync(each, "utf8"));
    assert.ok(markdown?.startsWith("<!-- consentra-review test/dev -->"));
    assert.equal((JSON.parse(json ?? "") as { consentra: string }).consentra, "review/1");
    assert.equal((JSON.parse(sarif ?? "") as { version: string }).version, "2.1.0");
    assert.ok(html?.startsWith("<!doctype html>"));
    assert.ok(text?.startsWith("Access review of test/dev"));
  });

  it("tells what policies said, and why a preview that they refused is complete all the same", async () => {
    const events = file(
      "events.json",
      lines({ policyAnalyzeStackSummaryEvent: { policyPackName: "k", policyPackVersion: "2" } }, violation, {
        diagnosticEvent: { severity: "error", message: "error: preview failed" },
      }),
    );
    const { code, stdout } = await consentra(
      ["review", "--preview", "-", "--policy-events", events],
      {},
      preview([failed]),
    );
    assert.equal(code, 1);
    assert.match(stdout, /Judged by k\./);
    assert.match(stdout, /The mandatory policy p is violated by the stack\./);
    assert.match(stdout, /p \(mandatory\)\n {4}Wrong\./);
  });

  it("refuses with exit code 2 what is no preview, one that failed, and what does not fit together", async () => {
    const config = file("config.json", JSON.stringify({ p: { exceptions: [{ permission: "Mail.Read" }] } }));
    const events = file("other.json", "no events");
    const fine = file("preview.json", preview());
    const cases: [args: string[], input: string, message: RegExp][] = [
      [["--preview", "-"], "{}", /standard input holds no steps/],
      [["--preview", join(folder, "none.json")], "", /none\.json cannot be read/],
      [
        ["--preview", "-"],
        preview([failed]),
        /the preview failed without saying why; where policies refused it, give what they said with --policy-events/,
      ],
      [
        ["--preview", "-"],
        preview([{ message: "error: the program threw\n", severity: "error" }]),
        /the preview failed, so it is not complete: error: the program threw/,
      ],
      [["--preview", fine, "--policy-events", events], "", /other\.json holds no events of the engine/],
      [["--preview", fine, "--policy-pack", "x"], "", /with --preview give what the packs said with --policy-events/],
      [["--policy-events", events], "", /--policy-events belongs to --preview/],
      [
        ["--preview", fine, "--policy-pack-config", config],
        "",
        /config\.json is no configuration of a policy pack: p\.exceptions/,
      ],
      [["--preview", fine, "--out", "report.pdf"], "", /--out report\.pdf: the ending says no format/],
      [["--preview", fine, "--out", join(folder, "none", "r.md")], "", /r\.md cannot be written/],
      [["--preview", fine, "--threshold", "huge"], "", /Allowed choices are low, medium, high, critical/],
    ];
    for (const [args, input, message] of cases) {
      const { code, stderr, stdout } = await consentra(["review", ...args], {}, input);
      assert.equal(code, 2, `${args.join(" ")}: ${stdout}${stderr}`);
      assert.match(stderr, message);
    }
    const noPulumi = await consentra(["review"], { PATH: folder });
    assert.equal(noPulumi.code, 2);
    assert.match(noPulumi.stderr, /pulumi is not on PATH/);
  });
});
