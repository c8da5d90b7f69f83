import type { PropertyChange } from "./provider";
import { sameValue, type Properties } from "./values";

/** Inputs that differ, each with what the difference means. */
export function changedInputs(
  olds: Properties,
  news: Properties,
  replaces: (property: string) => boolean,
): PropertyChange[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((name) => !name.startsWith("__"))
    .sort();
  return names.flatMap((property) => {
    const before = olds[property];
    const after = news[property];
    if (sameValue(before, after)) return [];
    const kind =
      before === undefined || before === null ? "add" : after === undefined || after === null ? "delete" : "update";
    return [{ property, kind, replaces: replaces(property) }];
  });
}
