import {
  leastPermissions,
  type GraphOperation,
  type LeastPermissions,
  type OperationNeed,
  type PermissionKind,
} from "consentra/graph";
import { style } from "../style";
import type { FoundOperations } from "./find-operations";

const kinds: readonly PermissionKind[] = ["application", "delegated"];

/** One operation is explained, more are listed. */
export function renderOperations({ operations, exact }: FoundOperations): string {
  return exact ? operations.map(explain).join("\n") : list(operations);
}

/** What some operations need together, by kind of permission. */
export type NeededByKind = Partial<Record<PermissionKind, LeastPermissions>>;

/** @throws UnknownOperationError for the first that is not known */
export function neededByKind(operations: readonly string[], kind?: PermissionKind): NeededByKind {
  const wanted = kind ? [kind] : kinds;
  return Object.fromEntries(wanted.map((each) => [each, leastPermissions(operations, each)]));
}

export function renderNeeded(needed: NeededByKind): string {
  return kinds
    .flatMap((kind) => {
      const found = needed[kind];
      if (!found) return [];
      const { permissions, notOffered } = found;
      return [
        style("bold", `${kind} permissions`),
        ...(permissions.length === 0 ? ["  none"] : []),
        ...permissions.flatMap(({ permission, operations }) => [
          `  ${permission}`,
          ...operations.map((operation) => `    ${operation}`),
        ]),
        ...(notOffered.length > 0 ? ["  not offered", ...notOffered.map((operation) => `    ${operation}`)] : []),
        "",
      ];
    })
    .join("\n");
}

function explain(operation: GraphOperation): string {
  const rows: [string, string][] = [
    ["does", operation.purpose],
    ...kinds.flatMap((kind) => needRows(kind, operation[kind])),
    ...(operation.note === undefined ? [] : [["note", operation.note] as [string, string]]),
  ];
  return [style("bold", operation.name), ...rows.map(([what, text]) => `  ${what.padEnd(13)}${text}`), ""].join("\n");
}

function needRows(kind: PermissionKind, need: OperationNeed | undefined): [string, string][] {
  if (!need) return [[kind, "not offered"]];
  const { least, basic, lacks, wider } = need;
  return [
    [kind, least.length > 0 ? least.join(" and ") : "none of its own"],
    ...(basic.length > 0 ? [["", `${basic.join(" or ")}, without ${lacks}`] as [string, string]] : []),
    ...(wider.length > 0 ? [["", `accepted too, but wider: ${wider.join(", ")}`] as [string, string]] : []),
  ];
}

/** Paths are long: no table. */
function list(operations: readonly GraphOperation[]): string {
  const entries = operations.flatMap(({ name, application, delegated, purpose }) => [
    style("bold", name),
    `  ${purpose}`,
    `  application: ${leastText(application)}; delegated: ${leastText(delegated)}`,
    "",
  ]);
  return [...entries, `${operations.length} found; name one for what else is accepted.`, ""].join("\n");
}

function leastText(need: OperationNeed | undefined): string {
  if (!need) return "not offered";
  return need.least.length > 0 ? need.least.join(" and ") : "none of its own";
}
