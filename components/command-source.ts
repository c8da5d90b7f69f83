import type { ManifestKind } from "./exchange/manifest";
import type { GraphManifestKind } from "./steps/manifest";

/** Look-ups: what is asked for and not kept. */
export type LookUpKind = "Directory" | "Assignments" | "Certificates" | "Drift";

/** Everything that the provider's command does. */
export type StepKind = ManifestKind | GraphManifestKind | LookUpKind;

/** The constant source text of a step: the kind is readable in it even while the manifest is unknown. */
export function commandSource(kind: StepKind, action: "create" | "update" | "delete" | "read"): string {
  return `require("consentra/command").run(${JSON.stringify(kind)}, ${JSON.stringify(action)})`;
}

const sourcePattern = /^require\("consentra\/command"\)\.run\("([A-Za-z]+)", "(?:create|update|delete|read)"\)$/;

/** The kind that a command's `create` text names, or undefined where the command is not one of ours. */
export function kindOfCommandSource(source: string): string | undefined {
  return sourcePattern.exec(source)?.[1];
}
