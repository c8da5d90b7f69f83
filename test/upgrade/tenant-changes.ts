import { isDeepStrictEqual } from "node:util";

/**
 * What differs between two states of a tenant, by where it is in the model: applied to the seed of a later version, it brings that tenant to where
 * a recorded one was. Values are JSON, in which maps, sets and instants are marked as such.
 */
export type TenantChange = { path: string[]; value: unknown } | { path: string[]; removed: true };

/** In the order of their paths, so that recording again finds the same. */
export function changesBetween(before: unknown, after: unknown): TenantChange[] {
  return [...differences([], before, after)].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ path }: TenantChange): string => path.join("\0");

function* differences(path: string[], before: unknown, after: unknown): Generator<TenantChange> {
  if (isDeepStrictEqual(before, after)) return;
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (!old || !now) {
    yield { path, value: encode(after) };
    return;
  }
  for (const key of old.keys()) if (!now.has(key)) yield { path: [...path, key], removed: true };
  for (const [key, value] of now) {
    if (old.has(key)) yield* differences([...path, key], old.get(key), value);
    else yield { path: [...path, key], value: encode(value) };
  }
}

/** @throws where the model has nothing any more that a change is in */
export function applyChanges(tenant: unknown, changes: readonly TenantChange[]): void {
  for (const change of changes) {
    const key = change.path.at(-1) ?? "";
    const above = change.path.slice(0, -1);
    const holder = above.reduce((within, part) => childOf(within, part, change), tenant);
    if (holder instanceof Map) {
      if ("removed" in change) holder.delete(key);
      else holder.set(key, decode(change.value));
    } else if (isObject(holder)) {
      if ("removed" in change) delete holder[key];
      else holder[key] = decode(change.value);
    } else
      throw new Error(`a recorded change is at ${change.path.join("/")}, which the model of a tenant does not have`);
  }
}

function childOf(within: unknown, part: string, { path }: TenantChange): unknown {
  const child = entriesOf(within)?.get(part);
  if (child !== undefined) return child;
  throw new Error(`a recorded change is at ${path.join("/")}, but the seed has no ${part} there`);
}

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (value instanceof Map) return value as Map<string, unknown>;
  return isObject(value) ? new Map(Object.entries(value).filter(([, each]) => each !== undefined)) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function encode(value: unknown): unknown {
  if (value instanceof Map) {
    const entries = [...(value as Map<string, unknown>)].map(([key, each]) => [key, encode(each)] as const);
    return { $map: Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))) };
  }
  if (value instanceof Set) return { $set: [...value].sort() };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(encode);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, encode(each)]])),
  );
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (!isObject(value)) return value;
  const { $map, $set, $date } = value;
  if (isObject($map)) return new Map(Object.entries($map).map(([key, each]) => [key, decode(each)]));
  if (Array.isArray($set)) return new Set($set);
  if (typeof $date === "string") return new Date($date);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, decode(each)]));
}
