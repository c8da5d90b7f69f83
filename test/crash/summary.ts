import type { Done } from "./matrix";

/** Points by case, operation and victim, with what was needed; a table in Markdown. */
export function summary(all: readonly Done[]): string {
  const rows = new Map<string, Done[]>();
  for (const each of all) {
    const key = `${each.name} | ${each.operation} | ${each.victim}`;
    rows.set(key, [...(rows.get(key) ?? []), each]);
  }
  const lines = [...rows].map(([key, list]) => `| ${key} | ${counts(list).join(" | ")} |`);
  const heads = ["case", "operation", "victim", ...columns.map(([name]) => name)];
  const total = `| all | | | ${counts(all).join(" | ")} |`;
  return [`| ${heads.join(" | ")} |`, `|${heads.map(() => "---|").join("")}`, ...lines, total].join("\n");
}

const columns: readonly [string, (done: Done) => boolean][] = [
  ["points", ({ result }) => result === undefined || result.at !== undefined],
  ["not running", ({ result }) => result !== undefined && result.at === undefined],
  ["nothing needed", ({ result }) => result?.at !== undefined && result.remedy === "undisturbed"],
  ["again", ({ result }) => result?.remedy === "again"],
  ["again, recover", ({ result }) => result?.remedy === "again, recover"],
  ["recover", ({ result }) => result?.remedy === "recover"],
  ["recover, nothing to do", ({ result }) => result?.remedy === "recover, nothing to do"],
  ["failed", ({ failure }) => failure !== undefined],
];

function counts(list: readonly Done[]): number[] {
  return columns.map(([, is]) => list.filter(is).length);
}
