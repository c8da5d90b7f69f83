import type { Application, Review, ReviewedPermission } from "../model";
import {
  changeWords,
  exceptionLine,
  held,
  identityLines,
  mailboxLine,
  peopleLines,
  permissionNotes,
  riskWords,
  stepNotes,
  stepsHint,
  summaryLine,
  title,
  verdictLine,
  violationHead,
} from "./content";
import { escapeMarkdown as text } from "./escape";

/** GitHub refuses a longer comment, characters. */
export const commentLimit = 65_536;

/** What may be left out of a report that is too long, in this order; what blocks is never left out. */
const sections = ["unchanged", "details", "steps", "applications", "rest"] as const;
type Section = (typeof sections)[number];

/** By this a pipeline finds its comment again, to update it in place. */
export function commentMark({ project, stack }: Pick<Review, "project" | "stack">): string {
  return `<!-- consentra-review ${`${project}/${stack}`.replace(/[^A-Za-z0-9._/-]/g, "_")} -->`;
}

/**
 * The report for a pull request.
 *
 * @param limit characters; what is too long is left out from the end of interest, and that is said
 */
export function renderMarkdown(review: Review, limit = commentLimit): string {
  for (let leftOut = 0; leftOut <= sections.length; leftOut++) {
    const document = render(review, new Set(sections.slice(0, leftOut)));
    if (document.length <= limit) return document;
  }
  const note = "\n\nThe rest is left out, as the report is too long: read the page or the JSON.\n";
  // Nothing is cut inside a line, so that no markup is left open.
  const cut = render(review, new Set(sections)).slice(0, Math.max(0, limit - note.length));
  return cut.slice(0, Math.max(0, cut.lastIndexOf("\n"))) + note;
}

function render(review: Review, leftOut: ReadonlySet<Section>): string {
  const { applications, verdict } = review;
  const changed = applications.filter(({ change }) => change !== "kept");
  const shown = leftOut.has("unchanged") ? changed : applications;
  const parts = [
    commentMark(review),
    `# ${text(title(review))}`,
    `**${text(verdictLine(review))}** ${text(summaryLine(review))}`,
    list("Why it is blocked", verdict.reasons),
    leftOut.has("applications") ? "" : overview(shown, applications.length - shown.length),
    ...(leftOut.has("details") ? [] : changed.map(describe)),
    leftOut.has("rest") ? "" : list("Settings of the tenant", review.settings),
    leftOut.has("rest") ? "" : list("Other changes", review.others),
    violations(review),
    list("Exceptions", review.exceptions.map(exceptionLine)),
    leftOut.has("steps") ? "" : steps(review),
    list("What a preview cannot know", review.unknowns),
    leftOut.has("rest") ? "" : list("Warnings", review.warnings),
    leftOut.size > 0
      ? `_Left out, as the report is too long for a comment: ${[...leftOut].map((each) => names[each]).join(", ")}. The page and the JSON have all of it._`
      : "",
  ];
  return `${parts.filter((each) => each !== "").join("\n\n")}\n`;
}

const names: Record<Section, string> = {
  unchanged: "applications that do not change",
  details: "the details of each application",
  steps: "the steps",
  applications: "the table of applications",
  rest: "settings, other changes and warnings",
};

function list(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `## ${heading}\n\n${lines.map((each) => `- ${text(each)}`).join("\n")}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map((cells) => line(cells.map(text)))].join("\n");
}

function overview(applications: readonly Application[], more: number): string {
  if (applications.length === 0) return more > 0 ? "" : "The stack has no application.";
  const rows = applications.map((each) => [
    `${each.vendor} (${each.name})`,
    changeWords[each.change],
    riskWords(each.risk),
    String(held(each.permissions).length),
    mailboxLine(each),
  ]);
  const rest = more > 0 ? `\n\nand ${more} that do not change` : "";
  return `## Applications\n\n${table(["application", "", "risk", "permissions", "mailboxes"], rows)}${rest}`;
}

function describe(application: Application): string {
  const { vendor, change, changes, drift, permissions, consent, scopeOrder } = application;
  const facts = [...identityLines(application), ...peopleLines(application), `Mailboxes: ${mailboxLine(application)}`];
  const bullets = (lines: readonly string[]) => lines.map((each) => `- ${text(each)}`).join("\n");
  return [
    `## ${text(vendor)}: ${changeWords[change]}`,
    bullets(changes),
    ...(drift.length > 0 ? [`Found in the tenant, and mended:\n\n${bullets(drift)}`] : []),
    ...(scopeOrder.length > 0
      ? [`The scope changes in this order:\n\n${scopeOrder.map((each, at) => `${at + 1}. ${text(each)}`).join("\n")}`]
      : []),
    `<details><summary>Who it is, and every permission</summary>`,
    bullets(facts),
    ...(permissions.length > 0 ? [permissionTable(permissions, consent)] : []),
    "</details>",
  ]
    .filter((each) => each !== "")
    .join("\n\n");
}

function permissionTable(permissions: readonly ReviewedPermission[], consent: string): string {
  return table(
    ["permission", "", "kind", "risk", "what it allows", "how"],
    permissions.map((each) => [
      each.name,
      changeWords[each.change],
      each.kind,
      each.risk,
      each.reason,
      permissionNotes(each, consent),
    ]),
  );
}

function violations({ violations: all }: Review): string {
  if (all.length === 0) return "";
  return `## What policies say\n\n${all.map((each) => `- **${text(violationHead(each))}** ${text(each.message)}`).join("\n")}`;
}

function steps({ steps: all }: Review): string {
  if (all.length === 0) return "";
  const rows = all.map((each) => [String(each.number), each.application ?? "", each.does, stepNotes(each)]);
  return `## Steps, in order\n\n${stepsHint}\n\n<details><summary>${all.length} steps</summary>\n\n${table(["", "application", "step", ""], rows)}\n\n</details>`;
}
