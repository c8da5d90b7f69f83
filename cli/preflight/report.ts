import Table from "cli-table3";
import { describeAlternatives, type NeedState, type Preflight, type PreflightResult } from "consentra/preflight";
import { style } from "../style";
import type { PlannedActions } from "./planned-actions";

const words: Record<NeedState, string> = {
  held: style("green", "held"),
  fresh: style("yellow", "NOT YET"),
  missing: style("red", "MISSING"),
  unseen: style("yellow", "not seen"),
};

/** Whether the update can go on as far as rights are concerned. */
export function isReady({ results }: Preflight): boolean {
  return results.every(({ state }) => state === "held" || state === "unseen");
}

/** The table for people, and below it what to do. */
export function renderTable(preflight: Preflight, { notJudged }: PlannedActions): string {
  const { deployer, results } = preflight;
  const table = new Table({
    head: ["the deployer needs the right to", "for", "by", ""],
    wordWrap: true,
    colWidths: [38, 34, 36, 11],
    style: { head: [], border: [] },
  });
  for (const each of results) table.push([each.need.does, shortList(each.paths), rightOf(each), words[each.state]]);
  const remedies = results.flatMap(({ need, remedy }) => (remedy ? [`To ${need.does}: ${remedy}.`] : []));
  const unknown = notJudged.map(({ name, type }) => `Not judged: ${name} (${type}); its rights are not known here.`);
  return [
    `Deployer: ${deployer.name} (${deployer.clientId})`,
    results.length > 0 ? table.toString() : "The preview changes nothing in the tenant: no right is needed.",
    ...remedies,
    ...unknown,
    "",
  ].join("\n");
}

/** The same for programs. */
export function renderJson(preflight: Preflight, { notJudged }: PlannedActions): string {
  const { deployer, results } = preflight;
  const needs = results.map(({ need, paths, state, by, remedy }) => ({
    need: need.id,
    does: need.does,
    for: paths,
    state,
    ...(by !== undefined && { by }),
    ...(remedy !== undefined && { anyOf: alternativesOf(need), remedy }),
    source: need.source,
  }));
  return `${JSON.stringify({ ok: isReady(preflight), deployer, needs, notJudged }, undefined, 2)}\n`;
}

function alternativesOf(need: PreflightResult["need"]) {
  return {
    applicationPermissions: need.applicationPermissions.map((name) => ({ api: need.api, name })),
    directoryRoles: need.directoryRoles,
    exchangeManagementRoles: need.exchange?.managementRoles ?? [],
  };
}

function rightOf({ need, by }: PreflightResult): string {
  return by ?? (need.elsewhere || describeAlternatives(need));
}

function shortList(paths: readonly string[]): string {
  const [one = "", two, ...others] = paths;
  return [one, ...(two === undefined ? [] : [two]), ...(others.length > 0 ? [`and ${others.length} more`] : [])].join(
    "\n",
  );
}
