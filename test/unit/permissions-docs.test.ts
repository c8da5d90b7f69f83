import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findPermission, narrowerFor, permissions } from "consentra/graph";
import { readPermissionList } from "consentra/graph/list";
import { askPermissions } from "../support/permissions-command";
import { repository } from "../support/repository";

const page = readFileSync(join(repository, "docs", "permissions.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text);

/** Words of a command line; the page quotes by `'` alone. */
const words = (line: string) => [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

describe("the page about permissions", () => {
  it("shows what the command prints", async () => {
    const shown = blocks("console");
    assert.equal(shown.length, 3);
    for (const block of shown) {
      const [line = "", ...output] = block.split("\n");
      const [prompt, program, command, ...args] = words(line);
      assert.deepEqual([prompt, program, command], ["$", "consentra", "permissions"]);
      const { code, stdout } = await askPermissions(...args);
      assert.equal(code, 0);
      assert.equal(stdout.trimEnd(), output.join("\n").trimEnd(), line);
    }
  });

  it("shows a list of permissions as it is read", () => {
    const [block = ""] = blocks("json");
    const { clientId, permissions: listed } = readPermissionList(block);
    const [mail] = listed;
    assert.equal(mail && findPermission("Microsoft Graph", mail.kind, mail.name)?.id, mail?.id);
    assert.equal(clientId, "00000003-0000-0000-c000-000000000000");
  });

  it("names what suffices instead of a permission as it is found", () => {
    const [, permission = "", operations = "", result = ""] =
      /"application", "(.*?)"\)[\s\S]*?narrowerFor\(wide, (\[.*?\])\); \/\/ (\[.*?\])/.exec(blocks("ts")[0] ?? "") ??
      [];
    const wide = findPermission("Microsoft Graph", "application", permission);
    assert.ok(wide);
    assert.deepEqual(narrowerFor(wide, JSON.parse(operations) as string[]), JSON.parse(result));
  });

  it("gives examples of each level of risk that have it, and an equivalent way to write an operation", async () => {
    const rows = [...page.matchAll(/^\| (critical|high|medium|low) \| .* \| (.*) \|$/gm)];
    assert.equal(rows.length, 4);
    for (const [, risk, examples = ""] of rows) {
      for (const [, name] of examples.matchAll(/`(.*?)`/g)) {
        const found = permissions.find((each) => each.kind === "application" && each.name === name);
        assert.equal(found?.risk, risk, name);
      }
    }
    const [, written = ""] = /`(get https:.*?)`/.exec(page) ?? [];
    assert.match((await askPermissions(written)).stdout, /^GET \/users\/\{id\}\/messages\n/);
  });
});
