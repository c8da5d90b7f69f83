import { UnknownValueError } from "@pulumi/policy";

/** Stands for a value that a preview does not know yet. */
export const NOT_KNOWN = Symbol("not known yet");

/** Reads a property: the value, or {@link NOT_KNOWN} where a preview cannot tell it. */
export function readable<T>(read: () => T): T | typeof NOT_KNOWN {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return NOT_KNOWN;
    throw error;
  }
}
