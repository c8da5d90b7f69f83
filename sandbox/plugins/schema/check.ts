import type { CheckFailure, CheckResult } from "../rpc/provider";
import { isList, holdsUnknown, isMap, Secret, Unknown, type Value, type ValueMap } from "../rpc/values";
import type { Fields, Property } from "./property";

const defaultsKey = "__defaults";

/**
 * Inputs with defaults filled in (and named in `__defaults`, as the state keeps them), values brought to their types, and everything
 * that is wrong with them.
 */
export function checkInputs(fields: Fields, name: string, news: ValueMap): CheckResult {
  const check = new InputCheck(name);
  const inputs = check.fields(fields, news, "");
  return { inputs, failures: check.failures };
}

class InputCheck {
  readonly failures: CheckFailure[] = [];

  constructor(private readonly resource: string) {}

  fields(fields: Fields, news: ValueMap, path: string): ValueMap {
    const inputs: ValueMap = {};
    for (const [name, value] of Object.entries(news)) {
      if (value === null || name === defaultsKey) continue;
      const at = joined(path, name);
      const property = fields[name];
      if (property === undefined || property.input === "none") this.fail("Invalid or unknown key", at);
      else inputs[name] = this.value(property, value, at);
    }
    this.missing(fields, inputs, path);
    this.conflicts(fields, inputs, path);
    inputs[defaultsKey] = fillIn(fields, inputs);
    return inputs;
  }

  private value(property: Property, value: Value, path: string): Value {
    if (value instanceof Secret) return new Secret(this.value({ ...property, secret: true }, value.value, path));
    if (value instanceof Unknown) return value;
    switch (property.kind) {
      case "string":
      case "boolean":
      case "integer":
        return this.scalar(property, value, path);
      case "list":
      case "set":
        return this.elements(property, value, path);
      case "map":
      case "block":
      case "object":
        return this.map(property, value, path);
    }
  }

  private scalar(property: Property, value: Value, path: string): Value {
    const converted = convert(property.kind, value);
    if (converted === undefined) {
      this.fail(`expected ${property.kind} type, got ${typeName(value)} type`, path);
      return value;
    }
    const fault = property.validate?.(converted, path);
    // what is wrong is said with the value, which a secret's must not be
    if (fault !== undefined) this.fail(property.secret ? `"${path}" is a secret that is not valid` : fault, path);
    return converted;
  }

  private elements(property: Property, value: Value, path: string): Value {
    const { element } = property;
    if (!isList(value) || element === undefined) {
      this.fail(`expected array type, got ${typeName(value)} type`, path);
      return value;
    }
    return value.map((each, index) => this.value(within(property, element), each, `${path}[${index}]`));
  }

  private map(property: Property, value: Value, path: string): Value {
    if (!isMap(value)) {
      this.fail(`expected object type, got ${typeName(value)} type`, path);
      return value;
    }
    if (property.fields !== undefined) {
      const fields = Object.entries(property.fields).map(([name, field]) => [name, within(property, field)]);
      return this.fields(Object.fromEntries(fields) as Fields, value, path);
    }
    const { element } = property;
    const entries = Object.entries(value).filter(([name]) => name !== defaultsKey);
    const inputs = entries.map(([name, each]) => [
      name,
      element === undefined ? each : this.value(within(property, element), each, `${path}.${name}`),
    ]);
    return { ...(Object.fromEntries(inputs) as ValueMap), [defaultsKey]: [] };
  }

  private missing(fields: Fields, inputs: ValueMap, path: string): void {
    for (const [name, { input, atLeastOneOf }] of Object.entries(fields)) {
      if (input === "required" && !(name in inputs)) {
        this.failures.push({ reason: `Missing required property '${joined(path, name)}'` });
      }
      if (atLeastOneOf[0] === name && !atLeastOneOf.some((each) => each in inputs)) {
        this.failures.push({
          reason: `Missing required argument: one of \`${atLeastOneOf.map((each) => joined(path, each)).join(",")}\` must be specified`,
        });
      }
    }
  }

  private conflicts(fields: Fields, inputs: ValueMap, path: string): void {
    for (const [name, { conflictsWith }] of Object.entries(fields)) {
      if (!(name in inputs) || holdsUnknown(inputs[name])) continue;
      for (const other of conflictsWith) {
        if (!(other in inputs) || holdsUnknown(inputs[other])) continue;
        this.fail(
          `Conflicting configuration arguments: "${name}": conflicts with ${joined(path, other)}`,
          joined(path, name),
        );
      }
    }
  }

  private fail(reason: string, path: string): void {
    this.failures.push({ reason: `${reason}. Examine values at '${this.resource}.${path}'.` });
  }
}

/** What is in a secret is one. */
function within(property: Property, element: Property): Property {
  return property.secret ? { ...element, secret: true } : element;
}

/** Defaults that say nothing (false, 0, "") stay out of the inputs. */
function fillIn(fields: Fields, inputs: ValueMap): string[] {
  const filled = Object.entries(fields).filter(
    ([name, property]) =>
      Boolean(property.default) && !(name in inputs) && !property.conflictsWith.some((other) => other in inputs),
  );
  for (const [name, property] of filled) inputs[name] = property.default ?? null;
  return filled.map(([name]) => name).sort();
}

function convert(kind: Property["kind"], value: Value): string | number | boolean | undefined {
  if (kind === "string") {
    return typeof value === "string"
      ? value
      : typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : undefined;
  }
  if (kind === "boolean") {
    if (typeof value === "boolean") return value;
    return value === "true" ? true : value === "false" ? false : undefined;
  }
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : undefined;
}

function typeName(value: Value): string {
  if (value === null) return "null";
  return isList(value) ? "array" : typeof value;
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
