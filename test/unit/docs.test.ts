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
});
