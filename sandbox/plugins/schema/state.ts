import { holdsUnknown, isList, isMap, unknown, Unknown, transform, type Value, type ValueMap } from "../rpc/values";
import { isSame } from "./diff";
import { fallback, isNothing, type Fields, type Property } from "./property";

/**
 * What an object will be: what is given, what the service decides (unknown, or as it was), and nothing for the rest.
 *
 * @param prior the object as it is; absent when it is to be created
 */
export function planned(fields: Fields, inputs: ValueMap, prior?: ValueMap): ValueMap {
  const value = (name: string, property: Property): Value => {
    if (property.input !== "none" && name in inputs) return plannedValue(property, inputs[name] ?? null, prior?.[name]);
    if (property.computed) return prior === undefined ? unknown : (prior[name] ?? null);
    return plannedValue(property, fallback(property), prior?.[name]);
  };
  return Object.fromEntries(Object.entries(fields).map(([name, property]) => [name, value(name, property)]));
}

/**
 * Nothing in place of nothing is no change: it stays in the form that it has, say `[]` where nobody gave a list. A set that is given
 * as `[]` where there was none is none.
 */
function plannedValue(property: Property, given: Value, was: Value = null): Value {
  const { kind, fields, element } = property;
  const prior = fields !== undefined && isMap(was) ? withoutMissingLists(fields, was) : was;
  if (!(given instanceof Unknown) && isNothing(property, prior) && isNothing(property, given)) {
    if (prior !== null) return prior;
    if (kind === "set" && element?.fields !== undefined) return [];
    if (kind === "set" || kind === "map") return null;
  }
  if (kind === "list" && element?.fields !== undefined && isList(given)) {
    const whole = was === null ? nothingIn(element.fields) : zeroIn(element.fields);
    return given.map((each) => (isMap(each) ? { ...whole, ...each } : each));
  }
  if (kind !== "block" || fields === undefined || !isMap(given)) return ordered(property, given);
  return { ...given, ...planned(fields, given, isMap(prior) ? prior : undefined) };
}

const nothingIn = (fields: Fields): ValueMap => Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
const zeros: Partial<Record<Property["kind"], Value>> = { boolean: false, integer: 0, string: "" };
const zeroIn = (fields: Fields): ValueMap =>
  Object.fromEntries(Object.entries(fields).map(([name, { kind }]) => [name, zeros[kind] ?? null]));

/** Terraform does not tell missing lists from empty ones within a block. */
function withoutMissingLists(fields: Fields, block: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { kind }]) => {
      const isMissing = (block[name] ?? null) === null && (kind === "list" || kind === "set");
      return [name, isMissing ? [] : (block[name] ?? null)];
    }),
  );
}

/** The object as it came out: what the service tells, else what was planned. */
export function settled(fields: Fields, plan: ValueMap, found: ValueMap): ValueMap {
  const value = (name: string, property: Property): Value => settledValue(property, plan[name] ?? null, found[name]);
  return Object.fromEntries(Object.entries(fields).map(([name, property]) => [name, value(name, property)]));
}

/**
 * Terraform has an empty collection for what nothing given looks like in the directory, and no null for lists of blocks. Of a set it
 * keeps what was planned, whatever the service tells.
 */
function settledValue(property: Property, expected: Value, told: Value | undefined): Value {
  const { kind, fields, element } = property;
  if (told === undefined) return expected instanceof Unknown ? null : expected;
  if (holdsUnknown(expected) || element === undefined || !isList(told)) {
    if (fields !== undefined && isMap(expected) && isMap(told)) return { ...told, ...settled(fields, expected, told) };
    return ordered(property, told);
  }
  const ofBlocks = element.fields !== undefined;
  if (expected === null && told.length === 0 && !ofBlocks) return null;
  const wanted = expected === null && ofBlocks ? [] : expected;
  if (kind === "set" && isList(wanted)) {
    return ordered(
      property,
      wanted.map((each) => told.find((one) => isSame(element, one, each)) ?? each),
    );
  }
  if (isList(wanted) && wanted.length === told.length) {
    return told.map((each, index) => settledValue(element, wanted[index] ?? null, each));
  }
  return ordered(property, told);
}

/** The object as it is read: what the service tells, also where that is empty, else what was known. */
export function readBack(fields: Fields, prior: ValueMap, found: ValueMap): ValueMap {
  const value = (name: string, property: Property): Value => {
    const told = found[name];
    if (told === undefined) return prior[name] ?? null;
    if (told === null && property.kind === "string") return "";
    return ordered(property, told);
  };
  return Object.fromEntries(Object.entries(fields).map(([name, property]) => [name, value(name, property)]));
}

/** Sets have no order of their own: the state keeps texts sorted. */
function ordered(property: Property, value: Value): Value {
  const { fields, element } = property;
  if (isList(value) && element !== undefined) {
    const elements = value.map((each) => ordered(element, each));
    return property.kind === "set" && elements.every((each) => typeof each === "string") ? elements.sort() : elements;
  }
  if (!isMap(value) || fields === undefined) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, each]) => [name, fields[name] === undefined ? each : ordered(fields[name], each)]),
  );
}

/** Minutes that each step may take, and the version of the schema: what the bridge keeps of Terraform's state. */
export interface StateMeta {
  minutes: Partial<Record<"create" | "read" | "update" | "delete", number>>;
  schemaVersion?: number;
}

const timeoutsKey = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";
const nanosecondsPerMinute = 60_000_000_000;

/** The properties that the bridge adds to each resource's state, so that the real plugin can go on with it. */
export function bridgeProperties(fields: Fields, outputs: ValueMap, { minutes, schemaVersion }: StateMeta): ValueMap {
  const version = schemaVersion === undefined ? {} : { schema_version: String(schemaVersion) };
  return {
    __meta: JSON.stringify({ [timeoutsKey]: timeoutsOf(minutes), ...version }),
    __pulumi_raw_state_delta: objectDelta(fields, outputs),
  };
}

/** The same of what is planned. */
export function bridgePlan({ minutes }: StateMeta): ValueMap {
  return { __meta: JSON.stringify({ _new_extra_shim: {}, [timeoutsKey]: timeoutsOf(minutes) }) };
}

function timeoutsOf(minutes: StateMeta["minutes"]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(minutes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([step, each]) => [step, each * nanosecondsPerMinute]),
  );
}

/** How Terraform's form of a value differs from this one; undefined where it does not. */
function delta(property: Property, value: Value): ValueMap | undefined {
  if (property.kind === "block") {
    return { plu: { i: isMap(value) ? objectDelta(property.fields ?? {}, value) : {} } };
  }
  if (value === null) return undefined;
  if (property.kind === "object") return isMap(value) ? objectDelta(property.fields ?? {}, value) : undefined;
  if (property.kind === "map") return { map: {} };
  const { element } = property;
  if (!isList(value) || element === undefined) return undefined;
  const elements = value.flatMap((each, index) => {
    const difference = delta(element, each);
    return difference === undefined ? [] : [[String(index), difference]];
  });
  return { arr: elements.length === 0 ? {} : { el: Object.fromEntries(elements) as ValueMap } };
}

function objectDelta(fields: Fields, values: ValueMap): ValueMap {
  const properties: ValueMap = {};
  const renamed: ValueMap = {};
  for (const [name, property] of Object.entries(fields)) {
    const difference = delta(property, values[name] ?? null);
    if (difference !== undefined) properties[name] = difference;
    if (property.stateName !== undefined && (values[name] ?? null) !== null) renamed[name] = property.stateName;
  }
  return {
    obj: {
      ...(Object.keys(properties).length > 0 ? { ps: properties } : {}),
      ...(Object.keys(renamed).length > 0 ? { renamed } : {}),
    },
  };
}

/**
 * Inputs after a refresh: those there were, with the values that the object has now. A list keeps the order of the input where it holds
 * the same.
 */
export function refreshedInputs(fields: Fields, inputs: ValueMap, outputs: ValueMap): ValueMap {
  const entries = Object.entries(inputs).filter(([name, value]) =>
    name === "__defaults" ? isList(value) && value.length > 0 : outputs[name] !== undefined,
  );
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const property = fields[name];
      return [name, property === undefined ? value : refreshed(property, value, outputs[name] ?? null)];
    }),
  );
}

function refreshed(property: Property, before: Value, now: Value): Value {
  const { fields, element } = property;
  if (fields !== undefined && isMap(before) && isMap(now)) return refreshedInputs(fields, before, now);
  if (!isList(before) || !isList(now) || element === undefined) return now;
  if (property.kind === "set" && element.fields === undefined) return now.filter((each) => before.includes(each));
  return before.slice(0, now.length).map((each, index) => refreshed(element, each, now[index] ?? null));
}

/** Inputs of an object that is imported: everything that may be given and says something. */
export function importedInputs(fields: Fields, outputs: ValueMap): ValueMap {
  const inputs: ValueMap = {};
  for (const [name, property] of Object.entries(fields)) {
    const value = outputs[name];
    if (value === undefined || property.input === "none") continue;
    if (value === null) {
      // what nobody tells again, but has to be given
      if (property.input === "required" || property.default !== undefined) inputs[name] = null;
      continue;
    }
    if (property.input !== "required" && isNothing(property, value)) continue;
    if (property.conflictsWith.some((other) => other in inputs)) continue;
    inputs[name] = imported(property, value);
  }
  return { ...inputs, __defaults: [] };
}

function imported(property: Property, value: Value): Value {
  const { fields, element } = property;
  if (fields !== undefined && isMap(value)) return importedInputs(fields, value);
  if (isList(value) && element !== undefined) return value.map((each) => imported(element, each));
  return value;
}

/** A plan in which nothing is unknown any more. */
export function withoutUnknowns(values: ValueMap): ValueMap {
  return transform(values, (value) => (value instanceof Unknown ? null : value)) as ValueMap;
}
