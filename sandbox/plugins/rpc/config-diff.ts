import type { DiffResult } from "./provider";
import { plainInputs, type ValueMap } from "./values";

/** What changed in a provider's own arguments. None of them makes another provider: nothing managed through it is replaced. */
export function configDiff(olds: ValueMap, news: ValueMap): DiffResult {
  const before = plainInputs(olds);
  const after = plainInputs(news);
  const changes: DiffResult["changes"] = new Map();
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (name === "version" || JSON.stringify(before[name]) === JSON.stringify(after[name])) continue;
    const kind = !(name in before) ? "add" : name in after ? "update" : "delete";
    changes.set(name, { kind, replace: false });
  }
  return { changes, stables: [] };
}
