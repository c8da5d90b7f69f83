import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { TenantResult } from "../../cli/fleet/result";
import { repository } from "../support/repository";

const part = <T>(name: string) => require(join(repository, "cli", "dist", "fleet", `${name}.js`)) as T;
const { parseFleetList, chooseTenants } = part<typeof import("../../cli/fleet/list")>("list");
const { runFleet } = part<typeof import("../../cli/fleet/run-fleet")>("run-fleet");
const { forgetIdentity, tenantEnvironments } = part<typeof import("../../cli/fleet/environment")>("environment");
const { inputsOf, RunRecord } = part<typeof import("../../cli/fleet/record")>("record");
const { renderText } = part<typeof import("../../cli/fleet/report")>("report");
const { renderFleet } = part<typeof import("../../cli/fleet/render")>("render/index");

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

const listOf = (count: number, more = "") =>
  parseFleetList(
    `fleet: 1\n${more}tenants:\n${Array.from({ length: count }, (_, index) => `  - { name: t${index}, tenantId: ${idOf(index)} }\n`).join("")}`,
    "/fleets/fleet.yaml",
  );

const faultsOf = (content: string): string => {
  try {
    parseFleetList(content, "fleet.yaml");
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

const resultOf = (name: string, outcome: TenantResult["outcome"], errors: string[] = []): TenantResult => ({
  name,
  tenantId: idOf(0),
  outcome,
  changes: {},
  seconds: 0,
  errors,
});

describe("the list of a fleet", () => {
  it("fills in what is left out, and takes paths from where the list stands", () => {
    const list = listOf(2, "project: ../stacks\npolicyPacks: [packs/a]\n");
    assert.equal(list.parallel, 4);
    assert.equal(list.project, "/stacks");
    assert.deepEqual(list.policyPacks, ["/fleets/packs/a"]);
    assert.deepEqual(
      list.tenants.map(({ name }) => name),
      ["t0", "t1"],
    );
  });

  it("is what the documentation shows", () => {
    const page = readFileSync(join(repository, "docs", "fleet.md"), "utf8");
    const [, example = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const list = parseFleetList(example, join(repository, "fleet.yaml"));
    assert.deepEqual(
      list.tenants.map(({ name }) => name),
      ["contoso", "fabrikam"],
    );
  });

  it("names every fault at once, with its line", () => {
    const said = faultsOf(
      "fleet: 1\nparallel: 99\ntenants:\n  - name: one two\n    tenantId: nobody\n    colour: red\n    environment:\n      ARM_CLIENT_SECRET: hunter2\n",
    );
    assert.match(said, /^fleet\.yaml is no list of tenants:/);
    assert.match(said, /line 2, parallel: /);
    assert.match(said, /line 4, tenants\.0\.name: expected the name of a stack/);
    assert.match(said, /line 5, tenants\.0\.tenantId: expected the tenant's ID, a GUID/);
    assert.match(said, /tenants\.0\.colour: is not known here; correct its name or remove it/);
    assert.match(said, /line 8, tenants\.0\.environment\.ARM_CLIENT_SECRET: holds a secret, .*`environmentFrom`/);
    assert.doesNotMatch(said, /hunter2/);
  });

  it("refuses a stack or tenant that stands there twice, and what is no list at all", () => {
    const twice = `fleet: 1\ntenants: [{ name: a, tenantId: ${idOf(1)} }, { name: A, tenantId: ${idOf(1)} }]`;
    assert.match(faultsOf(twice), /tenants\.1\.name: A stands at tenants\.0 already/);
    assert.match(faultsOf(twice), /tenants\.1\.tenantId: .* stands at tenants\.0 already/);
    assert.match(faultsOf(""), /fleet: expected `fleet: 1`/);
    assert.match(faultsOf("fleet: ["), /fleet\.yaml: /);
    assert.match(faultsOf("fleet: 1\ntenants: []"), /tenants: expected at least one tenant/);
  });

  it("gives the tenants that were asked for, and refuses a name that is not there", () => {
    assert.deepEqual(
      chooseTenants(listOf(3), ["t2", "t0"]).map(({ name }) => name),
      ["t0", "t2"],
    );
    assert.throws(() => chooseTenants(listOf(2), ["t9"]), /the list has no tenant t9; expected of t0, t1/);
  });
});

describe("the environment of a fleet's tenants", () => {
  it("hands on what the list names, and nobody's identity to somebody else", () => {
    const list = listOf(
      1,
      "backend: file:///state\ndefaults: { environment: { ARM_CLIENT_ID: app }, environmentFrom: { ARM_CLIENT_SECRET: T0_SECRET } }\n",
    );
    const own = { T0_SECRET: "s", ARM_CLIENT_SECRET: "other", AZURE_CLIENT_ID: "x", PATH: "/bin" };
    assert.deepEqual(tenantEnvironments(list, list.tenants, own).get("t0"), {
      ARM_CLIENT_ID: "app",
      ARM_CLIENT_SECRET: "s",
      ARM_TENANT_ID: idOf(0),
      PULUMI_BACKEND_URL: "file:///state",
    });
    forgetIdentity(own);
    assert.deepEqual(own, { T0_SECRET: "s", PATH: "/bin" });
  });

  it("names every variable that is missing, and a tenant that contradicts", () => {
    const list = listOf(
      2,
      "defaults: { environmentFrom: { ARM_CLIENT_SECRET: NOT_SET }, environment: { ARM_TENANT_ID: other } }\n",
    );
    assert.throws(() => tenantEnvironments(list, list.tenants, {}), {
      message:
        "the environment does not fit the list:\n" +
        ["t0", "t1"]
          .map(
            (name, index) =>
              `  ${name}: ARM_CLIENT_SECRET is taken from NOT_SET, which is not set\n` +
              `  ${name}: its environment names tenant other, expected ${idOf(index)}`,
          )
          .join("\n"),
    });
  });
});

describe("a run of a fleet", () => {
  it("never runs more tenants at a time than it may, runs each once, and keeps the order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 6 }), async (count, parallel) => {
        let running = 0;
        let most = 0;
        const { tenants, stopAt } = listOf(count);
        const results = await runFleet({
          tenants,
          parallel,
          stopAt,
          work: async ({ name }) => {
            most = Math.max(most, ++running);
            await Promise.resolve();
            running--;
            return resultOf(name, "succeeded");
          },
        });
        assert.ok(most <= parallel);
        assert.deepEqual(
          results.map(({ name, outcome }) => [name, outcome]),
          tenants.map(({ name }) => [name, "succeeded"]),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("begins no further tenant after so many failures, or so large a share of them", async () => {
    const outcomes = async (more: string) => {
      const { tenants, stopAt } = listOf(10, more);
      const work = ({ name }: { name: string }) =>
        Promise.resolve(resultOf(name, Number(name.slice(1)) % 2 === 0 ? "failed" : "succeeded"));
      const results = await runFleet({ tenants, parallel: 1, stopAt, work });
      return results.map(({ outcome }) => outcome);
    };
    const left = (from: number) => Array.from({ length: 10 - from }, () => "left out");
    assert.deepEqual(await outcomes("stopAt: { failures: 2 }\n"), ["failed", "succeeded", "failed", ...left(3)]);
    assert.deepEqual(await outcomes("stopAt: { percent: 40, after: 4 }\n"), [
      ...["failed", "succeeded", "failed", "succeeded"],
      ...left(4),
    ]);
    assert.ok(!(await outcomes("")).includes("left out"));
  });

  it("begins no further tenant after the signal", async () => {
    const { tenants, stopAt } = listOf(3);
    const controller = new AbortController();
    const work = ({ name }: { name: string }) => {
      controller.abort();
      return Promise.resolve(resultOf(name, "interrupted"));
    };
    const results = await runFleet({ tenants, parallel: 1, stopAt, work, signal: controller.signal });
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ["interrupted", "left out", "left out"],
    );
  });

  it("is told in a table, with each error below it and the counts last", () => {
    const text = renderText("up", [resultOf("a", "succeeded"), resultOf("b", "failed", ["no right\nto do it"])]);
    assert.match(text, /\nb: no right\n {2}to do it\nfleet up: 1 succeeded, 1 failed\n$/);
  });
});

describe("the record of a run", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "consentra-record-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("leaves out what succeeded with the same inputs, and runs what failed or changed again", () => {
    const path = join(folder, "run.json");
    const list = listOf(3);
    const [first, second, third] = list.tenants as [
      (typeof list.tenants)[0],
      (typeof list.tenants)[0],
      (typeof list.tenants)[0],
    ];
    const record = RunRecord.fresh(path, "up");
    record.note(resultOf("t0", "succeeded"), "inputs");
    record.note(resultOf("t1", "failed"), "inputs");
    const resumed = RunRecord.resumed(path, "up");
    assert.equal(resumed.doneBefore(first, "inputs")?.outcome, "done before");
    assert.equal(resumed.doneBefore(first, "others"), undefined);
    assert.equal(resumed.doneBefore(second, "inputs"), undefined);
    assert.equal(resumed.doneBefore(third, "inputs"), undefined);
    assert.ok(!existsSync(`${path}.tmp`));
  });

  it("is refused when it is not there, of another operation, or something else", () => {
    const path = join(folder, "run.json");
    assert.throws(() => RunRecord.resumed(path, "up"), /there is no run to resume/);
    RunRecord.fresh(path, "destroy").note(resultOf("t0", "succeeded"), "");
    assert.throws(() => RunRecord.resumed(path, "up"), /is of `fleet destroy`, which `fleet up` cannot resume/);
  });

  it("takes other entries, settings and configuration for other inputs", () => {
    const one = listOf(1);
    const other = listOf(1, "policyPacks: [more]\n");
    const [tenant] = one.tenants;
    assert.ok(tenant);
    assert.equal(inputsOf(one, tenant, "none"), inputsOf(one, tenant, "none"));
    assert.notEqual(inputsOf(one, tenant, "none"), inputsOf(other, tenant, "none"));
  });

  it("writes manifests for the operator and settings for deployments, without a secret", () => {
    const list = listOf(
      1,
      "organization: contoso\nsource: { repository: 'https://git.example/stacks' }\n" +
        "defaults: { environment: { ARM_USE_OIDC: 'true', ARM_CLIENT_ID: app }, environmentFrom: { ARM_CLIENT_SECRET: T0_SECRET } }\n",
    );
    const [operator = ""] = renderFleet(list, "operator", { out: join(folder, "k8s"), namespace: "vendors" });
    assert.equal(
      readFileSync(operator, "utf8"),
      `apiVersion: pulumi.com/v1
kind: Stack
metadata:
  name: t0
  namespace: vendors
  labels:
    app.kubernetes.io/part-of: consentra
spec:
  stack: contoso/t0
  projectRepo: https://git.example/stacks
  branch: main
  repoDir: .
  envRefs:
    ARM_USE_OIDC:
      type: Literal
      literal:
        value: "true"
    ARM_CLIENT_ID:
      type: Literal
      literal:
        value: app
    ARM_TENANT_ID:
      type: Literal
      literal:
        value: ${idOf(0)}
    ARM_CLIENT_SECRET:
      type: Secret
      secret:
        name: t0-credentials
        key: T0_SECRET
  destroyOnFinalize: false
`,
    );
    const [settings = ""] = renderFleet(list, "deployments", { out: folder, namespace: "" });
    assert.match(settings, /Pulumi\.t0\.deploy\.yaml$/);
    assert.match(readFileSync(settings, "utf8"), /oidc:\n {6}azure:\n {8}clientId: app\n/);
    assert.throws(
      () => renderFleet(listOf(1), "operator", { out: folder, namespace: "x" }),
      /the list has no `source`: expected the repository/,
    );
  });
});
