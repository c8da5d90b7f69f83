import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ExampleStack } from "../support/example-stack";
import { examples } from "../support/examples";
import { packs } from "../support/judge";
import { documentedViolations } from "../support/policy-docs";
import { allPacks, violationsIn } from "../support/policy-output";
import { repository } from "../support/repository";

const documented = packs.flatMap(documentedViolations);

/** Says what the default configuration makes. */
const readmeOf = (example: string) => join(repository, "examples", example, "README.md");

describe("the policy packs on the examples", () => {
  it("refuse nothing of a hardened configuration, by what is documented", () => {
    assert.deepEqual(
      documented.filter(({ configuration, level }) => configuration === "hardened" && level === "mandatory"),
      [],
    );
  });

  for (const example of examples) {
    for (const configuration of ["default", "hardened"]) {
      it(`say of ${example}, ${configuration}, what is documented and nothing else`, async () => {
        const expected = documented.filter((each) => each.example === example && each.configuration === configuration);
        const run = await ExampleStack.start(example, configuration);
        try {
          const result = await run.stack.preview({ policyPacks: allPacks });
          const found = violationsIn(result).map(({ level, policy, resource }) => `${level} ${policy}: ${resource}`);
          assert.deepEqual(
            found.sort(),
            expected.map(({ level, policy, resource }) => `${level} ${policy}: ${resource}`).sort(),
            result.stdout + result.stderr,
          );
          if (configuration === "default") {
            const count = /`\+ (\d+) created`/.exec(readFileSync(readmeOf(example), "utf8"))?.[1];
            const made = new Set(Array.from(result.stdout.matchAll(/^ \+ {2}(\S+ \S+) create/gm), ([, each]) => each));
            assert.equal(made.size, Number(count), [...made].join("\n"));
          }
          assert.equal(result.code === 0, !expected.some(({ level }) => level === "mandatory"), result.stdout);
        } finally {
          await run.close();
        }
      });
    }
  }
});
