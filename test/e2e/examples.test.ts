import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { examples } from "../support/examples";
import { repository } from "../support/repository";

describe("every example", () => {
  it("is one of the five vendors, each with three configurations and a README of the same parts", () => {
    assert.deepEqual(examples, ["callplease", "contreli", "people-ai", "three-cx", "xphone-connect"]);
    for (const example of examples) {
      const folder = join(repository, "examples", example);
      const stacks = readdirSync(folder).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
      assert.deepEqual(stacks, ["Pulumi.default.yaml", "Pulumi.full.yaml", "Pulumi.hardened.yaml"]);
      const headings = [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/^## (.*)$/gm)].map(
        ([, each]) => each,
      );
      assert.deepEqual(headings, ["Prerequisites", "Steps", "Verify", "Remove", "Configurations to start from"]);
    }
  });

  for (const example of examples) {
    it(`${example} describes each config key that it reads, and reads each that it describes`, () => {
      const folder = join(repository, "examples", example);
      const source = readFileSync(join(folder, "index.ts"), "utf8");
      const read = [...source.matchAll(/(?:config\.(?:get|require)\w*(?:<[^>]*>)?|list|text)\("([^"]+)"\)/g)].map(
        ([, key]) => key,
      );
      const yaml = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
      const described = [...(yaml.split("\nconfig:\n")[1] ?? "").matchAll(/^ {2}(\w+):$/gm)].map(([, key]) => key);
      assert.deepEqual([...new Set(read)].sort(), described.sort());
      for (const key of described)
        assert.match(yaml, new RegExp(`^ {2}${key}:\\n(?: {4}.*\\n| {6}.*\\n)* {4}description: .{20}`, "m"));
    });
  }
});
