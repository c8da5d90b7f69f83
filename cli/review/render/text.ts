import Table from "cli-table3";
import type { Application, Review, RiskLevel } from "../model";
import {
  changeWords,
  exceptionLine,
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
import { plain } from "./escape";

type Colour = "bold" | "red" | "yellow" | "green";
export type Paint = (colour: Colour, text: string) => string;

const colours: Record<RiskLevel, Colour> = { low: "green", medium: "green", high: "yellow", critical: "red" };

/** The report for a terminal. */
export function renderText(review: Review, paint: Paint = (_, text) => text): string {
  const { verdict, applications } = review;
  const changed = applications.filter(({ change }) => change !== "kept");
  const parts = [
    `${paint("bold", plain(title(review)))}\n${paint(verdict.blocked ? "red" : "green", verdictLine(review))}\n${plain(summaryLine(review))}`,
    section("Why it is blocked", verdict.reasons),
    applications.length > 0 ? overview(applications, paint) : "The stack has no application.",
    ...changed.map((each) => describe(each, paint)),
    section("Settings of the tenant", review.settings),
    section("Other changes", review.others),
    section(
      "What policies say",
      review.violations.flatMap((each) => [violationHead(each), `  ${each.message}`]),
    ),
    section("Exceptions", review.exceptions.map(exceptionLine)),
    section(`Steps, in order. ${review.steps.length > 0 ? stepsHint : ""}`.trim(), stepLines(review)),
    section("What a preview cannot know", review.unknowns),
    section("Warnings", review.warnings),
  ];
  return `${parts.filter((each) => each !== "").join("\n\n")}\n`;
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [heading, ...lines.map((each) => `  ${plain(each)}`)].join("\n");
}

function overview(applications: readonly Application[], paint: Paint): string {
  const table = new Table({
    head: ["application", "", "risk", "mailboxes"],
    wordWrap: true,
    colWidths: [28, 12, 20, 56],
    style: { head: [], border: [] },
  });
  for (const each of applications) {
    const risk = riskWords(each.risk);
    const colour = each.risk.after ? colours[each.risk.after] : "green";
    table.push([
      plain(`${each.vendor} (${each.name})`),
      changeWords[each.change],
      paint(colour, risk),
      plain(mailboxLine(each)),
    ]);
  }
  return table.toString();
}

function describe(application: Application, paint: Paint): string {
  const { vendor, change, permissions, changes, drift, consent, scopeOrder } = application;
  const signs = { added: "+", removed: "-", changed: "~", kept: " " };
  const held = permissions.flatMap((each) => [
    `${signs[each.change]} ${each.name} (${each.kind}, ${each.api}): ${each.risk}. ${each.reason}`,
    `    ${permissionNotes(each, consent)}`,
  ]);
  return [
    paint("bold", plain(`${vendor}: ${changeWords[change]}`)),
    ...[...identityLines(application), ...peopleLines(application), `Mailboxes: ${mailboxLine(application)}`].map(
      (each) => `  ${plain(each)}`,
    ),
    section(
      "  What changes",
      changes.map((each) => `  ${each}`),
    ),
    section(
      "  Found in the tenant, and mended",
      drift.map((each) => `  ${each}`),
    ),
    section(
      "  The scope changes in this order",
      scopeOrder.map((each, at) => `  ${at + 1}. ${each}`),
    ),
    section(
      "  Permissions",
      held.map((each) => `  ${each}`),
    ),
  ]
    .filter((each) => each !== "")
    .join("\n");
}

function stepLines({ steps }: Review): string[] {
  return steps.map((each) => {
    const notes = stepNotes(each);
    const of = each.application === undefined ? "" : `${each.application}: `;
    return `${String(each.number).padStart(3)}. ${of}${each.does}${notes === "" ? "" : ` (${notes})`}`;
  });
}
