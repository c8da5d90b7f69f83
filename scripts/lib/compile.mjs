// Compiles with `tsc -b` and bundles the provider's command, unless no source changed since the last time.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { bundle } from "./bundle.mjs";
import { root, run, stage } from "./shell.mjs";

const stamp = join(root, "node_modules", ".cache", "consentra", "compiled");

export async function compile() {
  const before = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === before) return 0;
  rmSync(stamp, { force: true });
  removeOrphans();
  const code = await stage("Compiling", build);
  if (code !== 0) return code;
  mkdirSync(dirname(stamp), { recursive: true });
  // a file saved while the compiler ran changes the fingerprint, and is compiled next time; outputs are part of it only now
  if (sources() === before.split("\n")[0]) writeFileSync(stamp, fingerprint());
  return 0;
}

/** All that is generated, whatever was there before. */
export async function build() {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return (await run(process.execPath, [compiler, "-b"], { stdio: ["ignore", 2, 2] })) || bundle();
}

/** Two lines: one stands for every source, one for every output. */
function fingerprint() {
  return `${sources()}\n${outputs()}`;
}

function sources() {
  return hashOf(files(root, (name) => /\.(ts|json)$/.test(name)));
}

function outputs() {
  return hashOf(outputFolders().flatMap((folder) => files(folder, (name) => /\.(js|d\.ts|tsbuildinfo)$/.test(name))));
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/** What was compiled from a source that is gone would still be found by tests and imports. */
function removeOrphans() {
  for (const folder of outputFolders()) {
    for (const script of files(folder, (name) => name.endsWith(".js"))) {
      const stem = script.slice(0, -".js".length);
      const source = join(dirname(folder), `${relative(folder, stem)}.ts`);
      if (existsSync(source) || !existsSync(`${stem}.js.map`)) continue;
      for (const ending of [".js", ".js.map", ".d.ts"]) rmSync(stem + ending, { force: true });
    }
  }
}

/** The `dist` beside each tsconfig.json. */
function outputFolders() {
  return files(root, (name) => name === "tsconfig.json")
    .map((path) => join(dirname(path), "dist"))
    .filter((path) => existsSync(path));
}

function files(folder, wanted) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : files(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

const skipped = new Set(["node_modules", "dist", ".git"]);
