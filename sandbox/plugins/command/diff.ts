import { isDeepStrictEqual } from "node:util";
import type { Changes, DiffResult } from "../rpc/provider";
import { isList, holdsUnknown, isMap, type Value, type ValueMap } from "../rpc/values";
import { resourceInputs } from "./inputs";

/** Triggers that come or go make another object. That one of them changes is left to the SDK's `replaceOnChanges`. */
const replacing = "triggers";

/** What changed between the state and the program, both plain. */
export function diffCommand(outputs: ValueMap, inputs: ValueMap): DiffResult {
  const changes: Changes = new Map();
  for (const name of Object.keys(resourceInputs.kinds)) {
    compare(outputs[name] ?? null, inputs[name] ?? null, name, changes);
  }
  return { changes, stables: [] };
}

function compare(before: Value, after: Value, path: string, changes: Changes): void {
  if (!holdsUnknown(after) && isDeepStrictEqual(before, after)) return;
  if (isMap(before) && isMap(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[name] ?? null, after[name] ?? null, `${path}.${name}`, changes);
    }
  } else if (isList(before) && isList(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      compare(before[index] ?? null, after[index] ?? null, `${path}[${index}]`, changes);
    }
  } else {
    changes.set(path, {
      kind: before === null ? "add" : after === null ? "delete" : "update",
      replace: path === replacing,
    });
  }
}
