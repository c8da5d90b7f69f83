/**
 * Reads the PowerShell of a page of the documentation: assignments of texts and lists of texts, cmdlets with named parameters, and `foreach`
 * over a list. Anything else is an error, so that a page cannot say more than what its test runs.
 */
export interface PageCommand {
  cmdlet: string;
  parameters: Record<string, string | string[] | true>;
}

type Value = string | string[];

/** The code blocks of a page, in order. */
export function powershellBlocks(page: string): string[] {
  return [...page.matchAll(/^```powershell\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
}

/**
 * The commands of a block, in the order in which PowerShell runs them.
 *
 * @param variables what was assigned before, by name without `$`; assignments of the block are added
 * @throws where a line is none of the forms above, or a variable has no value
 */
export function commandsOf(block: string, variables: Map<string, Value>): PageCommand[] {
  return statements(block).flatMap((statement) => run(statement, variables));
}

/** Statements end with their line, unless it ends with a comma or an open brace is left. */
function statements(block: string): string[] {
  const found: string[] = [];
  let current = "";
  for (const line of block.split("\n").map((each) => each.trim())) {
    if (line === "" && current === "") continue;
    current = current === "" ? line : `${current}\n${line}`;
    const isOpen = line.endsWith(",") || count(current, "{") > count(current, "}");
    if (isOpen) continue;
    found.push(current);
    current = "";
  }
  if (current !== "") throw new Error(`a statement does not end: ${current}`);
  return found;
}

const count = (text: string, character: string): number => text.split(character).length - 1;

function run(statement: string, variables: Map<string, Value>): PageCommand[] {
  const assignment = /^\$(\w+) = ([\s\S]+)$/.exec(statement);
  if (assignment) {
    variables.set(assignment[1] ?? "", literal(assignment[2] ?? ""));
    return [];
  }
  const loop = /^foreach \(\$(\w+) in \$(\w+)\) \{\n([\s\S]*)\n\}$/.exec(statement);
  if (loop) {
    const [, item = "", list = "", body = ""] = loop;
    return [valueOf(list, variables)].flat().flatMap((each) => commandsOf(body, new Map([...variables, [item, each]])));
  }
  return [command(statement, variables)];
}

/** One text in quotes, or several with commas between. */
function literal(text: string): Value {
  const parts = text.split(/,\s*/).map((part) => /^"([^"$`]*)"$/.exec(part)?.[1]);
  if (parts.some((each) => each === undefined)) throw new Error(`this is no text and no list of texts: ${text}`);
  const texts = parts as string[];
  const [only = ""] = texts;
  return texts.length === 1 ? only : texts;
}

function command(statement: string, variables: Map<string, Value>): PageCommand {
  const tokens = statement.match(/"[^"$`]*"|\S+/g) ?? [];
  const [cmdlet = "", ...rest] = tokens;
  if (!/^[A-Z][a-z]+-[A-Za-z]+$/.test(cmdlet)) throw new Error(`this is no cmdlet: ${statement}`);
  const parameters: PageCommand["parameters"] = {};
  while (rest.length > 0) {
    const name = /^-([A-Za-z]+)$/.exec(rest.shift() ?? "")?.[1];
    if (name === undefined) throw new Error(`a parameter is expected: ${statement}`);
    const next = rest[0];
    if (next === undefined || next.startsWith("-")) {
      parameters[name] = true;
      continue;
    }
    rest.shift();
    parameters[name] = next.startsWith("$") ? valueOf(next.slice(1), variables) : literal(next);
  }
  return { cmdlet, parameters };
}

function valueOf(name: string, variables: Map<string, Value>): Value {
  const value = variables.get(name);
  if (value === undefined) throw new Error(`$${name} has no value`);
  return value;
}
