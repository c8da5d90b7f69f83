/** A property of an answer as text; empty where it is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Exchange does not tell letter cases apart. */
export function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
