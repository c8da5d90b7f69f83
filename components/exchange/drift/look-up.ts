import * as z from "zod";
import type { GraphLists, GraphReader } from "../../graph-reader";
import { manifest } from "../manifest";
import type { ExchangeTransport } from "../transport";
import { readFacts } from "./facts";
import { mergedBatches, mergedLists } from "./merged-reads";
import { exposures, orderedSteps } from "./plan";
import { differences, isLeftBehindOnly, isMissing } from "./words";

/** The manifests of one scope by the names of their resources. */
export const driftRequest = z.strictObject({ manifests: z.record(z.string(), manifest) });
export type DriftRequest = z.infer<typeof driftRequest>;

/** Several scopes, which are compared side by side. Travels on standard input of the look-up. */
export const driftsRequest = z.strictObject({ scopes: z.array(driftRequest).min(1) });
export type DriftsRequest = z.infer<typeof driftsRequest>;

/** For each scope the answer, or why there is none: what fails for one says nothing of the others. */
export type DriftsAnswer = (DriftAnswer | { error: string })[];

/** How one object differs from what is declared. */
export interface Found {
  words: string;
  /** It is not there, or something is there still: a change of the scope makes such differences too. */
  change?: true;
}

/** What the tenant has, compared with what is declared. */
export interface DriftAnswer {
  /** By the names of the resources; only those that differ. */
  found: Record<string, Found>;
  /** Nothing of it is there: it is about to be made, which is nothing to be told. */
  isNew: boolean;
  /** The order of a change of an existing scope. */
  steps: string[];
  /** What is open at this moment and should not be. */
  exposures: string[];
}

/** Compares several scopes; what they have in common is read once. */
export function readDrifts(
  { scopes }: DriftsRequest,
  graph: GraphLists,
  exchange: Pick<ExchangeTransport, "batch">,
): Promise<DriftsAnswer> {
  const [lists, batches, secondly] = [mergedLists(graph), mergedBatches(exchange), mergedBatches(exchange)];
  return Promise.all(
    scopes.map((scope) =>
      readDrift(scope, lists, batches, secondly).catch((error: unknown) => ({
        error: error instanceof Error ? error.message : String(error),
      })),
    ),
  );
}

export async function readDrift(
  request: DriftRequest,
  graph: Pick<GraphReader, "list">,
  exchange: Pick<ExchangeTransport, "batch">,
  secondly = exchange,
): Promise<DriftAnswer> {
  const manifests = Object.values(request.manifests);
  const facts = await readFacts(manifests, graph, exchange, secondly);
  const found = Object.entries(request.manifests).flatMap(([name, each]) => {
    const words = differences(each, facts);
    const answer: Found = {
      words: words.join("; "),
      ...((isMissing(each, facts) || isLeftBehindOnly(each, facts)) && { change: true }),
    };
    return words.length === 0 ? [] : [[name, answer] as const];
  });
  return {
    found: Object.fromEntries(found),
    isNew: manifests.every((each) => isMissing(each, facts)),
    steps: orderedSteps(manifests, facts),
    exposures: exposures(manifests, facts),
  };
}
