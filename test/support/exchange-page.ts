import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "./repository";

/** A row of docs/exchange.md. */
export interface PageRow {
  section: string;
  /** First cell, as it is written. */
  subject: string;
  /** Where the tests of Consentra and those of the simulated tenant are named. */
  consentra: string;
  tenant: string;
}

/** The rows of every table of the page. */
export function pageRows(page: string): PageRow[] {
  const rows: PageRow[] = [];
  let section = "";
  for (const line of page.split("\n")) {
    const heading = /^## (.*)$/.exec(line)?.[1];
    if (heading !== undefined) section = heading;
    if (!line.startsWith("|") || line.startsWith("|---") || line.endsWith("| tests of the simulated tenant |"))
      continue;
    const cells = line.split(/(?<!\\)\|/).map((each) => each.trim());
    if (cells.length !== 7) throw new Error(`a row of five cells is expected: ${line}`);
    const [, subject = "", , , consentra = "", tenant = ""] = cells;
    rows.push({ section, subject, consentra, tenant });
  }
  return rows;
}

/** What is wrong with where a row says that it is tested. */
export function rowFaults({ subject, consentra, tenant }: PageRow): string[] {
  if (consentra === "–" && tenant === "–") return [`${subject}: no test, and it does not say that it is not covered`];
  return [consentra, tenant].flatMap((cell) => {
    if (cell === "–" || /^not covered: \S/.test(cell)) return [];
    return cell.split("<br>").flatMap((each) => {
      const [, file = "", title = ""] = /^`(test\/[\w/-]+\.test\.ts) › (.+)`$/.exec(each) ?? [];
      if (file === "") return [`${subject}: "${each}" names no test`];
      const titles = titlesOf(file);
      if (!titles) return [`${subject}: there is no ${file}`];
      return titles.some((holds) => holds(title)) ? [] : [`${subject}: ${file} has no test "${title}"`];
    });
  });
}

/** The text of a file of the repository; undefined where there is none. */
export function sourceOf(file: string): string | undefined {
  try {
    return readFileSync(join(repository, file), "utf8");
  } catch {
    return undefined;
  }
}

type Holds = (title: string) => boolean;
const known = new Map<string, Holds[] | undefined>();

/** What tells a title of the file's tests; undefined where there is no such file. */
function titlesOf(file: string): Holds[] | undefined {
  if (!known.has(file)) {
    const text = sourceOf(file);
    known.set(file, text === undefined ? undefined : readTitles(file, text));
  }
  return known.get(file);
}

function readTitles(file: string, text: string): Holds[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const titles: Holds[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "it") {
      const [title, body] = node.arguments;
      // Without a body nothing is tested.
      if (title && body) titles.push(...holdsOf(title, source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

function holdsOf(title: ts.Expression, source: ts.SourceFile): Holds[] {
  if (ts.isStringLiteralLike(title)) return [(each) => each === title.text];
  if (ts.isIdentifier(title)) {
    const cases = firstOfLists(source);
    return [(each) => cases.has(each)];
  }
  if (!ts.isTemplateExpression(title)) return [];
  const fixed = [title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)];
  const pattern = new RegExp(`^${fixed.map((each) => each.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("(.+)")}$`);
  return [
    (each) => {
      const [, ...filled] = pattern.exec(each) ?? [];
      // What is filled in stands in the file too: as a case, or as a property's name.
      return filled.length > 0 && filled.every((word) => source.text.includes(word));
    },
  ];
}

/** Titles of cases that stand in tables: the first text of each list. */
function firstOfLists(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const first = ts.isArrayLiteralExpression(node) ? node.elements[0] : undefined;
    if (first && ts.isStringLiteralLike(first)) found.add(first.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
