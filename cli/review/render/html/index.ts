import { createHash } from "node:crypto";
import type { Application, Review } from "../../model";
import {
  changeWords,
  exceptionLine,
  held,
  identityLines,
  mailboxLine,
  peopleLines,
  permissionNotes,
  stepNotes,
  stepsHint,
  summaryLine,
  title,
  verdictLine,
  violationHead,
} from "../content";
import { escapeHtml as text } from "../escape";
import { changeBadge, list, riskBadge, riskChange, section, table } from "./parts";
import { drawPicture } from "./picture";
import { pictureOf } from "./picture-graph";
import { styleSheet } from "./style";

/** One picture holds this many things; a stack with more gets one for each application. */
const mostInOnePicture = 70;

/**
 * The report as one page that needs nothing else: no network, no script, no font. A policy in the page forbids all of them, so that not
 * even a fault in the escaping could load or run something.
 */
export function renderHtml(review: Review): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(styleSheet).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  const onePicture = pictureOf(review.applications).nodes.length <= mostInOnePicture;
  const { applications } = review;
  const sections = [
    section("glance", "Applications", overview(applications)),
    onePicture ? section("picture", "Who reaches what", picture(applications, "picture-all", title(review))) : "",
    section("details", "In detail", applications.map((each, at) => describe(each, at, !onePicture)).join("")),
    section("tenant", "Settings of the tenant", list(review.settings)),
    section("others", "Other changes", list(review.others)),
    section("violations", "What policies say", violations(review)),
    section("exceptions", "Exceptions", list(review.exceptions.map(exceptionLine))),
    section("steps", "Steps, in order", steps(review)),
    section("unknowns", "What a preview cannot know", list(review.unknowns)),
    section("warnings", "Warnings", list(review.warnings)),
  ].filter((each) => each !== "");
  return [
    `<!doctype html>`,
    `<html lang="en"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">`,
    `<title>${text(title(review))}</title><style>${styleSheet}</style></head><body>`,
    `<a class="skip" href="#main">Skip to the report</a>`,
    header(review, sections),
    `<main id="main">${sections.join("\n")}</main>`,
    `<footer><p>Made from a Pulumi preview by consentra review. + is new, − is removed, ~ changes. The risk is of the permission itself; one that reaches every mailbox counts one level more.</p></footer>`,
    `</body></html>`,
    "",
  ].join("\n");
}

function header(review: Review, sections: readonly string[]): string {
  const { verdict, tenantId, packs } = review;
  const headings = sections.flatMap((each) => [
    ...each.matchAll(/^<section aria-labelledby="([a-z]+)"><h2 id="[a-z]+">([^<]*)</g),
  ]);
  const links = headings.map(([, id = "", heading = ""]) => `<li><a href="#${id}">${heading}</a></li>`).join("");
  return [
    `<header><h1>${text(title(review))}</h1>`,
    `<div class="verdict${verdict.blocked ? " blocked" : ""}"><p>${text(verdictLine(review))}</p>${list(verdict.reasons)}</div>`,
    `<p>${text(summaryLine(review))}</p>`,
    tenantId === undefined && packs === undefined
      ? ""
      : `<dl>${tenantId === undefined ? "" : `<dt>Tenant</dt><dd>${text(tenantId)}</dd>`}</dl>`,
    `<nav aria-label="Contents"><ul>${links}</ul></nav></header>`,
  ].join("");
}

const anchor = (at: number): string => `app-${at + 1}`;

function overview(applications: readonly Application[]): string {
  if (applications.length === 0) return "<p>The stack has no application.</p>";
  return table(
    "All applications of the stack",
    ["Application", "Change", "Risk", "Permissions", "Mailboxes"],
    applications.map((each, at) => [
      `<a href="#${anchor(at)}">${text(each.vendor)}</a> (${text(each.name)})`,
      changeBadge(each.change),
      riskChange(each.risk),
      String(held(each.permissions).length),
      text(mailboxLine(each)),
    ]),
  );
}

function picture(applications: readonly Application[], id: string, about: string): string {
  const graph = pictureOf(applications);
  if (graph.edges.length === 0) return "";
  const description =
    "From left to right: applications, their permissions, the scope of each permission, and whose things it opens. The table after it says the same.";
  const rows = graph.rows.map((each) => [
    text(each.application),
    text(each.permissions.join(", ")),
    riskBadge(each.risk),
    changeBadge(each.change),
    text(each.scope),
    text(each.people),
  ]);
  return [
    `<figure><div class="scroll" role="region" tabindex="0" aria-label="Picture: ${text(about)}">${drawPicture(graph, id, about, description)}</div>`,
    `<figcaption>Applications, permissions, scopes and people. + is new, − is removed, ~ changes.</figcaption></figure>`,
    table(
      `The picture as a table: ${about}`,
      ["Application", "Permissions", "Risk", "Change", "Scope", "People"],
      rows,
    ),
  ].join("");
}

function describe(application: Application, at: number, withPicture: boolean): string {
  const { vendor, change, changes, drift, scopeOrder, permissions, consent } = application;
  const facts = [...identityLines(application), ...peopleLines(application), `Mailboxes: ${mailboxLine(application)}`];
  const rows = permissions.map((each) => [
    text(each.name),
    changeBadge(each.change),
    text(`${each.kind}, ${each.api}`),
    riskBadge(each.risk),
    text(each.reason),
    text(permissionNotes(each, consent)),
  ]);
  const part = (heading: string, html: string) => (html === "" ? "" : `<h4>${heading}</h4>${html}`);
  return [
    `<article aria-labelledby="${anchor(at)}"><h3 id="${anchor(at)}">${text(vendor)} ${changeBadge(change)}</h3>`,
    part("What changes", list(changes)),
    part("Found in the tenant, and mended", list(drift)),
    part("The scope changes in this order", list(scopeOrder, "ol")),
    part("Who it is", definitions(facts)),
    rows.length > 0
      ? part(
          "Permissions",
          table(`Permissions of ${vendor}`, ["Permission", "Change", "Kind", "Risk", "What it allows", "How"], rows),
        )
      : "",
    withPicture && change !== "kept"
      ? picture([application], `picture-${at + 1}`, `${vendor}, ${changeWords[change]}`)
      : "",
    "</article>",
  ].join("");
}

/** `Vendor: People.ai` as a term and what it is. */
function definitions(lines: readonly string[]): string {
  const pairs = lines.map((each) => {
    const at = each.indexOf(": ");
    return `<dt>${text(each.slice(0, at))}</dt><dd>${text(each.slice(at + 2))}</dd>`;
  });
  return `<dl>${pairs.join("")}</dl>`;
}

function violations({ violations: all, packs }: Review): string {
  const items = all.map(
    (each) =>
      `<div class="violation ${each.level}"><p><strong>${text(violationHead(each))}</strong></p><p>${text(each.message)}</p><p class="kept">${text(each.about)}</p></div>`,
  );
  if (items.length > 0) return items.join("");
  return packs && packs.length > 0 ? "<p>Every policy is satisfied.</p>" : "";
}

function steps({ steps: all }: Review): string {
  if (all.length === 0) return "<p>Nothing changes in the tenant.</p>";
  const rows = all.map((each) => [
    String(each.number),
    text(each.application ?? "the tenant"),
    `${text(each.does)}${each.role === "consent" || each.role === "scope" ? ` <b class="kept">${each.role}</b>` : ""}`,
    text(stepNotes(each)),
  ]);
  return `<p>${text(stepsHint)}</p>${table("The steps of the update", ["Step", "Application", "What it does", "When"], rows)}`;
}
