import * as z from "zod";
import type { GraphReader } from "../../graph-reader";
import { manifest } from "../manifest";
import type { ExchangeTransport } from "../transport";
import { readFacts } from "./facts";
import { exposures, orderedSteps } from "./plan";
import { differences, isLeftBehindOnly, isMissing } from "./words";

/** The manifests of one scope by the names of their resources. Travels on standard input of the look-up. */
export const driftRequest = z.strictObject({ manifests: z.record(z.string(), manifest) });
export type DriftRequest = z.infer<typeof driftRequest>;

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

export async function readDrift(
  request: DriftRequest,
  graph: Pick<GraphReader, "list">,
  exchange: Pick<ExchangeTransport, "batch">,
): Promise<DriftAnswer> {
  const manifests = Object.values(request.manifests);
  const facts = await readFacts(manifests, graph, exchange);
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
