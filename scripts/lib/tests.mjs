// `npm test`: engine, browser, then the tests, and lint and format beside them. Anything after `--` goes to mocha.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { prepareBrowser } from "./browser.mjs";
import { root, runNode, runQuietly, say, stage } from "./shell.mjs";

// What takes longest comes first, so that both jobs end at about the same time.
const everyTest = ["test/dist/upgrade/**/*.test.js", "test/dist/!(upgrade)/**/*.test.js"];

/** For every Node process that tests start, down to the programs that Pulumi runs. */
const codeCache = `--require=${JSON.stringify(join(root, "test", "dist", "support", "code-cache.js"))}`;

export async function runTests(args) {
  const isEverything = args.length === 0;
  const prepared = (await stage("Engine", prepareEngine)) || prepareBrowser(isEverything);
  if (prepared) return prepared;
  const [checked, tested] = await Promise.all([isEverything ? check() : skipCheck(), runMocha(args)]);
  // It was told while the tests ran, which print a lot.
  if (checked) say("Lint and format: FAILED, as told above");
  return tested || checked;
}

/** Side by side: neither alone keeps two cores busy. What they find is printed in one piece. */
async function check() {
  return stage("Lint and format", async () => {
    const cache = "node_modules/.cache/consentra";
    const results = await Promise.all([
      runQuietly("node_modules/eslint/bin/eslint.js", [
        ".",
        "--max-warnings=0",
        "--cache",
        `--cache-location=${cache}/eslint`,
      ]),
      runQuietly("node_modules/prettier/bin/prettier.cjs", [
        "--check",
        "--log-level=warn",
        "--cache",
        `--cache-location=${cache}/prettier`,
        ".",
      ]),
    ]);
    const found = results.map(({ output }) => output.trim()).filter((output) => output !== "");
    if (found.length > 0) say(found.join("\n"));
    return results.find(({ code }) => code !== 0)?.code ?? 0;
  });
}

function skipCheck() {
  say("Lint and format: left out, as tests were chosen (npm run lint)");
  return 0;
}

/** Before the tests, so that a build of some minutes is seen and counts against no test's time. */
async function prepareEngine() {
  const { describePlugins, ensureEngine } = await import("@consentra/sandbox/engine");
  try {
    const { version, source, plugins, notes } = await ensureEngine({ progress: say });
    say(`Pulumi ${version} (${source})`);
    notes.forEach((note) => say(`  ${note}`));
    // the reporter says it again beside the result
    process.env.CONSENTRA_PLUGINS_IN_USE = describePlugins(plugins);
    return 0;
  } catch (error) {
    say(error.message);
    return 1;
  }
}

function runMocha(args) {
  const mapped = args.map(compiled);
  const chosen = mapped.some((arg) => !arg.startsWith("-") && (/\.js$|[*]/.test(arg) || existsSync(join(root, arg))));
  const env = { ...process.env, NODE_OPTIONS: [process.env.NODE_OPTIONS, codeCache].filter(Boolean).join(" ") };
  return runNode(["node_modules/mocha/bin/mocha.js", ...mapped, ...(chosen ? [] : everyTest)], { env });
}

/** test/unit/x.test.ts and test/unit mean what is compiled from them. */
function compiled(arg) {
  if (arg.startsWith("-") || !/^(\.\/)?test\//.test(arg) || arg.includes("/dist/")) return arg;
  return arg.replace(/^(\.\/)?test\//, "test/dist/").replace(/\.ts$/, ".js");
}
