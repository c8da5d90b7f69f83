import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../support/repository";

const dist = join(repository, "components", "dist");

describe("the provider's command", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "command-bundle-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What runs in a package whose files were written at these times. */
  function whatRuns({ bundle, compiled }: { bundle?: number; compiled?: number }): string {
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, "command"), { recursive: true });
    for (const each of ["command.js", "kept-code.js"]) cpSync(join(dist, each), join(folder, each));
    const says = (text: string) =>
      `exports.run = (kind, action) => console.log(${JSON.stringify(text)}, kind, action);`;
    writeFileSync(join(folder, "command", "run.js"), says("modules"));
    if (bundle !== undefined) {
      mkdirSync(join(folder, "bundle"));
      writeFileSync(join(folder, "bundle", "command.js"), says("bundle"));
      utimesSync(join(folder, "bundle", "command.js"), bundle, bundle);
    }
    if (compiled !== undefined) {
      writeFileSync(join(folder, "tsconfig.tsbuildinfo"), "");
      utimesSync(join(folder, "tsconfig.tsbuildinfo"), compiled, compiled);
    }
    return said();
  }

  function said(): string {
    const source = `require(${JSON.stringify(join(folder, "command.js"))}).run("Kind", "read")`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", source], { encoding: "utf8" });
    assert.equal(stderr, "");
    return stdout.trim();
  }

  it("runs as one file, but never one that is older than what was compiled since", () => {
    assert.equal(whatRuns({ bundle: 1_000 }), "bundle Kind read");
    assert.equal(whatRuns({ bundle: 2_000, compiled: 1_000 }), "bundle Kind read");
    assert.equal(whatRuns({ bundle: 1_000, compiled: 2_000 }), "modules Kind read");
    assert.equal(whatRuns({ compiled: 1_000 }), "modules Kind read");
    assert.equal(whatRuns({}), "modules Kind read");
  });

  it("keeps what Node compiled of it beside it, but never takes that of another bundle as long as this one", () => {
    assert.equal(whatRuns({ bundle: 1_000 }), "bundle Kind read");
    assert.equal(readdirSync(join(folder, "bundle", "compiled")).length, 1);
    assert.equal(said(), "bundle Kind read");
    const file = join(folder, "bundle", "command.js");
    writeFileSync(file, readFileSync(file, "utf8").replace("bundle", "BUNDLE"));
    assert.equal(said(), "BUNDLE Kind read");
  });

  it("runs where nothing may be written beside it", () => {
    whatRuns({ bundle: 1_000 });
    rmSync(join(folder, "bundle", "compiled"), { recursive: true });
    // A file where the folder would be made.
    writeFileSync(join(folder, "bundle", "compiled"), "");
    assert.equal(said(), "bundle Kind read");
  });

  const tenantId = "11111111-2222-3333-4444-555555555555";
  const group = { consentra: 1, kind: "MailEnabledSecurityGroup", tenantId, organization: "contoso.onmicrosoft.com" };
  const runs: [string, string, object, RegExp][] = [
    ["MailEnabledSecurityGroup", "create", group, /^the manifest on standard input is not valid:\n {2}spec: /],
    [
      "UserConsentSettings",
      "update",
      { consentra: 1, kind: "UserConsentSettings", tenantId, spec: { owner: "", policies: [] } },
      /spec\.owner/,
    ],
    [
      "Assignments",
      "read",
      { tenantId: "22222222-2222-4222-8222-222222222222", servicePrincipalId: tenantId },
      /nothing was done$/,
    ],
    ["Mailboxes", "read", {}, /^there is no look-up of a Mailboxes$/],
  ];
  for (const [kind, action, input, expected] of runs) {
    it(`says the same of ${action} ${kind} as one file and as modules`, () => {
      const said = ["bundle/command.js", "command/run.js"].map((file) => {
        const source = `require(${JSON.stringify(join(dist, file))}).run(${JSON.stringify(kind)}, ${JSON.stringify(action)})`;
        const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", source], {
          encoding: "utf8",
          input: JSON.stringify(input),
          env: { PATH: process.env.PATH, ARM_TENANT_ID: tenantId, ARM_METADATA_HOSTNAME: "localhost:1" },
        });
        return { status, stdout, stderr: stderr.trim() };
      });
      assert.deepEqual(said[0], said[1]);
      assert.equal(said[0]?.status, 1);
      assert.equal(said[0].stdout, "");
      assert.match(said[0].stderr, expected);
    });
  }

  it("carries the licence of what it is made of, and nothing of Pulumi", () => {
    const code = readFileSync(join(dist, "bundle", "command.js"), "utf8");
    const { sources } = JSON.parse(readFileSync(join(dist, "bundle", "command.js.map"), "utf8")) as {
      sources: string[];
    };
    const packages = new Set(sources.flatMap((each) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(each)?.[1] ?? []));
    const licences = readFileSync(join(dist, "bundle", "LICENSES.txt"), "utf8");
    assert.ok(packages.has("@azure/identity") && packages.has("zod"), [...packages].join());
    for (const name of packages) assert.ok(licences.includes(`\n${name} `), name);
    assert.ok(![...packages].some((name) => name.startsWith("@pulumi/")), [...packages].join());
    assert.ok(!code.includes(repository));
  });
});
