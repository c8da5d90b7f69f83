import { readdirSync } from "node:fs";
import { join } from "node:path";
import { examples } from "../support/examples";
import { repository } from "../support/repository";

/** One stack of one project, as people start from it. */
export interface RecordedStack {
  /** Of its fixtures. */
  name: string;
  /** The project's folder. */
  project: string;
  /** Of the stack. */
  config: string;
}

/** Every configuration of every example, and the root stack. */
export const recordedStacks: readonly RecordedStack[] = [
  { name: "root.dev", project: repository, config: "dev" },
  ...examples.flatMap((example) => stacksOf(example, join(repository, "examples", example))),
];

function stacksOf(example: string, project: string): RecordedStack[] {
  const configs = readdirSync(project).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return configs.sort().map((config) => ({ name: `${example}.${config}`, project, config }));
}
