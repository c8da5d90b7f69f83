import type { Comparator, FilterNode, Literal } from "./filter-parser";

export type Json = Record<string, unknown>;

/** Whether an object fulfils a filter. Text is compared without regard to case, as the directory does. */
export function matches(node: FilterNode, object: Json): boolean {
  switch (node.type) {
    case "or":
      return matches(node.left, object) || matches(node.right, object);
    case "and":
      return matches(node.left, object) && matches(node.right, object);
    case "not":
      return !matches(node.operand, object);
    case "compare":
      return compare(valueAt(object, node.path), node.comparator, node.value);
    case "in": {
      const value = valueAt(object, node.path);
      return node.values.some((candidate) => compare(value, "eq", candidate));
    }
    case "startswith":
      return textAt(object, node.path).startsWith(node.value.toLowerCase());
    case "endswith":
      return textAt(object, node.path).endsWith(node.value.toLowerCase());
    case "any": {
      const collection = valueAt(object, node.path);
      const items: unknown[] = Array.isArray(collection) ? collection : [];
      return items.some((item) => matches(node.predicate, { [node.variable]: item }));
    }
  }
}

/** First names of all properties a filter reads, each once. */
export function propertiesOf(node: FilterNode): string[] {
  switch (node.type) {
    case "or":
    case "and":
      return [...new Set([...propertiesOf(node.left), ...propertiesOf(node.right)])];
    case "not":
      return propertiesOf(node.operand);
    default:
      return node.path.slice(0, 1);
  }
}

/** The first property that is used in a way only advanced queries of the directory allow. */
export function advancedUse(node: FilterNode): string | undefined {
  switch (node.type) {
    case "or":
    case "and":
      return advancedUse(node.left) ?? advancedUse(node.right);
    case "not":
      return propertiesOf(node.operand)[0];
    case "compare":
      return node.comparator === "ne" ? node.path[0] : undefined;
    case "endswith":
      return node.path[0];
    default:
      return undefined;
  }
}

/** How many conditions stand side by side in the widest `or` of a filter; each value of an `in` is one. */
export function alternativesOf(node: FilterNode): number {
  switch (node.type) {
    case "or":
      return alternativesOf(node.left) + alternativesOf(node.right);
    case "and":
      return Math.max(alternativesOf(node.left), alternativesOf(node.right));
    case "not":
      return alternativesOf(node.operand);
    case "in":
      return node.values.length;
    default:
      return 1;
  }
}

function valueAt(object: Json, path: string[]): unknown {
  return path.reduce<unknown>((value, name) => (isJson(value) ? value[name] : undefined), object);
}

const textAt = (object: Json, path: string[]): string => {
  const value = valueAt(object, path);
  return typeof value === "string" ? value.toLowerCase() : "\0";
};

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

function compare(value: unknown, comparator: Comparator, literal: Literal): boolean {
  if (comparator === "eq") return equal(value, literal);
  if (comparator === "ne") return !equal(value, literal);
  const order = orderOf(value, literal);
  if (order === undefined) return false;
  return { gt: order > 0, ge: order >= 0, lt: order < 0, le: order <= 0 }[comparator];
}

function equal(value: unknown, literal: Literal): boolean {
  if (typeof value === "string" && typeof literal === "string") return value.toLowerCase() === literal.toLowerCase();
  return (value ?? null) === literal;
}

/** Numbers by size, instants by time, other text by code; undefined when the two cannot be ordered. */
function orderOf(value: unknown, literal: Literal): number | undefined {
  if (typeof value === "number" && typeof literal === "number") return value - literal;
  if (typeof value !== "string" || typeof literal !== "string") return undefined;
  const [a, b] = [Date.parse(value), Date.parse(literal)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return value < literal ? -1 : Number(value > literal);
}
