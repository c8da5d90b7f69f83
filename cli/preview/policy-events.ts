import { z } from "zod";
import { UsageError } from "../exit";

/** What a policy said of a preview. */
export interface PolicyEvent {
  /** Name of the pack. */
  pack: string;
  packVersion: string;
  policy: string;
  level: "mandatory" | "advisory";
  /** As the policy declares it; "unspecified" where it does not. */
  severity: "low" | "medium" | "high" | "critical" | "unspecified";
  /** What the policy is for, in its own words; empty where it does not say. */
  about: string;
  message: string;
  /** Absent where the whole stack is meant. */
  urn?: string;
}

/** The judgement of policy packs on one preview. */
export interface Judgement {
  packs: { name: string; version: string }[];
  events: PolicyEvent[];
  /** What went wrong beside the violations, as the engine said it. */
  errors: string[];
}

const severities = ["low", "medium", "high", "critical"] as const;
const packOfEvent = z.object({ policyPackName: z.string(), policyPackVersion: z.string().default("") });
const policyEvent = packOfEvent.extend({
  resourceUrn: z.string().optional(),
  message: z.string(),
  policyName: z.string(),
  enforcementLevel: z.string(),
  severity: z.string().optional(),
});
/** Events of the engine; of others than these nothing is needed. */
const engineEvent = z.object({
  policyEvent: policyEvent.optional(),
  policyAnalyzeSummaryEvent: packOfEvent.optional(),
  policyAnalyzeStackSummaryEvent: packOfEvent.optional(),
  summaryEvent: z.object({ PolicyPacks: z.record(z.string(), z.string()).nullish() }).optional(),
  diagnosticEvent: z.object({ severity: z.string(), message: z.string() }).optional(),
});

/**
 * Reads what policy packs said from the engine's events, a line of JSON each: `pulumi preview --event-log FILE`, or the output of
 * `pulumi preview --json` with `PULUMI_ENABLE_STREAMING_JSON_PREVIEW`.
 *
 * @throws UsageError where it is something else
 */
export function parsePolicyEvents(text: string, where: string): Judgement {
  const packs = new Map<string, string>();
  const judgement: Judgement = { packs: [], events: [], errors: [] };
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw notEvents(where);
  for (const line of lines) {
    const event = readEvent(line, where);
    const said = event.policyEvent;
    for (const pack of [event.policyAnalyzeSummaryEvent, event.policyAnalyzeStackSummaryEvent, said])
      if (pack) packs.set(pack.policyPackName, pack.policyPackVersion);
    for (const [id, version] of Object.entries(event.summaryEvent?.PolicyPacks ?? {}))
      packs.set(id.split("|")[0] ?? id, version);
    if (said) judgement.events.push(toPolicyEvent(said));
    if (event.diagnosticEvent?.severity === "error") judgement.errors.push(event.diagnosticEvent.message.trim());
  }
  judgement.packs = [...packs].map(([name, version]) => ({ name, version })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return judgement;
}

function readEvent(line: string, where: string): z.infer<typeof engineEvent> {
  try {
    return engineEvent.parse(JSON.parse(line));
  } catch {
    throw notEvents(where);
  }
}

function notEvents(where: string): UsageError {
  return new UsageError(
    `${where} holds no events of the engine, a line of JSON each; write them with \`PULUMI_DEBUG_COMMANDS=true pulumi preview --json --event-log FILE\``,
  );
}

function toPolicyEvent(said: z.infer<typeof policyEvent>): PolicyEvent {
  // The engine puts the policy's description before what the policy reported.
  const [first = "", ...rest] = said.message.trim().split("\n");
  return {
    pack: said.policyPackName,
    packVersion: said.policyPackVersion,
    policy: said.policyName,
    // Whatever is not advisory stops the update, or changed the resource.
    level: said.enforcementLevel === "advisory" ? "advisory" : "mandatory",
    severity: severities.find((each) => each === said.severity) ?? "unspecified",
    about: rest.length > 0 ? first : "",
    message: rest.length > 0 ? rest.join("\n").trim() : first,
    ...(said.resourceUrn !== undefined && said.resourceUrn !== "" && { urn: said.resourceUrn }),
  };
}
