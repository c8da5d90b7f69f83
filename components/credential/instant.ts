/** A time as Graph answers it: ISO 8601 in UTC, to the second. Another spelling of the same time would be a change. */
export function instant(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}
