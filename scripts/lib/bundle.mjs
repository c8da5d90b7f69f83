// Makes one file of the provider's command (components/dist/bundle): each step is a process of its own, which would else spend
// most of its time on finding and reading some hundred files.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, say } from "./shell.mjs";

const folder = join(root, "components", "dist", "bundle");

/** Runs after the compiler, which is what checks types. Without the bundler (no build for this platform) the command runs unbundled. */
export async function bundle() {
  rmSync(folder, { recursive: true, force: true });
  let esbuild;
  try {
    esbuild = await import("esbuild");
  } catch (error) {
    say(`the provider's command stays unbundled, which costs a quarter of a second per step: ${error.message}`);
    return 0;
  }
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["components/command/run.ts"],
    outfile: join(folder, "command.js"),
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    // what is kept of its compiled code cannot import
    supported: { "dynamic-import": false },
    // modules, of which what is not used is left out
    mainFields: ["module", "main"],
    conditions: ["module"],
    // large, and read for a PKCS#12 file only
    external: ["node-forge"],
    // the sign-in library asks whether a body is a form, and to ask loads Node's whole fetch
    define: { FormData: "undefined" },
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "LICENSES.txt"), licences(Object.keys(metafile.inputs)));
  return 0;
}

/** The licence of every package that went in: they ask to go along. */
function licences(inputs) {
  const packages = new Set(inputs.map(packageOf).filter((path) => path !== undefined));
  const texts = [...packages].sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
    const file = readdirSync(join(root, path)).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? "" : `\n${readFileSync(join(root, path, file), "utf8").trim()}\n`;
    return `${name} ${version}: ${license}\n${text}`;
  });
  return `The provider's command holds code of these packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** The folder of the package that a file is of; undefined for our own. */
function packageOf(input) {
  const path = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
  if (path === undefined) return undefined;
  return existsSync(join(root, path, "package.json")) ? path : dirname(path);
}
