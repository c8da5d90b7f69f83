import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine, LocalStack, type Engine } from "@consentra/sandbox/engine";
import { repository } from "../support/repository";

describe("the engine set-up", () => {
  let folder: string;
  let engine: Engine;

  before(async () => {
    engine = await ensureEngine();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "consentra-engine-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("finds what is there without building, downloading or asking a network", async () => {
    const lines: string[] = [];
    const run: string[] = [];
    const again = await ensureEngine({
      progress: (line) => lines.push(line),
      host: {
        run: (command, args) => {
          run.push([command, ...args].join(" "));
          throw new Error("nothing is to be run");
        },
        reaches: (url) => {
          throw new Error(`${url} is not to be asked`);
        },
        pluginVersion: (executable) => {
          throw new Error(`${executable} is not to be started`);
        },
      },
    });
    assert.equal(again.pulumi, engine.pulumi);
    assert.deepEqual(lines, []);
    assert.deepEqual(run, []);
  });

  it("says what was tried and what to do where there is neither network nor Go", async () => {
    const asked: string[] = [];
    const emptyPath = join(folder, "bin");
    mkdirSync(emptyPath);
    await assert.rejects(
      ensureEngine({
        environment: { PATH: emptyPath, HOME: folder, CONSENTRA_CACHE: join(folder, "cache") },
        host: {
          run: () => Promise.reject(new Error("ENOENT")),
          reaches: (url, timeout) => {
            asked.push(url);
            assert.ok(timeout <= 10_000);
            return Promise.resolve(false);
          },
          pluginVersion: () => Promise.reject(new Error("ENOENT")),
        },
      }),
      (error: Error) => {
        assert.match(error.message, /There is no Pulumi engine, and none could be set up: no usable pulumi is on PATH/);
        assert.match(error.message, /there is no Go on PATH to build it with/);
        assert.match(
          error.message,
          /install Pulumi .*; open the network to get\.pulumi\.com; or install Go 1\.24 or newer/,
        );
        return true;
      },
    );
    assert.equal(asked.length, 1, "each unreachable host is asked once");
    assert.ok(!readdirSync(folder).includes(".pulumi"), "the user's own Pulumi home is not touched");
  });

  it("keeps its home away from the user's own", () => {
    assert.equal(engine.environment.PULUMI_HOME, engine.home);
    assert.doesNotMatch(engine.home, /[/\\]\.pulumi$/);
  });

  it("runs a program with a policy pack from the compiled sources, and leaves the project as it is", async () => {
    // Below the repository, so that the program finds the Pulumi SDK.
    const project = mkdtempSync(join(repository, "test", "dist", "engine-"));
    writeFileSync(
      join(project, "Pulumi.yaml"),
      "name: tiny\nmain: index.js\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    );
    writeFileSync(join(project, "index.js"), 'exports.answer = require("@pulumi/pulumi").output(42);\n');
    const stack = await LocalStack.create({ engine, projectDir: project });
    const up = await stack.up({ policyPacks: [join(repository, "policy-packs", "mailbox-scope")] });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.match(up.stdout, /consentra-mailbox-scope@v0\.1\.0/);
    assert.deepEqual(await stack.outputs(), { answer: 42 });
    // Pulumi replaces its state in one step, but not a file of attributes beside it.
    const files = readdirSync(join(stack.workDir, "state"), { recursive: true }).map(String);
    assert.ok(files.some((each) => each.endsWith("dev.json")) && !files.some((each) => each.endsWith(".attrs")));
    assert.equal((await stack.destroy()).code, 0);
    await stack.remove();
    assert.deepEqual(readdirSync(project).sort(), ["Pulumi.yaml", "index.js"]);
    rmSync(project, { recursive: true });
  });
});
