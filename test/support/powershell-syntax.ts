import type { Node, Parser } from "@vscode/tree-sitter-wasm";
import * as runtime from "@vscode/tree-sitter-wasm";

/** A parser of PowerShell: the grammar that VS Code uses. */
export async function powershellParser(): Promise<Parser> {
  await runtime.Parser.init();
  const language = await runtime.Language.load(
    require.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm"),
  );
  return new runtime.Parser().setLanguage(language);
}

/** All that a script may use; whatever is not named here is a fault. */
export interface Vocabulary {
  commands: readonly string[];
  methods: readonly string[];
  types: readonly string[];
  /** Commands that are started by an operator, as they are written. */
  called: readonly string[];
  /** Variables that are not the script's own. */
  foreign: readonly string[];
}

const textsOf = (root: Node, type: string): string[] => nodesOf(root, type).map(({ text }) => text);

export function nodesOf(root: Node, type: string): Node[] {
  return root.descendantsOfType(type).filter((each): each is Node => each !== null);
}

/** What of a script is not PowerShell, makes text of values, or is not in the vocabulary. */
export function scriptFaults(parser: Parser, script: string, vocabulary: Vocabulary): string[] {
  const root = parser.parse(script)?.rootNode;
  if (!root) return ["not parsed"];
  const own = textsOf(root, "function_name");
  const assigned = [
    ...textsOf(root, "left_assignment_expression"),
    ...nodesOf(root, "script_parameter").flatMap((each) => textsOf(each, "variable")),
    ...nodesOf(root, "foreach_statement").flatMap((each) => textsOf(each, "variable").slice(0, 1)),
  ].map((each) => each.replace(/^\[[^\]]*\]\s*/, ""));
  const beyond = (what: string, found: string[], known: readonly string[]) =>
    found.filter((each) => !known.includes(each)).map((each) => `${what} ${each}`);
  const stray = nodesOf(root, "ERROR").map(({ startPosition }) => `no PowerShell in line ${startPosition.row + 1}`);
  return [
    ...(root.hasError && stray.length === 0 ? ["no PowerShell"] : stray),
    ...["expandable_string_literal", "expandable_here_string_literal", "sub_expression"].flatMap((type) =>
      textsOf(root, type).map((each) => `text with values: ${each}`),
    ),
    ...textsOf(root, "script_block_expression").map((each) => `a script block: ${each}`),
    ...nodesOf(root, "command").flatMap((command) => {
      if (nodesOf(command, "command_invokation_operator").some((each) => each.parent?.equals(command)))
        return beyond("called:", [command.text], vocabulary.called);
      const name = nodesOf(command, "command_name")[0]?.text ?? command.text;
      return beyond("command", [name], [...own, ...vocabulary.commands]);
    }),
    ...nodesOf(root, "invokation_expression").flatMap((each) =>
      beyond(
        "method",
        nodesOf(each, "member_name")
          .filter((name) => name.parent?.equals(each))
          .map(({ text }) => text),
        vocabulary.methods,
      ),
    ),
    ...beyond(
      "type",
      textsOf(root, "type_literal").map((each) => each.slice(1, -1)),
      vocabulary.types,
    ),
    ...beyond(
      "variable",
      [...textsOf(root, "variable"), ...textsOf(root, "braced_variable")].map((each) => each.replace(/^@/, "$")),
      [...assigned, ...vocabulary.foreign],
    ),
  ];
}
