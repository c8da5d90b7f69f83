import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./repository";

/** The example stacks; beside them are pipelines to copy. */
export const examples = readdirSync(join(repository, "examples")).filter((name) => name !== "ci");
