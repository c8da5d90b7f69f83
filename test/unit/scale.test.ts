import assert from "node:assert/strict";
import { growthOf } from "../bench/scale/growth";
import { readOptions } from "../bench/scale/options";
import { partOfProcess } from "../bench/scale/parts";

describe("the measurement of growth", () => {
  it("fits the exponent of a power, over the sizes that there are", () => {
    const grown = (exponent: number, ...sizes: number[]) =>
      growthOf(sizes.map((size) => ({ size, cost: 3 * size ** exponent })));
    for (const exponent of [0, 1, 2]) {
      const growth = grown(exponent, 1, 10, 100);
      assert.equal(growth?.points, 3);
      assert.ok(Math.abs(growth.exponent - exponent) < 1e-9, String(growth.exponent));
    }
    assert.equal(grown(1, 10), undefined);
    assert.equal(growthOf([1, 10].map((size) => ({ size, cost: 0 }))), undefined);
  });

  it("measures what was asked for", () => {
    const all = readOptions(["--scale"]);
    assert.ok(all !== "help");
    assert.deepEqual(all.cases, [
      { dimension: "users", sizes: [1, 10, 100, 1_000] },
      { dimension: "applications", sizes: [1, 10, 50] },
      { dimension: "tenants", sizes: [10, 100] },
    ]);
    assert.deepEqual(all.parallel, [1, 4]);
    assert.deepEqual(readOptions(["--scale=users,tenants", "--max=10", "--runs=3", "--json"]), {
      cases: [
        { dimension: "users", sizes: [1, 10] },
        { dimension: "tenants", sizes: [10] },
      ],
      parallel: [1, 4],
      runs: 3,
      json: true,
    });
    const large = readOptions(["--scale", "--min=100", "--parallel=4"]);
    assert.ok(large !== "help");
    assert.deepEqual(large.cases, [
      { dimension: "users", sizes: [100, 1_000] },
      { dimension: "tenants", sizes: [100] },
    ]);
    assert.deepEqual(large.parallel, [4]);
    assert.equal(readOptions(["--scale", "--help"]), "help");
    assert.throws(() => readOptions(["--scale=user"]), /--scale is "user", expected of users, applications, tenants/);
    assert.throws(() => readOptions(["--scale", "--max=0"]), /--max is "0", expected a whole number from 1/);
    assert.throws(() => readOptions(["--scale", "--run=3"]), /run/);
  });

  it("tells the parts of an operation apart", () => {
    const step = ["-e", 'require("consentra/command").run("Directory", "read")'];
    assert.equal(partOfProcess(undefined, step), "steps");
    assert.equal(partOfProcess(undefined, ["-e", "0"]), "other");
    assert.equal(partOfProcess("/x/test/dist/bench/by-hand/exchange.js", []), "steps");
    assert.equal(partOfProcess("/x/node_modules/@pulumi/pulumi/cmd/run/index.js", []), "program");
    assert.equal(partOfProcess("/x/sandbox/dist/plugins/azuread/main.js", []), "azuread");
    assert.equal(partOfProcess("/x/sandbox/dist/plugins/command/main.js", []), "command");
    assert.equal(partOfProcess("/x/cli/dist/main.js", []), "other");
  });
});
