/** A value that is known only after an update. */
export class Unknown {
  private constructor() {}
  static readonly value = new Unknown();
}

/** The one unknown value. */
export const unknown = Unknown.value;

/** A value that the engine stores encrypted. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** What the engine and a plugin hand to each other: JSON, secrets and unknowns. */
export type Value = null | boolean | number | string | Unknown | Secret | Value[] | ValueMap;

/** Properties by name. */
export interface ValueMap {
  [name: string]: Value;
}

/** Whether a value is a map: not a list, secret or unknown. */
export function isMap(value: Value | undefined): value is ValueMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Unknown)
  );
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is Value[] {
  return Array.isArray(value);
}

/** The value with a function applied to every map and list below it, innermost first. */
export function transform(value: Value, change: (value: Value) => Value): Value {
  if (isList(value)) return change(value.map((each) => transform(each, change)));
  if (value instanceof Secret) return change(new Secret(transform(value.value, change)));
  if (!isMap(value)) return change(value);
  return change(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, transform(each, change)])));
}

/** Properties with every secret in the open, and else as they are. */
export function withoutSecrets(inputs: ValueMap): ValueMap {
  return transform(inputs, (value) => (value instanceof Secret ? value.value : value)) as ValueMap;
}

/** Properties as a resource works with them: no secret wrappers, no `__` properties of the engine's, no nulls. */
export function plainInputs(inputs: ValueMap): ValueMap {
  return transform(inputs, (value) => {
    if (value instanceof Secret) return value.value;
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([name, each]) => !name.startsWith("__") && each !== null));
  }) as ValueMap;
}

/** Whether a value is a secret or has one in it. */
export function holdsSecret(value: Value | undefined): boolean {
  if (value instanceof Secret) return true;
  if (isList(value)) return value.some(holdsSecret);
  return isMap(value) && Object.values(value).some(holdsSecret);
}

/** Whether a value is unknown or has an unknown in it. */
export function holdsUnknown(value: Value | undefined): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Secret) return holdsUnknown(value.value);
  if (isList(value)) return value.some(holdsUnknown);
  return isMap(value) && Object.values(value).some(holdsUnknown);
}

/** Properties with those marked secret that are named, or whose input was a secret. */
export function withSecrets(properties: ValueMap, inputs: ValueMap, names: Iterable<string>): ValueMap {
  const secret = new Set(names);
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      const isSecret = secret.has(name) || (value !== null && holdsSecret(inputs[name]));
      return [name, isSecret && !(value instanceof Secret) ? new Secret(value) : value];
    }),
  );
}
