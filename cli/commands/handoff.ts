import { Command, Option } from "commander";
import { readHandOff, type HandOffSource } from "../check/hand-off";
import { gather, type LiveHandOff } from "../handoff/gather";
import { renderJson, renderMarkdown, renderText } from "../handoff/render";

type Format = "text" | "json" | "markdown";

const renderers: Record<Format, (live: LiveHandOff) => string> = {
  text: renderText,
  json: renderJson,
  markdown: renderMarkdown,
};

/** `consentra handoff`: what the vendor is told. */
export function handoffCommand(): Command {
  return new Command("handoff")
    .description("what the vendor is told: IDs, consent, who may sign in now with their e-mail addresses, next steps")
    .option("--hand-off <file>", "JSON of the hand-off or of `pulumi stack output --json`, instead of asking pulumi")
    .option("--project <dir>", "the stack's project folder (default: here)")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--output <name>", "which output or app, where there are several")
    .option("--as-deployed", "tell what the last update knew, without asking the tenant")
    .addOption(new Option("--format <format>").choices(["text", "json", "markdown"]).default("text"))
    .option("--json", "the same as --format json")
    .addHelpText(
      "after",
      "\nThe tenant is asked with the identity of ARM_* (or AZURE_*), which needs to read applications, users and groups. " +
        "It holds no secret. Exit codes: 0 told, 2 could not be told.",
    )
    .action(async (options: HandOffSource & { asDeployed?: boolean; format: Format; json?: boolean }) => {
      const handOff = await readHandOff(options);
      const live = options.asDeployed ? { handOff } : await gather(handOff, process.env);
      process.stdout.write(renderers[options.json ? "json" : options.format](live));
    });
}
