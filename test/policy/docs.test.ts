import assert from "node:assert/strict";
import type { Policy } from "@consentra/policy-kit";
import { loadPack, packs } from "../support/judge";
import { codesIn, docsPage, tableIn } from "../support/policy-docs";

/** What the engine's own check of a configuration asks for, as far as the packs' schemas use it. */
function faultOf(value: unknown, schema: Record<string, unknown>): string | undefined {
  const {
    type,
    items,
    properties = {},
    additionalProperties,
    required = [],
  } = schema as {
    type?: string;
    items?: Record<string, unknown>;
    properties?: Record<string, Record<string, unknown>>;
    additionalProperties?: Record<string, unknown> | false;
    required?: string[];
  };
  if (type === "array") {
    if (!Array.isArray(value)) return `${JSON.stringify(value)} is no list`;
    return value.map((each) => faultOf(each, items ?? {})).find(Boolean);
  }
  if (type === "object") {
    if (typeof value !== "object" || value === null) return `${JSON.stringify(value)} is no object`;
    const missing = required.find((key) => !(key in value));
    if (missing !== undefined) return `${missing} is missing`;
    for (const [key, inner] of Object.entries(value)) {
      const wanted = properties[key] ?? additionalProperties;
      if (wanted === false) return `${key} is not known`;
      const wrong = wanted && faultOf(inner, wanted);
      if (wrong !== undefined) return `${key}: ${wrong}`;
    }
    return undefined;
  }
  if (type === "integer") return Number.isInteger(value) ? undefined : `${JSON.stringify(value)} is no whole number`;
  if (type === "string") return typeof value === "string" ? undefined : `${JSON.stringify(value)} is no text`;
  return undefined;
}

const ownConfig = ({ configSchema }: Policy) =>
  Object.keys(configSchema.properties).filter((key) => key !== "exceptions");

describe("the pages of the policy packs", () => {
  for (const pack of packs) {
    const page = docsPage("policies", `${pack}.md`);

    it(`${pack} names each policy with its level and its configuration, and no other`, () => {
      const rows = tableIn(page, "policy").map(([policy, level, refuses = "", remedy = "", configuration]) => {
        assert.ok(refuses.length > 10 && remedy.length > 5, policy);
        return `${codesIn(policy)[0]} ${level} ${codesIn(configuration).join(" ")}`.trim();
      });
      assert.deepEqual(
        rows.sort(),
        loadPack(pack)
          .map((policy) => `${policy.name} ${policy.enforcementLevel} ${ownConfig(policy).join(" ")}`.trim())
          .sort(),
      );
    });

    it(`${pack} shows a configuration that its policies take, with every value that they have`, () => {
      const text = /^```json\n([\s\S]*?)^```$/m.exec(page)?.[1];
      assert.ok(text);
      const config = JSON.parse(text) as Record<string, Record<string, unknown>>;
      const policies = new Map(loadPack(pack).map((each) => [each.name, each]));
      for (const [name, values] of Object.entries(config)) {
        const schema = policies.get(name)?.configSchema;
        assert.ok(schema, name);
        const wrong = faultOf(values, { type: "object", ...schema, additionalProperties: false });
        assert.equal(wrong, undefined, name);
      }
      const shown = Object.entries(config).flatMap(([name, values]) =>
        Object.keys(values).map((key) => `${name}.${key}`),
      );
      const all = [...policies.values()].flatMap((each) => ownConfig(each).map((key) => `${each.name}.${key}`));
      assert.deepEqual(shown.sort(), all.sort());
    });
  }

  it("show an exception that a policy takes", () => {
    const text = /^```json\n([\s\S]*?)^```$/m.exec(docsPage("policies.md"))?.[1];
    assert.ok(text);
    const config = JSON.parse(text) as Record<string, object>;
    const policies = new Map(packs.flatMap(loadPack).map((each) => [each.name, each]));
    for (const [name, values] of Object.entries(config)) {
      const schema = policies.get(name)?.configSchema;
      assert.ok(schema, name);
      assert.equal(faultOf(values, { type: "object", ...schema, additionalProperties: false }), undefined);
      assert.match(
        String(faultOf({ exceptions: [{ app: "x" }] }, { type: "object", ...schema })),
        /permission is missing/,
      );
    }
  });
});
