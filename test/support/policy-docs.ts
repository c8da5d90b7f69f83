import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackName } from "./judge";
import { repository } from "./repository";

export function docsPage(...path: string[]): string {
  return readFileSync(join(repository, "docs", ...path), "utf8");
}

/** Rows of the table below a heading row, as cells. */
export function tableIn(page: string, heading: string): string[][] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  if (start < 0) throw new Error(`no table with ${heading}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What is between backticks. */
export function codesIn(cell = ""): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

export interface DocumentedViolation {
  example: string;
  configuration: string;
  level: string;
  policy: string;
  resource: string;
}

/** What a pack's page says of the examples. */
export function documentedViolations(pack: PackName): DocumentedViolation[] {
  return tableIn(docsPage("policies", `${pack}.md`), "example").flatMap(
    ([example = "", configuration = "", level = "", policy, resources]) =>
      codesIn(resources).map((resource) => ({
        example,
        configuration,
        level,
        policy: codesIn(policy)[0] ?? "",
        resource,
      })),
  );
}
