/**
 * Exchange's filters for recipients (OPATH), as far as scopes need them: comparisons of a property with a value, joined by `-and`, `-or`
 * and `-not`. Read to refuse what is not a filter, and to compare filters, because Exchange writes them its own way.
 *
 * @see https://learn.microsoft.com/powershell/exchange/recipient-filters
 */
export type Node =
  | { kind: "compare"; property: string; operator: string; value: string }
  | { kind: "not"; operand: Node }
  | { kind: "and" | "or"; operands: Node[] };

interface Token {
  kind: "(" | ")" | "operator" | "word" | "text";
  text: string;
  at: number;
}

const comparisons = new Set(["eq", "ne", "like", "notlike", "gt", "ge", "lt", "le"]);

/** Of brackets and negations within each other. */
const deepest = 100;

class FilterFault extends Error {}

/** What is wrong with a filter, or undefined for one that can be read. */
export function opathFault(filter: string): string | undefined {
  try {
    parse(filter);
    return undefined;
  } catch (error) {
    if (error instanceof FilterFault) return error.message;
    throw error;
  }
}

/** Whether two filters say the same, apart from spaces, letter case and brackets that change nothing. */
export function sameFilter(one: string, other: string): boolean {
  try {
    return canonical(parse(one)) === canonical(parse(other));
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    return one.trim() === other.trim();
  }
}

/** Whether a filter compares something with a value. */
export function namesInFilter(filter: string, value: string): boolean {
  const holds = (node: Node): boolean =>
    node.kind === "compare"
      ? node.value.toLowerCase() === value.toLowerCase()
      : node.kind === "not"
        ? holds(node.operand)
        : node.operands.some(holds);
  try {
    return value !== "" && holds(parse(filter));
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    // One that cannot be read, of somebody else's.
    return filter.toLowerCase().includes(value.toLowerCase());
  }
}

/** A value inside a filter: in quotes, and a quote inside doubled. */
export function opathText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** @throws FilterFault where it is no filter */
export function parse(filter: string): Node {
  if (/\p{Cc}/u.test(filter)) throw new FilterFault("control characters and line breaks are not allowed in a filter");
  const tokens = tokenise(filter);
  const take = (kind: Token["kind"], what: string): Token => {
    const token = tokens.shift();
    if (token?.kind === kind) return token;
    throw new FilterFault(`expected ${what} ${token ? `at character ${token.at + 1}` : "at the end"} of the filter`);
  };
  const isOperator = (...names: string[]) => tokens[0]?.kind === "operator" && names.includes(tokens[0].text);

  const either = (): Node => joined("or", both);
  const both = (): Node => joined("and", single);
  const joined = (kind: "and" | "or", next: () => Node): Node => {
    const operands = [next()];
    while (isOperator(kind)) {
      tokens.shift();
      operands.push(next());
    }
    const [first] = operands;
    return operands.length === 1 && first ? first : { kind, operands };
  };
  let depth = 0;
  const single = (): Node => {
    if (++depth > deepest) throw new FilterFault("the filter is nested too deep");
    const node = unnested();
    depth--;
    return node;
  };
  const unnested = (): Node => {
    if (isOperator("not")) {
      tokens.shift();
      return { kind: "not", operand: single() };
    }
    if (tokens[0]?.kind === "(") {
      tokens.shift();
      const inner = either();
      take(")", "a closing bracket");
      return inner;
    }
    const property = take("word", "the name of a property").text;
    const operator = take("operator", "a comparison such as -eq");
    if (!comparisons.has(operator.text)) {
      throw new FilterFault(`-${operator.text} at character ${operator.at + 1} of the filter is not a comparison`);
    }
    const value = tokens[0]?.kind === "word" ? take("word", "a value") : take("text", "a value in quotes");
    return { kind: "compare", property, operator: operator.text, value: value.text };
  };

  const node = either();
  if (tokens[0]) throw new FilterFault(`expected -and, -or or the end at character ${tokens[0].at + 1} of the filter`);
  return node;
}

const tokenPattern = /\s*(?:([()])|-([A-Za-z]+)|'((?:[^']|'')*)'|"([^"$`]*)"|(\$(?:true|false|null)|[A-Za-z0-9_]+))/uy;

function tokenise(filter: string): Token[] {
  const tokens: Token[] = [];
  const end = filter.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const rest = filter.slice(tokenPattern.lastIndex);
    const at = tokenPattern.lastIndex + rest.length - rest.trimStart().length;
    const found = tokenPattern.exec(filter);
    if (!found) throw new FilterFault(`character ${at + 1} of the filter cannot be read as part of a filter`);
    const [, bracket, operator, single, double, word] = found;
    if (bracket) tokens.push({ kind: bracket as "(" | ")", text: bracket, at });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator.toLowerCase(), at });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, at });
    else tokens.push({ kind: "text", text: single?.replaceAll("''", "'") ?? double ?? "", at });
  }
  return tokens;
}

/** One way of writing: joins flattened and sorted, letter case of names and values left out as Exchange does. */
export function canonical(node: Node): string {
  switch (node.kind) {
    case "compare":
      return JSON.stringify([
        node.property,
        node.operator,
        node.value.replace(/^\$(?=true$|false$)/i, ""),
      ]).toLowerCase();
    case "not":
      return `not(${canonical(node.operand)})`;
    default: {
      const { kind } = node;
      const flat = (each: Node): Node[] => (each.kind === kind ? each.operands.flatMap(flat) : [each]);
      return `${kind}(${flat(node).map(canonical).sort().join(",")})`;
    }
  }
}
