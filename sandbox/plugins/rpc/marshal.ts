import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isList, isMap, Secret, unknown, Unknown, type Value, type ValueMap } from "./values";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Each type has an unknown of its own on the wire. */
const unknowns = new Set([
  unknownString,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
]);

/** Properties as they came from the engine; none where it sent none. */
export function fromStruct(struct: Struct | undefined): ValueMap {
  return struct === undefined ? {} : (decode(struct.toJavaScript()) as ValueMap);
}

/** Properties as they are sent to the engine. */
export function toStruct(properties: ValueMap): Struct {
  return Struct.fromJavaScript(encode(properties) as Record<string, JavaScriptValue>);
}

function decode(value: JavaScriptValue): Value {
  if (typeof value === "string") return unknowns.has(value) ? unknown : value;
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, JavaScriptValue>;
  if (fields[signatureKey] === secretSignature) return new Secret(decode(fields["value"] ?? null));
  if (fields[signatureKey] === outputSignature) return decodeOutput(fields);
  return Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, decode(each)]));
}

function decodeOutput(fields: Record<string, JavaScriptValue>): Value {
  const value = fields["value"] === undefined ? unknown : decode(fields["value"]);
  return fields["secret"] === true ? new Secret(value) : value;
}

function encode(value: Value): JavaScriptValue {
  if (value instanceof Unknown) return unknownString;
  if (value instanceof Secret) return { [signatureKey]: secretSignature, value: encode(value.value) };
  if (isList(value)) return value.map(encode);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, encode(each)]));
}
