import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { LogEntry, Scenario } from "./pwsh-stand-in";

/** A folder with a `pwsh` in it that is a stand-in: it speaks the transport's contract and does what the scenario says. */
export function standInPwsh(scenario: Scenario) {
  const folder = mkdtempSync(join(tmpdir(), "consentra-pwsh-"));
  const program = join(folder, "pwsh");
  writeFileSync(join(folder, "scenario.json"), JSON.stringify(scenario));
  writeFileSync(program, `#!${process.execPath}\nrequire(${JSON.stringify(join(__dirname, "pwsh-stand-in.js"))});\n`);
  chmodSync(program, 0o755);
  const log = (): LogEntry[] => {
    const file = join(folder, "log.jsonl");
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as LogEntry);
  };
  return {
    folder,
    path: folder,
    log,
    started: () => log().flatMap((each) => ("started" in each ? [each] : [])),
    openings: () => log().flatMap((each) => ("opening" in each ? [each.opening] : [])),
    requests: () => log().flatMap((each) => ("cmdlet" in each ? [each] : [])),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The real PowerShell on PATH, where there is one. */
export function realPwsh(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, "pwsh")).find((file) => existsSync(file));
}
