import { badRequest } from "./lookup";
import type { Json } from "./odata/query";

/** Properties of an entity that callers may write, with the value each has until it is written. */
export type PropertyDefaults = Readonly<Json>;

/**
 * Merges written properties as Graph does: complex values by property, collections and scalars as a whole; properties that were
 * never written keep their default.
 *
 * @throws GraphError 400 for a property that the entity does not have
 */
export function mergeProperties(current: Json, written: Json, defaults: PropertyDefaults): Json {
  const merged = { ...current };
  for (const [name, value] of Object.entries(written)) {
    if (!Object.hasOwn(defaults, name)) throw badRequest(`Invalid property '${name}'.`);
    merged[name] = mergeValue(merged[name] ?? defaults[name], value);
  }
  return merged;
}

function mergeValue(current: unknown, written: unknown): unknown {
  if (!isComplex(current) || !isComplex(written)) return structuredClone(written);
  const merged = { ...current };
  for (const [name, value] of Object.entries(written)) merged[name] = mergeValue(merged[name], value);
  return merged;
}

const isComplex = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The body without `@odata.*` annotations and without the named properties, which the caller handles itself. */
export function withoutAnnotations(body: Json, ...handled: string[]): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes("@") && !handled.includes(name)));
}

/** A text property that must be there. */
export function requiredText(body: Json, name: string, resource: string): string {
  const value = body[name];
  if (typeof value === "string" && value !== "") return value;
  throw value === undefined || value === null || value === ""
    ? badRequest(`A value is required for property '${name}' of resource '${resource}'.`)
    : invalidValue(name, resource);
}

export const invalidValue = (name: string, resource: string) =>
  badRequest(`Invalid value specified for property '${name}' of resource '${resource}'.`);
