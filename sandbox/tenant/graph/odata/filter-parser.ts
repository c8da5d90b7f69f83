/**
 * Parser of OData `$filter` as Graph's directory objects know it. Grammar:
 *
 *     or         = and { "or" and }
 *     and        = unary { "and" unary }
 *     unary      = "not" unary | primary
 *     primary    = "(" or ")" | function | path "/any(" name ":" or ")" | path comparator literal | path "in" "(" literal { "," literal } ")" | path
 *     function   = ("startswith" | "endswith") "(" path "," string ")"
 *     comparator = "eq" | "ne" | "gt" | "ge" | "lt" | "le"
 *     path       = name { "/" name }
 *     literal    = string | number | "true" | "false" | "null" | guid | date and time
 */

export type Literal = string | number | boolean | null;
export type Comparator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

export type FilterNode =
  | { type: "or" | "and"; left: FilterNode; right: FilterNode }
  | { type: "not"; operand: FilterNode }
  | { type: "compare"; comparator: Comparator; path: string[]; value: Literal }
  | { type: "in"; path: string[]; values: Literal[] }
  | { type: "startswith" | "endswith"; path: string[]; value: string }
  | { type: "any"; path: string[]; variable: string; predicate: FilterNode };

/** The text is no filter; `position` counts from 0. */
export class FilterSyntaxError extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(`${message} at position ${position}`);
  }
}

/** Of brackets and negations within each other; no client nests more than a few. */
const deepest = 100;

interface Token {
  kind: "name" | "string" | "number" | "value" | "symbol" | "end";
  text: string;
  position: number;
}

const PATTERNS: [Token["kind"], RegExp][] = [
  ["string", /'(?:[^']|'')*'/y],
  ["value", /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy],
  ["value", /\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?/y],
  ["number", /-?\d+(?:\.\d+)?/y],
  ["name", /[A-Za-z_@][\w.@$]*/y],
  ["symbol", /[(),:/]/y],
];

/**
 * Parses a filter.
 *
 * @throws FilterSyntaxError naming what was found and where
 */
export function parseFilter(text: string): FilterNode {
  const parser = new Parser(tokenize(text), { kind: "end", text: "", position: text.length });
  const node = parser.parseOr();
  parser.expectEnd();
  return node;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  for (;;) {
    while (/\s/.test(text[position] ?? "")) position += 1;
    if (position >= text.length) return tokens;
    const token = tokenAt(text, position);
    if (!token) throw new FilterSyntaxError(`Syntax error: character '${text[position]}' is not valid`, position);
    tokens.push(token);
    position += token.text.length;
  }
}

function tokenAt(text: string, position: number): Token | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match) return { kind, text: match[0], position };
  }
  return undefined;
}

class Parser {
  private index = 0;
  private depth = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly end: Token,
  ) {}

  parseOr(): FilterNode {
    let left = this.parseAnd();
    while (this.takeWord("or")) left = { type: "or", left, right: this.parseAnd() };
    return left;
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") throw this.unexpected("the end");
  }

  private parseAnd(): FilterNode {
    let left = this.parseUnary();
    while (this.takeWord("and")) left = { type: "and", left, right: this.parseUnary() };
    return left;
  }

  private parseUnary(): FilterNode {
    if (++this.depth > deepest) throw new FilterSyntaxError("The filter is nested too deep", this.peek().position);
    const node: FilterNode = this.takeWord("not") ? { type: "not", operand: this.parseUnary() } : this.parsePrimary();
    this.depth--;
    return node;
  }

  private parsePrimary(): FilterNode {
    if (this.takeSymbol("(")) {
      const node = this.parseOr();
      this.expectSymbol(")");
      return node;
    }
    const name = this.peek();
    if (this.peek(1).text === "(" && name.kind === "name") return this.parseFunction();
    const path = this.parsePath();
    if (path.lambda) return this.parseAny(path.names);
    return this.parseComparison(path.names);
  }

  private parseFunction(): FilterNode {
    const token = this.next();
    const name = token.text.toLowerCase();
    if (name !== "startswith" && name !== "endswith") {
      throw new FilterSyntaxError(`The function '${token.text}' is not supported`, token.position);
    }
    this.expectSymbol("(");
    const { names: path } = this.parsePath();
    this.expectSymbol(",");
    const value = this.parseLiteral();
    if (typeof value !== "string") throw this.unexpected("a string");
    this.expectSymbol(")");
    return { type: name, path, value };
  }

  private parseAny(path: string[]): FilterNode {
    const variable = this.expectName();
    this.expectSymbol(":");
    const predicate = this.parseOr();
    this.expectSymbol(")");
    return { type: "any", path, variable, predicate };
  }

  private parseComparison(path: string[]): FilterNode {
    if (this.takeWord("in")) {
      this.expectSymbol("(");
      const values = [this.parseLiteral()];
      while (this.takeSymbol(",")) values.push(this.parseLiteral());
      this.expectSymbol(")");
      return { type: "in", path, values };
    }
    const comparator = COMPARATORS.find((word) => this.takeWord(word));
    if (comparator) return { type: "compare", comparator, path, value: this.parseLiteral() };
    throw this.unexpected("an operator (eq, ne, gt, ge, lt, le, in)");
  }

  /** A path; ends behind `/any(` when there is one. */
  private parsePath(): { names: string[]; lambda: boolean } {
    const names = [this.expectName()];
    while (this.takeSymbol("/")) {
      if (this.peek().text === "any" && this.peek(1).text === "(") {
        this.index += 2;
        return { names, lambda: true };
      }
      names.push(this.expectName());
    }
    return { names, lambda: false };
  }

  private parseLiteral(): Literal {
    const token = this.next();
    if (token.kind === "string") return token.text.slice(1, -1).replaceAll("''", "'");
    if (token.kind === "number") return Number(token.text);
    if (token.kind === "value") return token.text;
    if (token.kind === "name" && WORD_LITERALS.has(token.text)) return WORD_LITERALS.get(token.text) ?? null;
    this.index -= 1;
    throw this.unexpected("a literal");
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.index + ahead] ?? this.end;
  }

  private next(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  private takeWord(word: string): boolean {
    return this.takeIf((token) => token.kind === "name" && token.text.toLowerCase() === word);
  }

  private takeSymbol(symbol: string): boolean {
    return this.takeIf((token) => token.kind === "symbol" && token.text === symbol);
  }

  private takeIf(matches: (token: Token) => boolean): boolean {
    if (!matches(this.peek())) return false;
    this.index += 1;
    return true;
  }

  private expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  private expectName(): string {
    if (this.peek().kind !== "name") throw this.unexpected("a property");
    return this.next().text;
  }

  private unexpected(expected: string): FilterSyntaxError {
    const token = this.peek();
    const found = token.kind === "end" ? "the end" : `'${token.text}'`;
    return new FilterSyntaxError(`Syntax error: found ${found}, expected ${expected}`, token.position);
  }
}

const COMPARATORS: Comparator[] = ["eq", "ne", "gt", "ge", "lt", "le"];
const WORD_LITERALS = new Map<string, Literal>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
