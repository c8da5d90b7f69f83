import type { Faults } from "./faults";
import { findOperation, nearestOperations } from "./graph";

/**
 * Checks which operations of Microsoft Graph an app is said to call: notes what is not known, with the nearest names, and what was given
 * twice.
 */
export function checkOperations(given: readonly string[] | undefined, path: string, faults: Faults): void {
  if (given === undefined) return;
  if (!Array.isArray(given)) {
    faults.add(path, given, "a list of operations, such as GET /users", "name them one by one");
    return;
  }
  const seen = new Set<string>();
  for (const [index, text] of given.entries()) {
    const at = `${path}[${index}]`;
    const operation = typeof text === "string" ? findOperation(text) : undefined;
    if (!operation) {
      faults.add(at, text, "method and path of an operation of Microsoft Graph that is known", nearest(String(text)));
    } else if (seen.has(operation.name)) {
      faults.add(at, text, "each operation once", `remove one: it is ${operation.name}`);
    } else seen.add(operation.name);
  }
}

/** What the component's state keeps of them, for policy packs to read: their names as the table spells them, sorted. */
export function recordedOperations(given: readonly string[] | undefined): { operations?: string[] } {
  if (!Array.isArray(given)) return {};
  const texts = given as readonly unknown[];
  const names = texts.flatMap((text) => (typeof text === "string" ? (findOperation(text)?.name ?? []) : []));
  return { operations: [...new Set(names)].sort() };
}

function nearest(text: string): string {
  const names = nearestOperations(text);
  return names.length > 0
    ? `did you mean ${names.join(" or ")}?`
    : "search with `consentra permissions`; where an app calls what is not known, leave all operations out";
}
