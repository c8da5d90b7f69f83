import { isDeepStrictEqual } from "node:util";

/** Differences by path. */
export type Differences = Record<string, unknown>;

/** Where two values differ, by path, with both values. Of lists that differ in length, what only one of them has. */
export function differences(left: unknown, right: unknown, names: [string, string], path = ""): Differences {
  if (isDeepStrictEqual(left, right)) return {};
  const within = (key: string | number, one: unknown, other: unknown): Differences =>
    differences(one, other, names, path === "" ? String(key) : `${path} > ${key}`);
  if (isPlain(left) && isPlain(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return merged(keys.map((key) => within(key, left[key], right[key])));
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length === right.length) return merged(left.map((each, index) => within(index, each, right[index])));
    return { [path]: { [`only ${names[0]}`]: without(left, right), [`only ${names[1]}`]: without(right, left) } };
  }
  return { [path]: { [names[0]]: left, [names[1]]: right } };
}

function merged(all: Differences[]): Differences {
  return Object.fromEntries(all.flatMap((each) => Object.entries(each)));
}

function without(list: unknown[], other: unknown[]): unknown[] {
  return list.filter((each) => !other.some((one) => isDeepStrictEqual(one, each)));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
