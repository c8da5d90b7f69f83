import { isDeepStrictEqual } from "node:util";
import { isMap, type Value, type ValueMap } from "../rpc/values";
import type { ArmType } from "./types";

/** The inputs that an address names. */
export function namesIn({ named }: ArmType, id: string): ValueMap {
  // subscriptions/{}/resourceGroups/{}/providers/Microsoft.KeyVault/vaults/{}/secrets/{}
  const parts = id.split("/").filter((part) => part !== "");
  const values = [parts[3], ...parts.slice(6).filter((_, index) => index % 2 === 1)];
  return Object.fromEntries(named.map((name, index) => [name, values[index] ?? ""]));
}

/** Of what the service told, what could have been written. */
export function writable({ body, readOnly }: ArmType, outputs: ValueMap): ValueMap {
  const given = Object.entries(outputs).filter(([name]) => body.includes(name));
  return Object.fromEntries(
    given.map(([name, value]) => [name, name === "properties" ? without(value, readOnly) : value]),
  );
}

/** The inputs with what changed in the cloud between two looks at it, and nothing that was there before. */
export function withDrift(inputs: ValueMap, before: ValueMap, after: ValueMap): ValueMap {
  const changed = { ...inputs };
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other, own] = [before[name], after[name], inputs[name]];
    if (isDeepStrictEqual(one, other)) continue;
    if (other === undefined) delete changed[name];
    else changed[name] = isMap(one) && isMap(other) && isMap(own) ? withDrift(own, one, other) : other;
  }
  return changed;
}

function without(value: Value, names: readonly string[]): Value {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
