export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
export const bool = (value: unknown, otherwise = false): boolean => (typeof value === "boolean" ? value : otherwise);

/** Graph clears a property by null; an empty text is an absent one to the provider. */
export const orNull = (value: unknown): unknown => (value === undefined || value === "" ? null : value);

/** The provider keeps an absent list as null. */
export const nullIfEmpty = (values: string[]): string[] | null => (values.length === 0 ? null : values);

/** `/applications/<id>` to `<id>`. */
export const lastSegment = (id: string): string => id.split("/").at(-1) ?? id;

export const sorted = (values: string[]): string[] => [...values].sort();
