/** A request of Microsoft Graph without what differs from call to call: host, version, query. */
export interface GraphRequest {
  /** Upper case. */
  method: string;
  /** As they were written. */
  segments: readonly string[];
}

const version = /^(?:v1\.0|beta)$/i;

/** Reads `GET /users/…`, with or without host, version and query; undefined for what is no request. */
export function readRequest(text: string): GraphRequest | undefined {
  const [method = "", address = "", ...more] = text.trim().split(/\s+/);
  if (more.length > 0 || !/^[a-z]+$/i.test(method)) return undefined;
  const path = pathOf(address);
  if (path === undefined) return undefined;
  const segments = path
    .replace(/\/$/, "")
    .split("/")
    .slice(1)
    // An OData key may stand in brackets: users('megan@contoso.com').
    .flatMap((each) => /^([^(]+)\('([^']*)'\)$/.exec(each)?.slice(1, 3) ?? [each]);
  const withoutVersion = version.test(segments[0] ?? "") ? segments.slice(1) : segments;
  if (withoutVersion.length === 0 || withoutVersion.includes("")) return undefined;
  return { method: method.toUpperCase(), segments: withoutVersion };
}

function pathOf(address: string): string | undefined {
  const withoutQuery = address.replace(/[?#].*$/s, "");
  if (withoutQuery.startsWith("/")) return withoutQuery;
  return /^https:\/\/[^/]+(\/.*)$/is.exec(withoutQuery)?.[1];
}

/**
 * Whether a request is of an operation's path.
 *
 * @returns how many segments are spelled out in both, or undefined where it is not
 */
export function matches({ segments }: GraphRequest, path: string): number | undefined {
  let literals = 0;
  for (const [index, wanted] of path.split("/").slice(1).entries()) {
    const given = segments[index] ?? "";
    if (wanted === "{id}") {
      if (isNoKey(given)) return undefined;
    } else if (normal(given) === normal(wanted)) literals++;
    else return undefined;
  }
  return literals;
}

/** Segments of OData and functions stand where keys do, and are none. */
function isNoKey(segment: string): boolean {
  return segment === "" || /^(?:\$.*|delta|microsoft\.graph\..*|.*\(.*\))$/is.test(segment);
}

/** A function without its arguments, an action without its namespace, in lower case. */
function normal(segment: string): string {
  return segment
    .replace(/\(.*\)$/s, "")
    .replace(/^microsoft\.graph\.(?:callrecords\.)?/i, "")
    .toLowerCase();
}
