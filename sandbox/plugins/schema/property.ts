import { isList, type Value, type ValueMap } from "../rpc/values";

/** Properties of a resource or a nested object, by name. */
export type Fields = Record<string, Property>;

type Scalar = "string" | "boolean" | "integer";

/** One property: what may be given, what the service decides, and how values compare. */
export interface Property {
  /** A `set` is a list without order; a `block` is one nested object. */
  kind: Scalar | "list" | "set" | "map" | "block" | "object";
  /** Of lists, sets and maps. */
  element?: Property;
  /** Of blocks and objects. */
  fields?: Fields;
  input: "required" | "optional" | "none";
  /** The service fills it in when it is not given. */
  computed: boolean;
  /** A change makes another object. */
  replaces: boolean;
  secret: boolean;
  default?: string | number | boolean;
  validate?: Validator;
  /** Of a block: a set of one there, so that messages do not look into it. */
  unordered?: boolean;
  /** Of lists and sets: how many at least. */
  minItems?: number;
  /** Of lists and sets: how many at most. */
  maxItems?: number;
  conflictsWith: string[];
  /** At least one of these (its own name included) has to be given. */
  atLeastOneOf: string[];
  /** The name in the state that Terraform's provider would write, where it is not this one in snake case. */
  stateName?: string;
}

/** Says what is wrong with a known value, or nothing. */
export type Validator = (value: string | number | boolean, path: string) => string | undefined;

/** What may be said about a property when it is declared; the rest has defaults. */
export type Options = Partial<Omit<Property, "kind" | "element" | "fields">> & { required?: true };

function property(kind: Property["kind"], { required, ...options }: Options, parts: Partial<Property> = {}): Property {
  return {
    kind,
    input: required ? "required" : "optional",
    computed: false,
    replaces: false,
    secret: false,
    conflictsWith: [],
    atLeastOneOf: [],
    ...options,
    ...parts,
  };
}

export const text = (options: Options = {}) => property("string", options);
export const flag = (options: Options = {}) => property("boolean", options);
export const integer = (options: Options = {}) => property("integer", options);
export const list = (element: Property, options: Options = {}) => property("list", options, { element });
export const set = (element: Property, options: Options = {}) => property("set", options, { element });
export const texts = (options: Options = {}) => list(text(), options);
export const textSet = (options: Options = {}, validate?: Validator) => set(text({ validate }), options);
export const map = (options: Options = {}) => property("map", options, { element: text() });
export const block = (fields: Fields, options: Options = {}) => property("block", options, { fields });
/** An element of a list or set. */
export const object = (fields: Fields) => property("object", {}, { fields });

/** Decided by the service alone. */
export const output = (of: Property): Property => ({ ...of, input: "none", computed: true });

/** The value a property has when nobody gives one. */
export function fallback(each: Property): Value {
  return each.default ?? null;
}

/** Whether a value says no more than an absent one: null, "", false, 0, empty, or a block of such or of defaults. */
export function isNothing(each: Property, value: Value | undefined): boolean {
  if (value === undefined || value === null || value === each.default) return true;
  if (value === "" || value === false || value === 0) return each.default === undefined;
  if (isList(value)) return value.length === 0;
  if (each.fields !== undefined && typeof value === "object") {
    return Object.entries(each.fields).every(([name, field]) => isNothing(field, (value as ValueMap)[name]));
  }
  return each.kind === "map" && typeof value === "object" && Object.keys(value).length === 0;
}

/** Top-level properties of which values are secrets. */
export function secretNames(fields: Fields): string[] {
  return Object.entries(fields)
    .filter(([, each]) => each.secret)
    .map(([name]) => name);
}
