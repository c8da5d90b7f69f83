import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readRecord, writeFileAtomically } from "./cache";
import type { Setup } from "./setup";

/** A program's version. Asking takes half a second, so the answer is kept for as long as the file stays the same. */
export async function rememberedVersion(
  setup: Setup,
  program: string,
  ask: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const { mtimeMs, size } = await stat(program);
  const key = createHash("sha256")
    .update(JSON.stringify([program, mtimeMs, size]))
    .digest("hex")
    .slice(0, 16);
  const recordPath = join(setup.cache, "versions", `${key}.json`);
  const known = (await readRecord(recordPath))?.version;
  if (typeof known === "string") return known;
  const version = await ask();
  if (version !== undefined) await writeFileAtomically(recordPath, JSON.stringify({ program, version }));
  return version;
}
