import Table from "cli-table3";
import { seconds, style } from "../style";
import type { FleetOperation } from "./record";
import { isFine, type TenantResult } from "./result";

/** One document for programs. */
export function renderJson(operation: FleetOperation, results: readonly TenantResult[]): string {
  return `${JSON.stringify({ operation, ok: isFine(results), counts: countOutcomes(results), tenants: results }, undefined, 2)}\n`;
}

/** A table, what failed below it, and one line that says it all. */
export function renderText(operation: FleetOperation, results: readonly TenantResult[]): string {
  const table = new Table({ head: ["tenant", "outcome", "changes", "time"], style: { head: [], border: [] } });
  for (const { name, outcome, changes, seconds: time } of results) {
    table.push([name, coloured(outcome), changesOf(changes), time > 0 ? seconds(time * 1000) : ""]);
  }
  const failures = results.filter(({ errors }) => errors.length > 0);
  const reasons = failures.flatMap(({ name, errors }) => errors.map((error) => `${name}: ${indent(error)}\n`));
  const counts = Object.entries(countOutcomes(results)).map(([outcome, count]) => `${count} ${outcome}`);
  return `${table.toString()}\n${reasons.join("")}fleet ${operation}: ${counts.join(", ")}\n`;
}

/** What changes, without what stays. */
export function changesOf(changes: Readonly<Record<string, number>>): string {
  const told = Object.entries(changes).filter(([operation]) => operation !== "same");
  if (told.length > 0) return told.map(([operation, count]) => `${count} ${operation}`).join(", ");
  return changes.same === undefined ? "" : `none (${changes.same} the same)`;
}

function countOutcomes(results: readonly TenantResult[]): Partial<Record<TenantResult["outcome"], number>> {
  const counts: Partial<Record<TenantResult["outcome"], number>> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function coloured(outcome: TenantResult["outcome"]): string {
  if (outcome === "failed") return style("red", outcome);
  return outcome === "succeeded" || outcome === "done before" ? style("green", outcome) : style("yellow", outcome);
}

const indent = (text: string) => text.split("\n").join("\n  ");
