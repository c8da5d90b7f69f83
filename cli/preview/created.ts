import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { PreviewSource } from "./run-preview";

const exported = z.object({
  deployment: z
    .object({ resources: z.array(z.object({ urn: z.string(), created: z.string().optional() })).optional() })
    .nullish(),
});

/**
 * When the stack made each resource, by URN, ISO 8601. Empty where it cannot be read, as for a stack that has none yet: since when something is
 * there is told where it is known.
 */
export async function readCreated({ project = ".", stack }: PreviewSource): Promise<ReadonlyMap<string, string>> {
  const args = [
    "stack",
    "export",
    "--non-interactive",
    "--cwd",
    project,
    ...(stack === undefined ? [] : ["--stack", stack]),
  ];
  try {
    const { stdout } = await promisify(execFile)("pulumi", args, { maxBuffer: 512 * 1024 * 1024 });
    const resources = exported.parse(JSON.parse(stdout)).deployment?.resources ?? [];
    // The engine writes the year 1 where it keeps no time.
    return new Map(
      resources.flatMap(({ urn, created }) =>
        created === undefined || created.startsWith("0001") ? [] : [[urn, created]],
      ),
    );
  } catch {
    return new Map();
  }
}
