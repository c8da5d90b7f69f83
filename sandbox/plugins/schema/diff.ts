import type { Changes, PropertyChange } from "../rpc/provider";
import { isList, holdsUnknown, isMap, Unknown, type Value, type ValueMap } from "../rpc/values";
import { fallback, isNothing, type Fields, type Property } from "./property";

/**
 * What it takes to bring an object to its inputs.
 *
 * @param outputs the object as it was last seen, without secret wrappers
 * @param inputs plain inputs; what is absent is either left to the service or brought back to nothing
 */
export function diffFields(fields: Fields, outputs: ValueMap, inputs: ValueMap): Changes {
  const changes: Changes = new Map();
  compareFields(fields, outputs, inputs, "", changes, false);
  return changes;
}

/** Names of properties that a diff touches. */
export function changedNames(fields: Fields, outputs: ValueMap, inputs: ValueMap): Set<string> {
  return new Set([...diffFields(fields, outputs, inputs).keys()].map((path) => path.split(/[.[]/)[0] ?? path));
}

function compareFields(
  fields: Fields,
  outputs: ValueMap,
  inputs: ValueMap,
  path: string,
  changes: Changes,
  replace: boolean,
): void {
  for (const [name, property] of Object.entries(fields)) {
    if (property.input === "none") continue;
    const given = inputs[name];
    if (given === undefined && property.computed) continue;
    const at = path === "" ? name : `${path}.${name}`;
    compare(property, outputs[name] ?? null, given ?? fallback(property), at, changes, replace || property.replaces);
  }
}

function compare(
  property: Property,
  before: Value,
  after: Value,
  path: string,
  changes: Changes,
  replace: boolean,
): void {
  if (isNothing(property, before) && isNothing(property, after)) return;
  const report = (kind: PropertyChange["kind"], at = path) => changes.set(at, { kind, replace });
  // an empty text or a "false" that is in the state counts as one that is there
  const comes = isNothing(property, before) && (before === null || typeof before === "object");
  if (after instanceof Unknown) report(comes ? "add" : "update");
  else if (property.fields !== undefined && isMap(before) && isMap(after)) {
    compareFields(property.fields, before, after, path, changes, replace);
  } else if (comes) report("add");
  else if (isNothing(property, after)) report("delete");
  else if (property.kind === "set" && isList(before) && isList(after)) {
    compareSets(property, before, after, path, changes, replace);
  } else if (isList(before) && isList(after) && property.element !== undefined) {
    compareLists(property.element, before, after, path, changes, replace);
  } else if (!isSame(property, before, after)) report("update");
}

function compareSets(
  property: Property,
  before: Value[],
  after: Value[],
  path: string,
  changes: Changes,
  replace: boolean,
): void {
  const element = property.element;
  if (element === undefined) return;
  const added = [...after.keys()].filter((at) => !before.some((each) => isSame(element, each, after[at] ?? null)));
  const gone = [...before.keys()].filter((at) => !after.some((each) => isSame(element, before[at] ?? null, each)));
  if (added.some((index) => !isComplete(element, after[index]))) {
    changes.set(path, { kind: "update", replace });
    return;
  }
  for (const index of added) {
    const at = `${path}[${index}]`;
    if (gone.includes(index)) compare(element, before[index] ?? null, after[index] ?? null, at, changes, replace);
    else changes.set(at, { kind: "add", replace });
  }
  for (const index of gone) if (!added.includes(index)) changes.set(`${path}[${index}]`, { kind: "delete", replace });
}

/** Whether Terraform has nothing to fill in. An element that is planned in other words than it was given is told as a change of the whole set. */
function isComplete({ fields }: Property, element: Value | undefined): boolean {
  if (fields === undefined || !isMap(element)) return true;
  return Object.entries(fields).every(
    ([name, { kind, computed }]) => name in element || computed || kind === "list" || kind === "set" || kind === "map",
  );
}

function compareLists(
  element: Property,
  before: Value[],
  after: Value[],
  path: string,
  changes: Changes,
  replace: boolean,
): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const at = `${path}[${index}]`;
    const [old, now] = [before[index], after[index]];
    if (old === undefined) changes.set(at, { kind: "add", replace });
    else if (now === undefined) changes.set(at, { kind: "delete", replace });
    else compare(element, old, now, at, changes, replace);
  }
}

/** Whether an input asks for what is there already. */
export function isSame(property: Property, before: Value, after: Value): boolean {
  if (holdsUnknown(after)) return false;
  if (isNothing(property, before) && isNothing(property, after)) return true;
  if (property.kind === "set" && isList(before) && isList(after)) {
    const changes: Changes = new Map();
    compareSets(property, before, after, "", changes, false);
    return changes.size === 0;
  }
  if (isList(before) && isList(after)) {
    const { element } = property;
    return (
      element !== undefined &&
      before.length === after.length &&
      before.every((each, index) => isSame(element, each, after[index] ?? null))
    );
  }
  if (isMap(before) && isMap(after)) {
    if (property.fields === undefined) return sameMap(before, after);
    const changes: Changes = new Map();
    compareFields(property.fields, before, after, "", changes, false);
    return changes.size === 0;
  }
  return before === after;
}

function sameMap(before: ValueMap, after: ValueMap): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => before[name] === after[name]);
}
