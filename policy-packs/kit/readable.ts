import { UnknownValueError } from "@pulumi/policy";

/** Stands for a value that a preview does not know yet. */
export const NOT_KNOWN: unique symbol = Symbol("not known yet");

export type Readable<T> = T | typeof NOT_KNOWN;

/** Reads a property: the value, or {@link NOT_KNOWN} where a preview cannot tell it. */
export function readable<T>(read: () => T): Readable<T> {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return NOT_KNOWN;
    throw error;
  }
}

/** A text; undefined where there is none. */
export function textOf(props: Record<string, unknown>, key: string): Readable<string | undefined> {
  return readable(() => {
    const value = props[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  });
}

/** A yes or no; what is not set counts as no. */
export function flagOf(props: Record<string, unknown>, key: string): Readable<boolean> {
  return readable(() => props[key] === true);
}

/** A list, each element on its own: one that a preview does not know hides none of the others. */
export function listOf<T = unknown>(props: Record<string, unknown>, key: string): Readable<Readable<T>[]> {
  return readable(() => {
    const list = props[key];
    if (!Array.isArray(list)) return [];
    return Array.from({ length: list.length }, (_, index) => readable(() => list[index] as T));
  });
}

/** A nested object; undefined where there is none. */
export function objectOf(props: Record<string, unknown>, key: string): Readable<Record<string, unknown> | undefined> {
  return readable(() => {
    const value = props[key];
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  });
}

/** The engine's sign for a text that is not known. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UnknownValue = UnknownValueError as unknown as new (sign: string, path: string[]) => Error;

/** By throwing this a policy tells the engine that it cannot judge: shown as advisory under the policy's name, whatever its level. */
export function unknownValueError(message: string): Error {
  const error = new UnknownValue(unknownText, []);
  error.message = message;
  return error;
}
