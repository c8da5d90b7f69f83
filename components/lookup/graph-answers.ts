import type { GraphAnswer } from "../graph-reader";

/** An object as Graph tells it. */
export type Row = Record<string, unknown>;

/** What an answer holds: the objects of a collection, or the one that was asked for by ID; nothing where there is none. */
export function rowsOf(answer: GraphAnswer | undefined): Row[] {
  if (!answer || answer.status >= 400) return [];
  return Array.isArray(answer.body.value) ? (answer.body.value as Row[]) : [answer.body];
}

/** @throws where Graph refused to answer; that there is no such object is an answer */
export function assertAnswered(answer: GraphAnswer | undefined): void {
  if (!answer || answer.status < 400 || answer.status === 404) return;
  throw new Error(`Microsoft Graph answered ${answer.status}: ${JSON.stringify(answer.body.error ?? "")}`);
}

/** OData doubles a quote inside a string. */
export function quote(value: string): string {
  return value.replaceAll("'", "''");
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
