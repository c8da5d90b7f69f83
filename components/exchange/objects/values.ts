/** A property of an answer as text; empty where it is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Each thing once, by its name and as it was told last: several reads may have told of one. */
export function eachOnce<T>(told: readonly T[], nameOf: (each: T) => string): T[] {
  return [...new Map(told.map((each) => [nameOf(each).toLowerCase(), each])).values()];
}

/** Exchange does not tell letter cases apart. */
export function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
