import type { Change, RiskLevel } from "../../model";
import { changeWords } from "../content";
import { escapeHtml as text } from "../escape";

/** Pieces of the page. What is called `html` is markup already; everything else is escaped here. */

export function list(lines: readonly string[], tag: "ul" | "ol" = "ul"): string {
  return lines.length === 0 ? "" : `<${tag}>${lines.map((each) => `<li>${text(each)}</li>`).join("")}</${tag}>`;
}

export function section(id: string, heading: string, html: string): string {
  return html === "" ? "" : `<section aria-labelledby="${id}"><h2 id="${id}">${text(heading)}</h2>${html}</section>`;
}

/** A table that scrolls in itself where the screen is narrow, by keyboard too. The first cell of a row is its head. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (html: readonly string[]) =>
    html.map((each, at) => (at === 0 ? `<th scope="row">${each}</th>` : `<td>${each}</td>`)).join("");
  return [
    `<div class="scroll" role="region" tabindex="0" aria-label="${text(caption)}"><table class="wide"><caption>${text(caption)}</caption>`,
    `<thead><tr>${head.map((each) => `<th scope="col">${text(each)}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</tbody></table></div>`,
  ].join("");
}

export function changeBadge(change: Change): string {
  return `<b class="${change}">${changeWords[change]}</b>`;
}

export function riskBadge(risk: RiskLevel | undefined): string {
  return `<b class="${risk ?? "none"}">${risk ?? "none"}</b>`;
}

export function riskChange({ before, after }: { before?: RiskLevel; after?: RiskLevel }): string {
  return before === after ? riskBadge(after) : `<span class="risks">${riskBadge(before)} → ${riskBadge(after)}</span>`;
}
