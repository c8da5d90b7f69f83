import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../support/repository";

/** Only what is below the repository is kept. */
const caches = join(repository, "node_modules", ".cache", "consentra");

describe("code that is kept between the processes of the tests", () => {
  let folder: string;

  beforeEach(() => {
    mkdirSync(caches, { recursive: true });
    folder = mkdtempSync(join(caches, "test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const filler = `// ${"-".repeat(3000)}\n`;
  /** What a program prints that loads the module. */
  const printed = (name: string, source: string): string => {
    writeFileSync(join(folder, name), filler + source);
    const script = `console.log(JSON.stringify(require(${JSON.stringify(join(folder, name))})))`;
    const hook = join(repository, "test", "dist", "support", "code-cache.js");
    return execFileSync(process.execPath, [`--require=${hook}`, "-e", script], {
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  };

  it("is never that of a source that changed, though it is as long as before", () => {
    const one = "module.exports = require('node:path').basename(__filename) + ' 1';";
    const other = one.replace("1", "2");
    assert.equal(printed("module.js", one), '"module.js 1"');
    assert.equal(printed("module.js", one), '"module.js 1"');
    assert.equal(printed("module.js", other), '"module.js 2"');
  });

  it("leaves what imports, and what is broken, to Node", () => {
    const importing = "module.exports = typeof import('node:fs').then;";
    assert.equal(printed("importing.js", importing), '"function"');
    assert.equal(printed("importing.js", importing), '"function"');
    assert.throws(() => printed("broken.js", "module.exports = ;"), /broken\.js:2[^]*SyntaxError: Unexpected token/);
  });
});
