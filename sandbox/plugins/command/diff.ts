import type { Changes, DiffResult } from "../rpc/provider";
import { addChanges } from "../rpc/value-changes";
import type { ValueMap } from "../rpc/values";
import { resourceInputs } from "./inputs";

/** Triggers that come or go make another object. That one of them changes is left to the SDK's `replaceOnChanges`. */
const replacing = (path: string): boolean => path === "triggers";

/** What changed between the state and the program, both plain. */
export function diffCommand(outputs: ValueMap, inputs: ValueMap): DiffResult {
  const changes: Changes = new Map();
  for (const name of Object.keys(resourceInputs.kinds)) {
    addChanges(changes, name, outputs[name] ?? null, inputs[name] ?? null, replacing);
  }
  return { changes, stables: [] };
}
