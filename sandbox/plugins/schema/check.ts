import { PluginError } from "../rpc/errors";
import type { CheckFailure, CheckResult } from "../rpc/provider";
import { isList, holdsUnknown, isMap, Secret, Unknown, type Value, type ValueMap } from "../rpc/values";
import { Place, snake } from "./place";
import type { Fields, Property } from "./property";

const defaultsKey = "__defaults";

/**
 * Inputs with defaults filled in (and named in `__defaults`, as the state keeps them), values brought to their types, and everything
 * that is wrong with them, in the words of Terraform's provider.
 *
 * @throws PluginError for a text in place of a whole number, which Pulumi's own plugin refuses without judging the rest
 */
export function checkInputs(fields: Fields, name: string, news: ValueMap): CheckResult {
  const check = new InputCheck(name);
  const inputs = check.fields(fields, news, Place.root);
  return { inputs, failures: check.failures };
}

class InputCheck {
  readonly failures: CheckFailure[] = [];
  /** Within a list or set that is not known as a whole, of which values are not judged. */
  private open = false;

  constructor(private readonly resource: string) {}

  fields(fields: Fields, news: ValueMap, place: Place): ValueMap {
    const inputs: ValueMap = {};
    for (const [name, value] of Object.entries(news)) {
      if (value === null || name === defaultsKey) continue;
      const property = fields[name];
      if (property === undefined) this.fail("Invalid or unknown key", place.key(name));
      else if (property.input === "none" && holdsUnknown(value)) inputs[name] = value;
      else if (property.input === "none")
        this.fail(unconfigurable(property, name, place), place.property(name, property));
      else inputs[name] = this.value(property, value, place.property(name, property));
    }
    this.missing(fields, inputs, place);
    this.conflicts(fields, inputs, place);
    inputs[defaultsKey] = fillIn(fields, inputs);
    return inputs;
  }

  private value(property: Property, value: Value, place: Place): Value {
    if (value instanceof Secret) return new Secret(this.value({ ...property, secret: true }, value.value, place));
    if (value instanceof Unknown) return value;
    switch (property.kind) {
      case "string":
      case "boolean":
      case "integer":
        return this.scalar(property, value, place);
      case "list":
      case "set":
        return this.elements(property, value, place);
      case "map":
      case "block":
      case "object":
        return this.map(property, value, place);
    }
  }

  private scalar(property: Property, value: Value, place: Place): Value {
    if (isList(value)) return this.refuse("Attribute must be a single value, not a list", value, place);
    if (isMap(value)) return this.refuse("Attribute must be a single value, not a map", value, place);
    const converted = converter[property.kind as Scalar](value as string | number | boolean, place.terraform);
    if (converted instanceof Fault) return this.refuse(this.told(property, converted.reason, place), value, place);
    const fault = property.validate?.(converted, place.terraform);
    if (fault !== undefined) this.fail(this.told(property, fault, place), place);
    return converted;
  }

  /** What is wrong is said with the value, which a secret's must not be. */
  private told({ secret }: Property, reason: string, place: Place): string {
    return secret ? `"${place.terraform}" is a secret that is not valid` : reason;
  }

  /** One value in place of several is taken for a list of one. */
  private elements(property: Property, value: Value, place: Place): Value {
    const { element } = property;
    if (element === undefined) return value;
    const list = isList(value) ? value : [value];
    const before = this.open;
    this.open ||= property.kind === "set" ? holdsUnknown(list) : list.some((each) => each instanceof Unknown);
    const { minItems = 0, maxItems = Infinity } = property;
    const { terraform } = place;
    if (list.length < minItems) {
      const words = `Attribute ${terraform} requires ${minItems} item minimum, but config has only ${list.length} declared.`;
      this.fail(`Not enough list items. ${words}`, place);
    }
    if (list.length > maxItems) {
      const words = `Attribute ${terraform} supports ${maxItems} item maximum, but config has ${list.length} declared.`;
      this.fail(`Too many list items. ${words}`, place);
    }
    const values = list.map((each, index) =>
      this.value(within(property, element), each, place.element(index, property.kind)),
    );
    this.open = before;
    return values;
  }

  private map(property: Property, given: Value, place: Place): Value {
    // several values where there is one: the first counts
    const value =
      isList(given) && (property.kind === "block" || (property.kind === "map" && given.length === 0))
        ? (given[0] ?? null)
        : given;
    if (value === null) return null;
    if (!isMap(value)) {
      if (property.kind === "map") return this.refuse("Attribute must be a map", value, place);
      return this.refuse(`Expected Object Type. Expected object, got ${typeName(value)}`, value, place);
    }
    if (property.fields !== undefined) {
      const fields = Object.entries(property.fields).map(([name, field]) => [name, within(property, field)]);
      return this.fields(Object.fromEntries(fields) as Fields, value, place);
    }
    const { element } = property;
    const entries = Object.entries(value).filter(([name]) => name !== defaultsKey);
    const inputs = entries.map(([name, each]) => [
      name,
      element === undefined ? each : this.value(within(property, element), each, place.key(name)),
    ]);
    return { ...(Object.fromEntries(inputs) as ValueMap), [defaultsKey]: [] };
  }

  private missing(fields: Fields, inputs: ValueMap, place: Place): void {
    for (const [name, property] of Object.entries(fields)) {
      const { input, atLeastOneOf } = property;
      const at = place.property(name, property);
      if (input === "required" && !(name in inputs)) {
        const words = `The argument "${at.terraform.replace(/\.0$/, "")}" is required, but no definition was found.`;
        this.fail(`Missing required argument. ${words}`, at);
      }
      if (atLeastOneOf.length > 0 && !atLeastOneOf.some((each) => each in inputs)) {
        const names = atLeastOneOf.map((each) => place.property(each, fields[each] ?? property).terraform).join(",");
        this.fail(`Missing required argument. "${at.terraform}": one of \`${names}\` must be specified`, at);
      }
    }
  }

  private conflicts(fields: Fields, inputs: ValueMap, place: Place): void {
    for (const [name, property] of Object.entries(fields)) {
      if (!(name in inputs) || holdsUnknown(inputs[name])) continue;
      const at = place.property(name, property);
      for (const other of property.conflictsWith) {
        if (!(other in inputs) || holdsUnknown(inputs[other])) continue;
        const words = `"${at.terraform}": conflicts with ${place.property(other, fields[other] ?? property).terraform}`;
        this.fail(`Conflicting configuration arguments. ${words}`, at);
      }
    }
  }

  private refuse(reason: string, value: Value, place: Place): Value {
    this.fail(reason, place);
    return value;
  }

  private fail(reason: string, { path }: Place): void {
    if (this.open) return;
    this.failures.push({ reason: `${reason}. Examine values at '${this.resource}.${path}'.` });
  }
}

function unconfigurable(property: Property, name: string, place: Place): string {
  const { terraform } = place.property(name, property);
  return (
    `Value for unconfigurable attribute. Can't configure a value for "${terraform}": ` +
    "its value will be decided automatically based on the result of applying this configuration."
  );
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

type Scalar = "string" | "boolean" | "integer";

/** Why a value is not of its type. */
class Fault {
  constructor(readonly reason: string) {}
}

type Converted = string | number | boolean | Fault;

/** How each type takes other scalars. */
const converter: Record<Scalar, (value: string | number | boolean, name: string) => Converted> = {
  string: (value) => String(value),
  boolean: (value) => {
    if (typeof value === "number") return Math.trunc(value);
    if (typeof value !== "string") return value;
    if (["true", "1", "t", "T", "TRUE", "True"].includes(value)) return true;
    if (["false", "0", "f", "F", "FALSE", "False"].includes(value)) return false;
    if (value === "") return value;
    return new Fault(`cannot parse '' as bool: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  },
  integer: (value, name) => {
    if (typeof value === "boolean") return new Fault(`Attribute must be a whole number, got ${value}`);
    if (typeof value !== "string") return Math.trunc(value);
    if (/^[+-]?\d+$/.test(value)) return Number(value);
    throw new PluginError(
      `${snake(name.split(".").at(-1) ?? name)}: strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`,
    );
  },
};

function typeName(value: Value): string {
  if (isList(value)) return "slice";
  return { boolean: "bool", number: "int" }[typeof value as string] ?? typeof value;
}
