import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../support/repository";

const run = promisify(execFile);

interface Component {
  name: string;
  version: string;
  licenses?: { license?: { id?: string; name?: string }; expression?: string }[];
  properties?: { name: string; value: string }[];
}

interface LockEntry {
  version?: string;
  integrity?: string;
  link?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}

/** Licences that ask for nothing but a notice, and no copyleft. */
const accepted = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "EPL-2.0",
  "ISC",
  "MIT",
  "MPL-2.0",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
  "(BSD-3-Clause AND Apache-2.0)",
  "(BSD-3-Clause OR GPL-2.0)",
  "(MIT OR CC0-1.0)",
]);

/** Packages that say their licence in a file only; read by hand. */
const readByHand: Readonly<Record<string, string>> = { "@logdna/tail-file": "MIT" };

/** Nothing runs at installation (`npm ci --ignore-scripts`); these would, and are known to work without. */
const knownInstallScripts = new Set(["@pulumi/command", "esbuild", "fsevents", "protobufjs"]);

describe("what the project is made of", () => {
  let lock: [path: string, entry: LockEntry][];

  before(async () => {
    const text = await readFile(join(repository, "package-lock.json"), "utf8");
    const { packages } = JSON.parse(text) as { packages: Record<string, LockEntry> };
    lock = Object.entries(packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);
  });

  it("is pinned exactly, in every workspace", async () => {
    const { stdout } = await run("npm", ["query", ".workspace, :root"], { cwd: repository, maxBuffer: 2 ** 26 });
    const workspaces = JSON.parse(stdout) as Record<string, unknown>[];
    assert.ok(workspaces.length >= 10, `${workspaces.length} workspaces`);
    for (const { name, dependencies, devDependencies } of workspaces) {
      for (const [dependency, range] of Object.entries({ ...(dependencies ?? {}), ...(devDependencies ?? {}) })) {
        assert.match(
          String(range),
          /^\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/,
          `${String(name)} takes ${dependency} ${String(range)}`,
        );
      }
    }
  });

  it("is listed by the bill of materials with a licence that is accepted", async () => {
    const { stdout } = await run("npm", ["run", "--silent", "sbom"], { cwd: repository, maxBuffer: 2 ** 26 });
    const bill = JSON.parse(stdout) as { bomFormat: string; components: Component[] };
    assert.equal(bill.bomFormat, "CycloneDX");
    // One package writes a "v" before its own version.
    const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version.replace(/^v/, "")}`));
    for (const [path, { version, optional }] of lock) {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      if (!optional) assert.ok(listed.has(`${name}@${version}`), `${name}@${version} is not listed`);
    }
    const refused = bill.components.flatMap(({ name, licenses = [] }) => {
      const licence = readByHand[name] ?? licenses.map(licenceOf).join();
      return accepted.has(licence) ? [] : [`${name}: ${licence || "none"}`];
    });
    assert.deepEqual(refused, []);
  });

  it("comes with a digest each, and runs nothing at installation that is not known", () => {
    assert.deepEqual(
      lock.filter(([, { integrity }]) => !integrity).map(([path]) => path),
      [],
    );
    const scripts = lock.flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [path] : []));
    const unknown = scripts.filter((path) => ![...knownInstallScripts].some((name) => path.endsWith(`/${name}`)));
    assert.deepEqual(unknown, []);
  });
});

function licenceOf({ license, expression }: NonNullable<Component["licenses"]>[number]): string {
  return expression ?? license?.id ?? license?.name ?? "";
}
