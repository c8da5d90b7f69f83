import { createHash } from "node:crypto";
import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import type { Review, ReviewedException, Violation } from "../model";
import { exceptionPolicy } from "../verdict";
import { plain } from "./escape";

/** Of code scanning: how bad a rule's findings are. https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const scores = { low: "3.0", medium: "5.5", high: "8.0", critical: "9.5", unspecified: "5.0" } as const;

export interface SarifOptions {
  version: string;
  /** Where a finding is shown that has no place in the program. @default "Pulumi.yaml" */
  projectFile?: string;
}

/** The violations for code scanning, SARIF 2.1.0: a rule for each policy, a stable fingerprint for each finding. */
export function renderSarif(review: Review, { version, projectFile = "Pulumi.yaml" }: SarifOptions): string {
  const { violations } = review;
  const rules = rulesOf(violations);
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const seen = new Map<string, number>();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "consentra review", semanticVersion: version, rules } },
        automationDetails: { id: `consentra-review/${review.project}/${review.stack}/` },
        columnKind: "utf16CodeUnits",
        results: violations.map((each): Result => {
          const what = [each.pack, each.policy, each.urn ?? ""].join("\n");
          const nth = seen.get(what) ?? 0;
          seen.set(what, nth + 1);
          const suppression = suppressionOf(each, review.exceptions);
          return {
            ruleId: idOf(each),
            ruleIndex: index.get(idOf(each)),
            level: each.level === "mandatory" ? "error" : each.policy === exceptionPolicy ? "note" : "warning",
            message: { text: plain(each.message) },
            locations: [locationOf(each, projectFile)],
            partialFingerprints: { "consentraReview/v1": digest(`${what}\n${nth}`) },
            ...(suppression && { suppressions: [suppression] }),
          };
        }),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const idOf = ({ pack, policy }: Violation): string => `${pack}/${policy}`;

function rulesOf(violations: readonly Violation[]): ReportingDescriptor[] {
  const rules = new Map<string, ReportingDescriptor>();
  for (const each of violations) {
    if (rules.has(idOf(each))) continue;
    rules.set(idOf(each), {
      id: idOf(each),
      name: each.policy,
      shortDescription: { text: plain(each.about || each.policy) },
      defaultConfiguration: { level: each.level === "mandatory" ? "error" : "warning" },
      properties: { "security-severity": scores[each.severity], tags: ["security", "microsoft-365"] },
    });
  }
  return [...rules.values()];
}

/** Where the program makes the resource; code scanning shows no finding without a file. */
function locationOf({ source, urn, resource }: Violation, projectFile: string): Location {
  const { file, line, column } = source ?? { file: projectFile, line: 1, column: 1 };
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
      region: { startLine: line ?? 1, ...(column !== undefined && { startColumn: column }) },
    },
    ...(urn !== undefined && {
      logicalLocations: [{ name: resource, fullyQualifiedName: urn, kind: "resource" }],
    }),
  };
}

/** An exception was decided: it is told, and closed. */
function suppressionOf({ policy, message, resource }: Violation, exceptions: readonly ReviewedException[]) {
  if (policy !== exceptionPolicy) return undefined;
  const found = exceptions.find(
    ({ permission, policy: of, app }) =>
      message.includes(permission ?? of) && (resource === app || resource?.startsWith(`${app}-`)),
  );
  return {
    kind: "external" as const,
    status: "accepted" as const,
    justification: plain(found ? `${found.reason} (${found.approver}, until ${found.expires})` : message),
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
