import { join } from "node:path";
import { readRecord, writeFileAtomically } from "./cache";
import type { Setup } from "./setup";

const timeoutMs = 10_000;
const rememberedMs = 24 * 60 * 60 * 1000;

/**
 * Whether one of the download hosts answers. "No" is remembered for a day, so that a closed network costs its wait once;
 * CONSENTRA_REAL_PLUGINS asks anew.
 */
export async function reachesAnyOf(setup: Setup, urls: readonly string[]): Promise<boolean> {
  if (setup.offline) return false;
  const answers = await Promise.all(urls.map((url) => reaches(setup, url)));
  return answers.includes(true);
}

/** Takes note that a download failed although the host answered. */
export async function rememberUnreachable(setup: Setup, url: string): Promise<void> {
  await writeFileAtomically(recordOf(setup, url), JSON.stringify({ url, at: Date.now() }));
}

async function reaches(setup: Setup, url: string): Promise<boolean> {
  if (setup.realPlugins.length === 0 && (await rememberedAsUnreachable(setup, url))) return false;
  const { host } = new URL(url);
  setup.progress(`Looking for ${host} (at most ${timeoutMs / 1000} s)`);
  if (await setup.host.reaches(url, timeoutMs)) return true;
  setup.progress(`${host} cannot be reached; it is not asked again for a day`);
  await rememberUnreachable(setup, url);
  return false;
}

async function rememberedAsUnreachable(setup: Setup, url: string): Promise<boolean> {
  const record = await readRecord(recordOf(setup, url));
  const age = Date.now() - Number(record?.at);
  return age >= 0 && age < rememberedMs;
}

function recordOf(setup: Setup, url: string): string {
  const name = url.replace(/^https:\/\//, "").replace(/[^A-Za-z0-9.-]+/g, "_");
  return join(setup.cache, "unreachable", `${name}.json`);
}
