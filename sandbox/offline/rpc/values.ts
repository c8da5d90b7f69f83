import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** Stands for a value that is not known in a preview; the engine's own token for it. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export type Properties = Record<string, unknown>;

export interface Received {
  /** Values without secret wrappers; {@link UNKNOWN} where a value is not known. */
  values: Properties;
  /** Names of top-level properties that hold a secret somewhere. */
  secrets: ReadonlySet<string>;
}

/** Reads properties as the engine sends them. */
export function receive(struct: Struct | undefined): Received {
  const raw = (struct?.toJavaScript() ?? {}) as Properties;
  const secrets = new Set<string>();
  const values: Properties = {};
  for (const [name, value] of Object.entries(raw)) {
    values[name] = unwrap(value, () => secrets.add(name));
  }
  return { values, secrets };
}

function unwrap(value: unknown, noteSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((each) => unwrap(each, noteSecret));
  if (typeof value !== "object" || value === null) return value;
  const object = value as Properties;
  if (object[signatureKey] === secretSignature) {
    noteSecret();
    return unwrap(object.value, noteSecret);
  }
  return Object.fromEntries(Object.entries(object).map(([name, each]) => [name, unwrap(each, noteSecret)]));
}

/** Properties as the engine takes them, those named as secret wrapped. */
export function send(values: Properties, secrets: ReadonlySet<string> = new Set()): Struct {
  const wrapped = Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        secrets.has(name) && value !== null && value !== UNKNOWN ? { [signatureKey]: secretSignature, value } : value,
      ]),
  );
  return Struct.fromJavaScript(wrapped as Record<string, JavaScriptValue>);
}

/** Whether a value is or contains one that is not known. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Equal as data; the bridge's bookkeeping of defaults does not count. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other || ((one === undefined || one === null) && (other === undefined || other === null))) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => sameValue(each, other[index]));
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)].filter((name) => name !== "__defaults"));
  return [...names].every((name) => sameValue((one as Properties)[name], (other as Properties)[name]));
}
