import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "../support/repository";

const folder = join(repository, "test", "dist", "docs");

/** Every page with the TypeScript that it shows. */
function examples(): { page: string; file: string; code: string }[] {
  const pages = [
    "README.md",
    join("docs", "permissions.md"),
    ...["components", "policies"].flatMap((part) =>
      readdirSync(join(repository, "docs", part)).map((name) => join("docs", part, name)),
    ),
  ];
  return pages.flatMap((page) => {
    const text = readFileSync(join(repository, page), "utf8");
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""], index) => ({
      page,
      file: join(folder, `${page.replace(/\W/g, "-")}-${index}.ts`),
      code,
    }));
  });
}

describe("the examples in the documentation", () => {
  it("compile, strictly, against the packages", () => {
    const all = examples();
    assert.ok(all.length >= 7, `${all.length} examples`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // An example without an export would share its names with the others.
    for (const { file, code } of all) writeFileSync(file, `${code}\nexport {};\n`);
    const program = ts.createProgram(
      all.map(({ file }) => file),
      {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
      },
    );
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    assert.deepEqual(faults, []);
  });

  it("describe every component that the package exports", async () => {
    const exported = Object.keys(await import("consentra"))
      .filter((name) => /^[A-Z]/.test(name))
      .sort();
    const text = readdirSync(join(repository, "docs", "components"))
      .map((name) => readFileSync(join(repository, "docs", "components", name), "utf8"))
      .join("\n");
    const headings = [...text.matchAll(/^# (.*)$/gm)].flatMap(([, names = ""]) => names.split(", ")).sort();
    assert.deepEqual(headings, exported);
  });

  it("name every variable by which the provider's command signs in", () => {
    const code = ["clouds.ts", "credentials/index.ts", "credentials/settings.ts", "exchange/transport-choice.ts"]
      .map((name) => readFileSync(join(repository, "components", name), "utf8"))
      .join();
    const read = new Set(code.match(/\b(?:ARM|AZURE|ACTIONS|SYSTEM|IDENTITY|MSI|CONSENTRA)_[A-Z_]+\b/g));
    const page = readFileSync(join(repository, "docs", "credentials.md"), "utf8");
    const named = new Set(page.match(/\b[A-Z]+_[A-Z_]+\b/g));
    assert.ok(read.size > 25, `${read.size} variables`);
    assert.deepEqual(
      [...read].filter((name) => !named.has(name)),
      [],
    );
  });
});
