import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { ObjectSchema, PackageSchema, Properties, PropertySchema } from "./plugins-client";
import { unknown } from "./plugins-client";

export const someId = "11111111-2222-4333-8444-555555555555";
const otherId = "99999999-2222-4333-8444-555555555555";

const typesPrefix = "#/types/";

/** Inputs with every property in turn, each with values that fit and values that do not, beside what is required. */
export function inputsOf(schema: PackageSchema, type: string): Properties[] {
  const { inputProperties = {}, requiredInputs = [] } = schema.resources[type] ?? {};
  return variationsOf(schema, { properties: inputProperties, required: requiredInputs });
}

function variationsOf(
  schema: PackageSchema,
  { properties = {}, required = [] }: ObjectSchema,
  depth = 0,
): Properties[] {
  const least = Object.fromEntries(
    required.map((name) => [name, fitting(schema, properties[name] ?? {})] as [string, JavaScriptValue]),
  );
  const one = Object.entries(properties).flatMap(([name, property]) =>
    valuesFor(schema, property, depth).map((value) => ({ ...least, [name]: value })),
  );
  return [{}, least, { ...least, noSuchProperty: "x" }, ...one];
}

/** A value of the property's type, as small as can be. */
function fitting(schema: PackageSchema, property: PropertySchema): JavaScriptValue {
  const { properties = {}, required = [] } = referenced(schema, property) ?? {};
  switch (property.type) {
    case "string":
      return someId;
    case "boolean":
      return true;
    case "integer":
    case "number":
      return 1;
    case "array":
      return [fitting(schema, property.items ?? {})];
    default:
      return Object.fromEntries(required.map((name) => [name, fitting(schema, properties[name] ?? {})]));
  }
}

function valuesFor(schema: PackageSchema, property: PropertySchema, depth: number): JavaScriptValue[] {
  const wrong: JavaScriptValue[] = [
    "some text",
    "",
    "true",
    "7",
    7,
    1.5,
    true,
    false,
    ["some text"],
    [],
    { a: "b" },
    {},
  ];
  const fit = fitting(schema, property);
  const common: JavaScriptValue[] = [...wrong, fit, unknown];
  const object = referenced(schema, property);
  if (object !== undefined && depth < 3) return [...common, ...variationsOf(schema, object, depth + 1)];
  if (property.items === undefined) return [...common, otherId];
  const element = referenced(schema, property.items);
  const elements = element === undefined ? [] : depth < 3 ? variationsOf(schema, element, depth + 1) : [];
  return [...common, [someId, otherId], [otherId, unknown], [7], [[]], ...elements.map((each) => [each])];
}

function referenced(schema: PackageSchema, { $ref }: PropertySchema): ObjectSchema | undefined {
  return $ref?.startsWith(typesPrefix) ? schema.types[$ref.slice(typesPrefix.length)] : undefined;
}
