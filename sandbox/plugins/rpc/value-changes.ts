import { isDeepStrictEqual } from "node:util";
import type { Changes } from "./provider";
import { holdsUnknown, isList, isMap, type Value } from "./values";

/**
 * Adds where a value changed, path by path into maps and lists.
 *
 * @param replaces whether a change at that path makes another object
 */
export function addChanges(
  changes: Changes,
  path: string,
  before: Value,
  after: Value,
  replaces: (path: string) => boolean,
): void {
  if (!holdsUnknown(after) && isDeepStrictEqual(before, after)) return;
  const within = (key: string, one: Value | undefined, other: Value | undefined): void =>
    addChanges(changes, `${path}${key}`, one ?? null, other ?? null, replaces);
  if (isMap(before) && isMap(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      within(`.${name}`, before[name], after[name]);
    }
  } else if (isList(before) && isList(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      within(`[${index}]`, before[index], after[index]);
    }
  } else {
    const kind = before === null ? "add" : after === null ? "delete" : "update";
    changes.set(path, { kind, replace: replaces(path) });
  }
}
