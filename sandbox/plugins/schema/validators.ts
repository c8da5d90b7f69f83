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
    : `expected "${path}" to be a valid RFC3339 date, got "${value}": ${timeFault(String(value))}`;

/** Go tells the first part of a time that it cannot read, and what is left from there. */
function timeFault(value: string): string {
  let rest = value;
  const part = timeParts.find(([, pattern]) => {
    const [found] = pattern.exec(rest) ?? [];
    if (found !== undefined) rest = rest.slice(found.length);
    return found === undefined;
  });
  return `parsing time "${value}" as "2006-01-02T15:04:05Z07:00": cannot parse "${rest}" as "${part?.[0] ?? "Z07:00"}"`;
}

/** Go's example of each part, and how it is read. */
const timeParts: [example: string, pattern: RegExp][] = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d\d/],
  ["-", /^-/],
  ["02", /^\d\d/],
  ["T", /^T/],
  ["15", /^\d\d/],
  [":", /^:/],
  ["04", /^\d\d/],
  [":", /^:/],
  ["05", /^\d\d(?:\.\d+)?/],
  ["Z07:00", /^(?:Z|[+-]\d\d:\d\d)$/],
];

export const oneOf =
  (...allowed: string[]): Validator =>
  (value, path) =>
    allowed.includes(String(value))
      ? undefined
      : `expected ${path} to be one of [${allowed.map((each) => `"${each}"`).join(" ")}], got ${value}`;

export const lengthBetween =
  (least: number, most: number): Validator =>
  (value, path) =>
    String(value).length >= least && String(value).length <= most
      ? undefined
      : `expected length of ${path} to be in the range (${least} - ${most}), got ${value}`;

export const atMost = (length: number): Validator => lengthBetween(0, length);

export const between =
  (lowest: number, highest: number): Validator =>
  (value, path) =>
    Number(value) >= lowest && Number(value) <= highest
      ? undefined
      : `expected ${path} to be in the range (${lowest} - ${highest}), got ${value}`;

export const oneOfNumbers =
  (...allowed: number[]): Validator =>
  (value) =>
    allowed.includes(Number(value)) ? undefined : `Value must be one of: ${allowed.join(", ")}`;

/** Says the first thing that is wrong. */
export const all =
  (...validators: Validator[]): Validator =>
  (value, path) =>
    validators.map((each) => each(value, path)).find((fault) => fault !== undefined);

export const base64: Validator = (value, path) =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(String(value))
    ? undefined
    : `expected "${path}" to be a base64 string, got ${value}`;

export const emailAddress: Validator = (value, path) => {
  const text = String(value);
  if (text.trim() === "") return `value must not be empty for "${path}"`;
  const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  const pattern = new RegExp(`^[\\w.!#$%&'*+/=?^\`{|}~-]+@${label}(?:\\.${label})*$`, "i");
  return pattern.test(text) ? undefined : `value must be a valid email address for "${path}"`;
};

export const language: Validator = (value, path) =>
  /^[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*$/i.test(String(value))
    ? undefined
    : `value is not a well-formed language for "${path}"`;

export const mailNickname: Validator = (value) =>
  /[@()\\[\]";:<>, ]/.test(String(value)) ? 'Value cannot contain these characters: @()\\[]";:<>,SPACE' : undefined;

/** A permission as it is in a token's claims. */
export const claim: Validator = (value) =>
  /[^\w:!#$%&'()*+,./;<=>?@[\]^{|}~`-]/.test(String(value))
    ? "Value must be alphanumeric with these allowed characters: !#$%&'()*+,-./:;<=>?@[]^+_`{|}~"
    : undefined;

/** Which addresses a property takes. */
interface UriRules {
  /** @default any */
  schemes?: string[];
  /** @default false */
  urn?: boolean;
  /** An address without a path ends in a slash. @default false */
  slash?: boolean;
  /** Longest length, and what is said of a longer one. */
  most?: [length: number, words: string];
}

export const uri =
  ({ schemes, urn = false, slash = false, most }: UriRules): Validator =>
  (value, path) => {
    const text = String(value);
    const fault = uriFault(text, { schemes, urn, slash });
    if (fault !== undefined) return fault(`"${path}"`);
    return most !== undefined && text.length > most[0] ? `${most[1]} for "${path}"` : undefined;
  };

function uriFault(text: string, { schemes, urn, slash }: UriRules): ((name: string) => string) | undefined {
  if (text === "") return (name) => `URI must not be empty for ${name}`;
  if (urn && /^urn:[^:]*:/.test(text)) return undefined;
  const [, scheme = "", host = "", path = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/i.exec(text) ?? [];
  if (host === "") return (name) => `URI has no host for ${name}`;
  if (schemes === undefined) return undefined;
  if (slash && path === "") return (name) => `URI must have a trailing slash when there is no path segment for ${name}`;
  if (schemes.includes(scheme.toLowerCase())) return undefined;
  return (name) => `unexpected URI scheme for ${name}, expected one of: ${schemes.join(", ")}`;
}

export const webAddress = uri({ schemes: ["http", "https"] });
export const logoutAddress = uri({ schemes: ["http", "https"], most: [255, "URL must be 255 characters or less"] });

const redirects = { slash: true, most: [256, "URI must be 256 characters or less"] } satisfies UriRules;
const redirectSchemes = ["http", "https", "ms-appx-web", "brk-multihub"];
export const webRedirect = uri({ ...redirects, urn: true, schemes: redirectSchemes });
export const pageRedirect = uri({ ...redirects, schemes: redirectSchemes });
export const clientRedirect = uri({ ...redirects, urn: true });

/**
 * The ID of an object, which is its address.
 * @param kind as messages call it @param segment the collection in the address
 */
export const idOf =
  (kind: string, segment: string): Validator =>
  (value) => {
    const text = String(value);
    if (text === "") return 'parsing "": cannot parse an empty string';
    const parts = text.startsWith("/") ? text.slice(1).split("/") : [];
    if (parts.length === 2 && parts[0] === segment && parts[1] !== "") return undefined;
    return idFault(text, kind, segment);
  };

function idFault(text: string, kind: string, segment: string): string {
  const own = `${segment.replace(/s$/, "")}Id`;
  return [
    `parsing "${text}": parsing the ${kind} ID: the number of segments didn't match`,
    `Expected a ${kind} ID that matched (containing 2 segments):`,
    `> /${segment}/${own}`,
    "However this value was provided (which was parsed into 0 segments):",
    `> ${text}`,
    "The following Segments are expected:",
    `* Segment 0 - this should be the literal value "${segment}"\n` +
      `* Segment 1 - this should be the user specified value for this ${own} [for example "${own}"]`,
    "The following Segments were parsed:",
    "* Segment 0 - not found\n* Segment 1 - not found\n",
  ].join("\n\n");
}
