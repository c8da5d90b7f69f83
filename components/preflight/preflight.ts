import type { TokenSource } from "../credentials";
import { RestGraphReader, type GraphReader } from "../graph-reader";
import type { DirectoryFault } from "../lookup/request";
import type { PreflightAction } from "./actions";
import { compareRights, describeAlternatives, type PreflightResult } from "./compare";
import { readAssigned, readHeld, type Deployer, type ExchangeConcern } from "./held";
import { needsOf, type NeedOf } from "./needs";

/** What the deployer needs for some actions, and what of it it has. */
export interface Preflight {
  deployer: Deployer;
  results: PreflightResult[];
}

/**
 * Compares what actions need with what the deployer has: its own tokens, and, only where something is missing, what the directory says was
 * given to it since. It never tries a write.
 *
 * @throws where the deployer gets no token at all
 */
export async function runPreflight(
  actions: readonly PreflightAction[],
  tokens: TokenSource,
  graph: GraphReader,
): Promise<Preflight> {
  const needs = needsOf(actions);
  const held = await readHeld(tokens, concernOf(needs));
  const results = compareRights(needs, held, undefined, tokens.cloud);
  if (!results.some(({ state }) => state === "missing")) return { deployer: held.deployer, results };
  const assigned = await readAssigned(held.deployer, graph);
  return { deployer: held.deployer, results: compareRights(needs, held, assigned, tokens.cloud) };
}

function concernOf(needs: readonly NeedOf[]): ExchangeConcern {
  if (needs.some(({ need }) => need.organization)) return "organization";
  return needs.some(({ need }) => need.api === "Office 365 Exchange Online") ? "rights" : "none";
}

/**
 * As `runPreflight`, reading the directory with the same tokens.
 *
 * @throws where the deployer gets no token at all
 */
export function preflightWith(tokens: TokenSource, actions: readonly PreflightAction[]): Promise<Preflight> {
  return runPreflight(actions, tokens, new RestGraphReader(tokens));
}

/**
 * The first step of a stack: one fault for each right that is missing, all at once, before anything is created. Empty where every right is
 * held; one that cannot be seen from here is no fault.
 *
 * @throws where the deployer gets no token at all
 */
export async function preflightFaults(
  actions: readonly PreflightAction[],
  tokens: TokenSource,
  graph: GraphReader,
): Promise<DirectoryFault[]> {
  if (actions.length === 0) return [];
  const { results } = await runPreflight(actions, tokens, graph);
  return results.flatMap(({ need, paths, state, remedy = "" }) => {
    if (state !== "missing" && state !== "fresh") return [];
    const [path = "", ...others] = paths;
    const also = others.length > 0 ? ` (also needed by ${others.join(", ")})` : "";
    return [
      {
        path,
        value: `a deployer without the right to ${need.does}`,
        expected: describeAlternatives(need),
        fix: `${remedy}${also}`,
      },
    ];
  });
}
