import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ExampleStack } from "../support/example-stack";
import { repository } from "../support/repository";

const examples = readdirSync(join(repository, "examples"));
/** What a README says that the default configuration makes. */
const created = (example: string) =>
  /`\+ (\d+) created`/.exec(readFileSync(join(repository, "examples", example, "README.md"), "utf8"))?.[1];

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

    it(`${example} previews what its README says, and its hardened configuration without an error`, async () => {
      for (const [config, expected] of [
        ["default", created(example)],
        ["hardened", undefined],
      ] as const) {
        const run = await ExampleStack.start(example, config);
        try {
          const { code, stdout, stderr } = await run.stack.preview();
          assert.equal(code, 0, stdout + stderr);
          if (expected !== undefined) assert.match(stdout, new RegExp(`\\+ ${expected} to create`));
        } finally {
          await run.close();
        }
      }
    });
  }
});
