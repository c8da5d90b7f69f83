import type { Validator } from "./property";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const uuid: Validator = (value, path) =>
  uuidPattern.test(String(value)) ? undefined : `expected "${path}" to be a valid UUID, got ${value}`;

export const notEmpty: Validator = (value, path) =>
  value === "" ? `expected "${path}" to not be an empty string, got ${value}` : undefined;

export const time: Validator = (value, path) =>
  timePattern.test(String(value)) && !Number.isNaN(Date.parse(String(value)))
    ? undefined
    : `expected "${path}" to be a valid RFC3339 date, got "${value}"`;

export const oneOf =
  (...allowed: string[]): Validator =>
  (value, path) =>
    allowed.includes(String(value))
      ? undefined
      : `expected ${path} to be one of [${allowed.map((each) => `"${each}"`).join(" ")}], got ${value}`;

export const atMost =
  (length: number): Validator =>
  (value, path) =>
    String(value).length <= length
      ? undefined
      : `expected length of ${path} to be in the range (0 - ${length}), got ${value}`;

export const between =
  (lowest: number, highest: number): Validator =>
  (value, path) =>
    Number(value) >= lowest && Number(value) <= highest
      ? undefined
      : `expected ${path} to be in the range (${lowest} - ${highest}), got ${value}`;
