import { isDeepStrictEqual } from "node:util";
import type { Changes, DiffResult } from "../rpc/provider";
import { isList, holdsUnknown, isMap, type Value, type ValueMap } from "../rpc/values";
import { resourceInputs } from "./inputs";

/** A changed trigger makes another object. */
const replacing = "triggers";

/** What changed between the state and the program, both plain. */
export function diffCommand(outputs: ValueMap, inputs: ValueMap): DiffResult {
  const changes: Changes = new Map();
  for (const name of Object.keys(resourceInputs)) {
    compare(outputs[name] ?? null, inputs[name] ?? null, name, changes, name === replacing);
  }
  return { changes, stables: [] };
}

function compare(before: Value, after: Value, path: string, changes: Changes, replace: boolean): void {
  if (!holdsUnknown(after) && isDeepStrictEqual(before, after)) return;
  if (isMap(before) && isMap(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[name] ?? null, after[name] ?? null, `${path}.${name}`, changes, replace);
    }
  } else if (isList(before) && isList(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      compare(before[index] ?? null, after[index] ?? null, `${path}[${index}]`, changes, replace);
    }
  } else {
    changes.set(path, { kind: before === null ? "add" : after === null ? "delete" : "update", replace });
  }
}
