/**
 * Exchange's filters for recipients (OPATH): comparisons joined by `-and` and `-or` (`-and` binds tighter) and turned round by `-not`,
 * strings in single quotes with `''` for a quote, or in double quotes, which may hold no `$` and no backtick here.
 *
 * @see https://learn.microsoft.com/powershell/exchange/recipient-filters
 */
export type Filter =
  | { kind: "compare"; property: string; operator: Operator; value: string | boolean | null }
  | { kind: "not"; operand: Filter }
  | { kind: "and" | "or"; left: Filter; right: Filter };

export type Operator = "eq" | "ne" | "like" | "notlike" | "gt" | "ge" | "lt" | "le";

const operators = new Set<string>(["eq", "ne", "like", "notlike", "gt", "ge", "lt", "le"]);

/** Text that is no filter; `position` counts from 1. */
export class FilterSyntaxError extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
    this.name = "FilterSyntaxError";
  }
}

type TokenKind = "open" | "close" | "dash" | "word" | "text";

interface Token {
  kind: TokenKind;
  text: string;
  position: number;
}

const tokenRules: readonly [TokenKind, RegExp][] = [
  ["open", /\(/y],
  ["close", /\)/y],
  ["dash", /-[A-Za-z]+/y],
  ["text", /'(?:[^']|'')*'/y],
  ["text", /"[^"$`]*"/y],
  ["word", /\$(?:true|false|null)\b/iy],
  ["word", /[A-Za-z0-9_]+/y],
];

export function parseFilter(text: string): Filter {
  const parser = new Parser(tokensOf(text), text.length + 1);
  const filter = parser.alternatives();
  parser.end();
  return filter;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    if (!token) throw new FilterSyntaxError(`The character '${text.charAt(at)}' is not expected`, at + 1);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, rule] of tokenRules) {
    rule.lastIndex = at;
    const found = rule.exec(text);
    if (found) return { kind, text: found[0], position: at + 1 };
  }
  return undefined;
}

class Parser {
  #next = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly length: number,
  ) {}

  alternatives(): Filter {
    let left = this.#conjunction();
    while (this.#takes("-or")) left = { kind: "or", left, right: this.#conjunction() };
    return left;
  }

  end(): void {
    if (this.#peek()) throw this.#unexpected("the end");
  }

  #conjunction(): Filter {
    let left = this.#term();
    while (this.#takes("-and")) left = { kind: "and", left, right: this.#term() };
    return left;
  }

  #term(): Filter {
    if (this.#takes("-not")) return { kind: "not", operand: this.#term() };
    if (this.#peek()?.kind === "open") {
      this.#next += 1;
      const inner = this.alternatives();
      this.#take("close", "')'");
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Filter {
    const property = this.#take("word", "a property").text;
    const operator = this.#take("dash", "an operator").text.slice(1).toLowerCase();
    if (!operators.has(operator)) {
      this.#next -= 1;
      throw this.#unexpected("an operator");
    }
    return { kind: "compare", property, operator: operator as Operator, value: this.#value() };
  }

  #value(): string | boolean | null {
    const token = this.#peek();
    if (token?.kind !== "text" && token?.kind !== "word") throw this.#unexpected("a value");
    this.#next += 1;
    if (token.kind === "text") {
      const inner = token.text.slice(1, -1);
      return token.text.startsWith("'") ? inner.replaceAll("''", "'") : inner;
    }
    const constants: Record<string, boolean | null> = { $true: true, $false: false, $null: null };
    const constant = constants[token.text.toLowerCase()];
    return constant === undefined ? token.text : constant;
  }

  #peek(): Token | undefined {
    return this.tokens[this.#next];
  }

  #takes(word: string): boolean {
    const token = this.#peek();
    if (token?.kind !== "dash" || token.text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #take(kind: TokenKind, expected: string): Token {
    const token = this.#peek();
    if (token?.kind !== kind) throw this.#unexpected(expected);
    this.#next += 1;
    return token;
  }

  #unexpected(expected: string): FilterSyntaxError {
    const token = this.#peek();
    const found = token ? `'${token.text}'` : "the end";
    return new FilterSyntaxError(`${found} was found where ${expected} is expected`, token?.position ?? this.length);
  }
}
