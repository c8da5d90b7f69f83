import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@consentra/sandbox";
import { ensureEngine, LocalStack } from "@consentra/sandbox/engine";
import { CustomerProject } from "../support/customer-project";

/** What a customer has: nothing of this repository but the packages, in a folder of its own. */
describe("the packages, installed in a project outside the repository", function () {
  this.timeout(300_000);
  let project: CustomerProject;
  let sandbox: Sandbox;

  before(async () => {
    [project, sandbox] = await Promise.all([CustomerProject.from("people-ai"), startSandbox()]);
  });
  after(() => Promise.all([project.remove(), sandbox.close()]));

  it("hold compiled code, types and a licence, and no source, test or state", () => {
    assert.ok(project.packed.length >= 5, `${project.packed.length} packages`);
    for (const { name, files } of project.packed) {
      for (const file of ["LICENSE", "README.md", "package.json"]) assert.ok(files.includes(file), `${name}: ${file}`);
      assert.ok(files.includes("dist/index.js") || files.includes("dist/main.js"), `${name} has no entry`);
      const strange = files.filter(
        (path) =>
          !/^dist\/.*\.(?:js|d\.ts|js\.map)$/.test(path) &&
          !/^(?:package\.json|LICENSE|README\.md|PulumiPolicy\.yaml|demo\/.*\/Pulumi\.yaml|engine\/go\/.*|dist\/bundle\/LICENSES\.txt|exchange\/powershell\/\w+\.ps1)$/.test(
            path,
          ),
      );
      assert.deepEqual(strange, [], `${name} holds more than it should`);
    }
  });

  it("compile the example strictly against the published types", async () => {
    await project.npm("run", "build");
    assert.match(await readFile(join(project.folder, "dist", "index.js"), "utf8"), /new consentra_1\.VendorApp/);
  });

  it("export what the documentation imports, each from its own path", async () => {
    const exported = await project.node(
      "-p",
      `[require("consentra").VendorApp, require("consentra/vendors").peopleAi, require("consentra/command").run, require("consentra/graph").findPermission].map((each) => typeof each).join()`,
    );
    assert.equal(exported.trim(), "function,function,function,function");
  });

  it("run the command line", async () => {
    const help = await project.node(join("node_modules", "@consentra", "cli", "dist", "main.js"), "--help");
    assert.match(help, /^Usage: consentra /);
  });

  it("preview and judge the stack on the engine, with every policy pack from its package", async () => {
    const packs = project.packed.filter(({ files }) => files.includes("PulumiPolicy.yaml")).map(({ name }) => name);
    assert.ok(packs.length >= 2, packs.join());
    const stack = await LocalStack.create({
      engine: await ensureEngine(),
      projectDir: project.folder,
      stackName: "hardened",
      environment: sandbox.environment(),
      configFile: join(project.folder, "Pulumi.hardened.yaml"),
    });
    try {
      const { code, stdout, stderr } = await stack.preview({
        policyPacks: packs.map((name) => join(project.folder, "node_modules", name)),
        json: true,
      });
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /consentra:index:VendorApp/);
    } finally {
      await stack.remove();
    }
  });
});
