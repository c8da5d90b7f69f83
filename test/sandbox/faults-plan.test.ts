import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseFaultPlan, startSandbox } from "@consentra/sandbox/tenant";
import { consentra } from "../support/consentra";

const throttle = { kind: "throttle" } as const;

describe("a fault plan", () => {
  it("fills in what is left out", () => {
    assert.deepEqual(parseFaultPlan({ rules: [{ fault: { kind: "serverError" } }] }), {
      seed: 0,
      rules: [{ when: {}, nth: 1, fault: { kind: "serverError", status: 503, when: "before" } }],
    });
  });

  it("refuses keys it does not know, at every depth, all at once", () => {
    const plan = {
      sead: 1,
      rules: [
        { fault: throttle, times: 2 },
        { fault: { kind: "throttle", retry: 3 } },
        { when: { verb: "GET" }, fault: throttle },
      ],
    };
    assert.throws(
      () => parseFaultPlan(plan),
      new Error(
        "the fault plan is not valid:\n" +
          '✖ Unrecognized key: "sead"\n' +
          '✖ Unrecognized key: "times"\n  → at rules[0]\n' +
          '✖ Unrecognized key: "retry"\n  → at rules[1].fault\n' +
          '✖ Unrecognized key: "verb"\n  → at rules[2].when',
      ),
    );
  });

  for (const [what, rule, message] of [
    ["a kind it does not know", { fault: { kind: "explode" } }, /Invalid discriminator value|Invalid input/],
    ["a clock that goes back", { fault: { kind: "clock", milliseconds: -1 } }, /expected number to be >0/],
    ["a cmdlet outside of Exchange", { when: { service: "graph", cmdlet: "New-*" }, fault: throttle }, /only Exchange/],
    ["a chance above one", { probability: 2, fault: throttle }, /expected number to be <=1/],
    ["a request before the first", { nth: 0, fault: throttle }, /expected number to be >0/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseFaultPlan({ rules: [rule] }), message);
    });
  }

  it("starts nothing when it is not valid", async () => {
    await assert.rejects(
      startSandbox({ faults: { rules: [{ fault: { kind: "reset", when: "never" as "before" } }] } }),
      /^Error: the fault plan is not valid:\n/,
    );
  });

  it("is read from a file by consentra sandbox, which says what is wrong with it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "consentra-test-"));
    try {
      const file = join(folder, "plan.json");
      writeFileSync(file, JSON.stringify({ rules: [{ fault: { kind: "throttle", seconds: 1 } }] }));
      const wrong = await consentra(["sandbox", "--faults", file]);
      assert.equal(wrong.code, 2);
      assert.equal(
        wrong.stderr,
        `consentra: --faults: ${file}: the fault plan is not valid:\n✖ Unrecognized key: "seconds"\n  → at rules[0].fault\n`,
      );
      const missing = await consentra(["sandbox", "--faults", join(folder, "none.json")]);
      assert.equal(missing.code, 2);
      assert.equal(missing.stderr, `consentra: --faults: ${join(folder, "none.json")} cannot be read\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
