/** What takes part in an operation, as its cost is told apart. */
export const parts = ["program", "engine", "azuread", "command", "steps", "other"] as const;
export type Part = (typeof parts)[number];

/** Which part a Node process is, by its script and Node's own arguments. */
export function partOfProcess(script: string | undefined, nodeArguments: readonly string[]): Part {
  // The provider's command is `node -e`, as other things are; one that is written by hand is a script of its own.
  if (
    nodeArguments.some((each) => each.includes("consentra/command")) ||
    /[\\/]by-hand[\\/]exchange\.js$/.test(script ?? "")
  )
    return "steps";
  if (/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/.test(script ?? "")) return "program";
  const plugin = /[\\/]plugins[\\/](azuread|command)[\\/]main\.js$/.exec(script ?? "")?.[1];
  return plugin === "azuread" || plugin === "command" ? plugin : "other";
}
