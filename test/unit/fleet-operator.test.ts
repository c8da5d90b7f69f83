import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import { parse } from "yaml";
import { repository } from "../support/repository";

const part = <T>(name: string) => require(join(repository, "cli", "dist", "fleet", `${name}.js`)) as T;
const { parseFleetList } = part<typeof import("../../cli/fleet/list")>("list");
const { renderFleet } = part<typeof import("../../cli/fleet/render")>("render/index");

/** The custom resource definition of the operator, where somebody has it: it is no part of this repository. */
const definition = process.env.CONSENTRA_OPERATOR_CRD;

interface Definition {
  spec: { group: string; names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: object } }[] };
}

describe("the manifests for the Pulumi Kubernetes Operator", () => {
  const title = "are what the operator's own definition of a Stack allows, and it refuses what is not";
  if (definition === undefined || !existsSync(definition)) {
    it.skip(`${title} (skipped: CONSENTRA_OPERATOR_CRD does not name the operator's file pulumi.com_stacks.yaml)`);
    return;
  }
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "consentra-operator-"))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it(title, () => {
    const { spec } = parse(readFileSync(definition, "utf8")) as Definition;
    const version = spec.versions.find(({ name }) => name === "v1");
    assert.ok(version, "the definition has the version v1");
    // The API server drops unknown fields; here they are faults. Formats and `x-` keywords are Kubernetes' own.
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      closed(version.schema.openAPIV3Schema) as AnySchema,
    );
    const list = parseFleetList(
      `fleet: 1
backend: s3://state?region=eu-central-1
organization: contoso
source: { repository: "https://git.example/stacks", branch: release, directory: infra }
defaults: { environment: { ARM_CLIENT_ID: app }, environmentFrom: { ARM_CLIENT_SECRET: SECRET } }
tenants:
  - { name: one, tenantId: 00000000-0000-4000-8000-000000000001 }
  - { name: Two_2, tenantId: 00000000-0000-4000-8000-000000000002, environment: { A: b } }
`,
      join(folder, "fleet.yaml"),
    );
    for (const path of renderFleet(list, "operator", { out: folder, namespace: "vendors" })) {
      const manifest = parse(readFileSync(path, "utf8")) as { apiVersion: string; kind: string; spec: object };
      assert.equal(manifest.apiVersion, `${spec.group}/v1`);
      assert.equal(manifest.kind, spec.names.kind);
      assert.ok(validate(manifest), JSON.stringify(validate.errors, undefined, 2));
      assert.ok(!validate({ ...manifest, spec: { ...manifest.spec, stacks: "one" } }), "an unknown field is refused");
      assert.ok(!validate({ ...manifest, spec: { ...manifest.spec, envRefs: { A: { type: 1 } } } }));
    }
  });
});

/** The same schema, in which an object has no fields but those that are named. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const open =
    !("properties" in schema) || "additionalProperties" in schema || "x-kubernetes-preserve-unknown-fields" in schema;
  return open || !("type" in schema) ? all : { ...all, additionalProperties: false };
}
