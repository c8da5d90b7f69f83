import { invalid, type CmdletFault } from "../faults";
import { FilterSyntaxError, parseFilter, type Filter } from "./parse";
import { findProperty, type FilterSubject } from "./properties";

/** A filter that can be asked about recipients, and as Exchange writes it back. */
export interface RecipientFilter {
  matches(subject: FilterSubject): boolean;
  /** Names in Exchange's spelling, every comparison in brackets where several are joined. */
  text: string;
}

/**
 * @param parameter the cmdlet's parameter, for the fault
 * @throws CmdletFault 400
 */
export function readRecipientFilter(text: string, parameter: string): RecipientFilter {
  const filter = parsed(text, parameter);
  check(filter, parameter);
  return { matches: (subject) => test(filter, subject), text: write(filter) };
}

function parsed(text: string, parameter: string): Filter {
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    throw binding(
      parameter,
      text,
      `Invalid filter syntax. For a description of the filter parameter syntax see the command help. ${error.message} at position ${error.position}.`,
    );
  }
}

const binding = (parameter: string, text: string, reason: string): CmdletFault =>
  invalid(
    `Cannot bind parameter '${parameter}' to the target. Exception setting "${parameter}": "${reason} "${text}""`,
    "System.Management.Automation.ParameterBindingException",
  );

function check(filter: Filter, parameter: string): void {
  if (filter.kind === "not") return check(filter.operand, parameter);
  if (filter.kind !== "compare") {
    check(filter.left, parameter);
    return check(filter.right, parameter);
  }
  const property = findProperty(filter.property);
  if (!property) {
    throw binding(
      parameter,
      filter.property,
      "This is not a recognized filterable property. For a complete list of filterable properties see the command help.",
    );
  }
  if (!property.isDistinguishedName) return;
  const isName = typeof filter.value === "string" && /^(?:CN|OU)=.+,DC=/i.test(filter.value);
  if (!isName) {
    throw binding(parameter, String(filter.value), `The value of ${property.name} is not a distinguished name.`);
  }
  if (filter.operator !== "eq" && filter.operator !== "ne") {
    throw binding(parameter, filter.operator, `${property.name} supports only the operators -eq and -ne.`);
  }
}

function test(filter: Filter, subject: FilterSubject): boolean {
  switch (filter.kind) {
    case "not":
      return !test(filter.operand, subject);
    case "and":
      return test(filter.left, subject) && test(filter.right, subject);
    case "or":
      return test(filter.left, subject) || test(filter.right, subject);
    case "compare":
      return compare(filter, findProperty(filter.property)?.values(subject) ?? []);
  }
}

function compare(
  { operator, value }: Extract<Filter, { kind: "compare" }>,
  values: readonly (string | null)[],
): boolean {
  const wanted = value === null ? null : String(value).toLowerCase();
  const actual = values.map((each) => each?.toLowerCase() ?? null);
  const some = (matches: (each: string) => boolean) => actual.some((each) => each !== null && matches(each));
  const isEqual = () => (wanted === null ? actual.every((each) => each === null) : actual.includes(wanted));
  const isLike = () => some((each) => wildcard(wanted ?? "").test(each));
  switch (operator) {
    case "eq":
      return isEqual();
    case "ne":
      return !isEqual();
    case "like":
      return isLike();
    case "notlike":
      return !isLike();
    case "gt":
      return some((each) => each > (wanted ?? ""));
    case "ge":
      return some((each) => each >= (wanted ?? ""));
    case "lt":
      return some((each) => each < (wanted ?? ""));
    case "le":
      return some((each) => each <= (wanted ?? ""));
  }
}

const wildcard = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("\\*", ".*")}$`, "s");

function write(filter: Filter): string {
  switch (filter.kind) {
    case "not":
      return `-not(${write(filter.operand)})`;
    case "compare":
      return `${findProperty(filter.property)?.name ?? filter.property} -${filter.operator} ${writeValue(filter.value)}`;
    default:
      return `((${write(filter.left)}) -${filter.kind} (${write(filter.right)}))`;
  }
}

function writeValue(value: string | boolean | null): string {
  if (value === null) return "$null";
  return `'${typeof value === "boolean" ? (value ? "True" : "False") : value.replaceAll("'", "''")}'`;
}
