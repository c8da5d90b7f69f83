import type { FastifyRequest } from "fastify";
import { GraphError } from "../../errors";
import { pathOf } from "../../urls";
import { advancedUse, alternativesOf, matches, propertiesOf, type Json } from "./filter-evaluator";
import { FilterSyntaxError, parseFilter, type FilterNode } from "./filter-parser";

export type { Json } from "./filter-evaluator";

/** What a collection or object is made of, for `$select`, `$filter` and `@odata.context`. */
export interface ResourceType {
  /** `user`: the type without `microsoft.graph.`. */
  name: string;
  /** `users`: the segment of `@odata.context`. */
  set: string;
  /** Every property that may be selected or filtered. Absent: whatever the objects have (several types in one collection). */
  properties?: ReadonlySet<string>;
  /** Properties returned without `$select`. Absent: all. */
  defaultProperties?: readonly string[];
}

export interface QueryContext {
  origin: string;
  /** `v1.0` or `beta`. */
  version: string;
  maxPageSize: number;
}

const IMPLEMENTED = new Set(["$filter", "$select", "$top", "$count", "$skiptoken"]);
const DEFAULT_PAGE = 100;
/** Without advanced queries. */
const MOST_ALTERNATIVES = 15;
const LARGEST_PAGE = 999;

/** Objects that are told in full only where they are part of an answer: a filter is asked about all of them. */
export interface LargeCollection<T = never> {
  objects: readonly T[];
  render: (object: T) => Json;
  /** The object with no more than these properties. */
  only: (object: T, properties: readonly string[]) => Json;
}

/** Answers a collection: filtered, paged, each object cut to the selected properties. */
export function answerCollection<T>(
  request: FastifyRequest,
  type: ResourceType,
  items: Json[] | LargeCollection<T>,
  context: QueryContext,
): Json {
  const all = Array.isArray(items) ? { objects: items, render: same, only: same } : items;
  return answerLarge(request, type, all as LargeCollection<unknown>, context);
}

const same = (item: Json): Json => item;

function answerLarge(
  request: FastifyRequest,
  type: ResourceType,
  { objects, render, only }: LargeCollection<unknown>,
  context: QueryContext,
): Json {
  const query = queryOf(request, IMPLEMENTED);
  const advanced = isAdvanced(request, query);
  const filter = query["$filter"] === undefined ? undefined : checkedFilter(query["$filter"], type, advanced);
  const select = selectedProperties(query["$select"], type);
  const properties = filter ? propertiesOf(filter) : [];
  const found = filter ? objects.filter((each) => matches(filter, only(each, properties))) : objects;
  const offset = offsetOf(query["$skiptoken"]);
  const size = pageSize(query["$top"], context.maxPageSize);
  const more = offset + size < found.length;
  return {
    "@odata.context": contextUrl(context, type, query["$select"]),
    ...(advanced && { "@odata.count": found.length }),
    ...(more && { "@odata.nextLink": nextLink(request, context.origin, offset + size) }),
    value: found.slice(offset, offset + size).map((each) => pick(render(each), select)),
  };
}

/** Answers one object. */
export function answerObject(request: FastifyRequest, type: ResourceType, item: Json, context: QueryContext): Json {
  const query = queryOf(request, new Set(["$select"]));
  const select = selectedProperties(query["$select"], type);
  return { "@odata.context": `${contextUrl(context, type, query["$select"])}/$entity`, ...pick(item, select) };
}

/** Answers `…/$count`: the number of objects, as text. */
export function answerCount(request: FastifyRequest, type: ResourceType, items: Json[]): string {
  const query = queryOf(request, new Set(["$filter"]));
  if (request.headers["consistencylevel"] !== "eventual") {
    throw new GraphError(400, "Request_BadRequest", "$count is not currently supported.");
  }
  if (query["$filter"] === undefined) return String(items.length);
  const filter = checkedFilter(query["$filter"], type, true);
  return String(items.filter((item) => matches(filter, item)).length);
}

/** The query options of a request, after refusing those that are not implemented. */
export function queryOf(request: FastifyRequest, implemented: ReadonlySet<string>): Record<string, string> {
  const query = request.query as Record<string, string | string[]>;
  for (const [option, value] of Object.entries(query)) {
    if (!implemented.has(option)) {
      throw new GraphError(
        501,
        "NotImplemented",
        `The query option '${option}' of ${request.method} ${pathOf(request.url)} is not implemented by the simulated tenant; implemented: ${[...implemented].join(", ") || "none"}.`,
      );
    }
    if (Array.isArray(value)) {
      throw new GraphError(
        400,
        "BadRequest",
        `Query option '${option}' was specified more than once, but it must be specified at most once.`,
      );
    }
  }
  return query as Record<string, string>;
}

const isAdvanced = (request: FastifyRequest, query: Record<string, string>): boolean =>
  query["$count"] === "true" && request.headers["consistencylevel"] === "eventual";

function checkedFilter(text: string, type: ResourceType, advanced: boolean): FilterNode {
  const filter = parsedFilter(text);
  const unknown = unknownProperty(type, propertiesOf(filter));
  if (unknown)
    throw invalidFilter(`Could not find a property named '${unknown}' on type 'microsoft.graph.${type.name}'.`);
  const alternatives = advanced ? 1 : alternativesOf(filter);
  if (alternatives > MOST_ALTERNATIVES) {
    throw new GraphError(
      400,
      "Request_UnsupportedQuery",
      `Too many child clauses specified in search filter expression containing 'OR' operators: ${alternatives}. Max allowed: ${MOST_ALTERNATIVES}.`,
    );
  }
  const property = advanced ? undefined : advancedUse(filter);
  if (property) {
    throw new GraphError(
      400,
      "Request_UnsupportedQuery",
      `Unsupported or invalid query filter clause specified for property '${property}' of resource '${capitalised(type.name)}'.`,
    );
  }
  return filter;
}

function parsedFilter(text: string): FilterNode {
  try {
    return parseFilter(text);
  } catch (error) {
    if (error instanceof FilterSyntaxError) throw invalidFilter(`${error.message} in '${text}'.`);
    throw error;
  }
}

const invalidFilter = (message: string) => new GraphError(400, "BadRequest", `Invalid filter clause: ${message}`);

/** Names in `$select`, each of which the type has. */
export function selectedProperties(select: string | undefined, type: ResourceType): readonly string[] | undefined {
  if (select === undefined || select === "*") return type.defaultProperties;
  const names = select.split(",").map((name) => name.trim());
  const unknown = unknownProperty(type, names);
  if (unknown !== undefined) {
    throw new GraphError(
      400,
      "BadRequest",
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${type.name}'.`,
    );
  }
  return names;
}

const unknownProperty = (type: ResourceType, names: readonly string[]): string | undefined =>
  names.find((name) => type.properties && !type.properties.has(name));

/** An object cut to the selected properties. */
export const pick = (item: Json, select: readonly string[] | undefined): Json =>
  select
    ? Object.fromEntries(Object.entries(item).filter(([name]) => select.includes(name) || name === "@odata.type"))
    : item;

function pageSize(top: string | undefined, maximum: number): number {
  if (top === undefined) return Math.min(DEFAULT_PAGE, maximum);
  const size = /^\d+$/.test(top) ? Number(top) : NaN;
  if (size >= 1 && size <= LARGEST_PAGE) return Math.min(size, maximum);
  throw new GraphError(
    400,
    "Request_BadRequest",
    `Invalid page size specified: '${top}'. Must be between 1 and ${LARGEST_PAGE} inclusive.`,
  );
}

const TOKEN_PREFIX = "offset:";

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (text.startsWith(TOKEN_PREFIX) && /^\d+$/.test(text.slice(TOKEN_PREFIX.length)))
    return Number(text.slice(TOKEN_PREFIX.length));
  throw new GraphError(
    400,
    "Directory_ExpiredPageToken",
    "The specified page token value has expired and can no longer be included in your request.",
  );
}

function nextLink(request: FastifyRequest, origin: string, offset: number): string {
  const url = new URL(request.url, origin);
  url.searchParams.set("$skiptoken", Buffer.from(`${TOKEN_PREFIX}${offset}`).toString("base64url"));
  const query = [...url.searchParams].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${origin}${url.pathname}?${query}`;
}

const contextUrl = (context: QueryContext, type: ResourceType, select?: string): string =>
  `${context.origin}/${context.version}/$metadata#${type.set}${select ? `(${select})` : ""}`;

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
