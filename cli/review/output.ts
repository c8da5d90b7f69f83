import { writeFileSync } from "node:fs";
import { UsageError } from "../exit";
import { style } from "../style";
import { version } from "../version";
import type { Review } from "./model";
import { renderHtml } from "./render/html";
import { renderJson } from "./render/json";
import { renderMarkdown } from "./render/markdown";
import { renderSarif } from "./render/sarif";
import { renderText } from "./render/text";

export const formats = ["text", "markdown", "json", "sarif", "html"] as const;
export type Format = (typeof formats)[number];

/** Formats by the ending of a file's name. */
const endings: readonly [ending: RegExp, format: Format][] = [
  [/\.(sarif|sarif\.json)$/i, "sarif"],
  [/\.json$/i, "json"],
  [/\.(md|markdown)$/i, "markdown"],
  [/\.html?$/i, "html"],
  [/\.(txt|text)$/i, "text"],
];

/** A file to write, in the format that its ending says. @throws UsageError where it says none */
export function outputOf(file: string): { file: string; format: Format } {
  const format = endings.find(([ending]) => ending.test(file))?.[1];
  if (format) return { file, format };
  throw new UsageError(`--out ${file}: the ending says no format; expected .md, .json, .sarif, .html or .txt`);
}

/** @param projectFile where findings without a place in the program are shown */
export function render(review: Review, format: Format, projectFile: string, painted = false): string {
  switch (format) {
    case "text":
      return renderText(review, painted ? style : undefined);
    case "markdown":
      return renderMarkdown(review);
    case "json":
      return renderJson(review);
    case "sarif":
      return renderSarif(review, { version, projectFile });
    case "html":
      return renderHtml(review);
  }
}

export function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    throw new UsageError(`${file} cannot be written`);
  }
}
