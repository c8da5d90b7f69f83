import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { folderOf } from "./fixture";

const shape = z.strictObject({
  updates: z.array(
    z.strictObject({
      /** A regular expression of the whole name of a resource. */
      resource: z.string(),
      /** The only input that changes. */
      input: z.string(),
      why: z.string().min(20),
    }),
  ),
});

export type ExpectedUpdate = z.infer<typeof shape>["updates"][number];

/** What today's code changes in place in stacks of a release: of each cause, which input of which resources, and why. */
export function expectedUpdates(release: string): ExpectedUpdate[] {
  return shape.parse(parse(readFileSync(join(folderOf(release), "updates.yaml"), "utf8"))).updates;
}

export function isExpected(updates: readonly ExpectedUpdate[], resource: string, input: string): boolean {
  return updates.some((each) => each.input === input && new RegExp(`^(?:${each.resource})$`).test(resource));
}
