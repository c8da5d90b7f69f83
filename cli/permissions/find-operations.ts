import { findOperation, graphOperations, nearestOperations, type GraphOperation } from "consentra/graph";
import { UsageError } from "../exit";

/** What a query for operations found. */
export interface FoundOperations {
  operations: GraphOperation[];
  /** Whether it is what was named, and not only like it. */
  exact: boolean;
}

/** Whether a text names an operation: a path, with or without a method. */
export function namesOperation(text: string): boolean {
  return /^(?:(?:GET|POST|PATCH|PUT|DELETE)\s+)?(?:\/|https:\/\/)/i.test(text.trim());
}

/**
 * Finds operations: the one that is named; else those whose name holds the text; else those whose name and purpose hold every word.
 *
 * @throws UsageError where there is none, with the nearest names
 */
export function findOperations(text = ""): FoundOperations {
  const named = findOperation(text);
  if (named) return { operations: [named], exact: true };
  const wanted = text.trim().toLowerCase();
  const alike = graphOperations.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (alike.length > 0) return { operations: sorted(alike), exact: false };
  const words = wanted.split(/\s+/);
  const told = graphOperations.filter(({ name, purpose }) =>
    words.every((word) => `${name} ${purpose}`.toLowerCase().includes(word)),
  );
  if (told.length > 0) return { operations: sorted(told), exact: false };
  const near = nearestOperations(text);
  const hint =
    near.length > 0 ? `did you mean ${near.join(" or ")}?` : "run with --operations alone for the whole list";
  throw new UsageError(`no operation is called, or described with, "${text}"; ${hint}`);
}

function sorted(found: readonly GraphOperation[]): GraphOperation[] {
  return [...found].sort((one, other) => one.path.localeCompare(other.path) || one.method.localeCompare(other.method));
}
