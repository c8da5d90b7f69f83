import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf } from "./errors";
import { allOnPath, isExecutable } from "./path-lookup";
import { fetchingEnvironment } from "./setup";
import type { Setup } from "./setup";
import { rememberedVersion } from "./version-record";
import { analyzerUntilVersion, isAtLeast, oldestEngineVersion } from "./versions";

/** An engine: its executable and its version. */
export interface FoundEngine {
  pulumi: string;
  version: string;
}

/**
 * The first `pulumi` on PATH that can run Node programs and policy packs. The reason why another one was passed over becomes a note.
 */
export async function engineOnPath(setup: Setup): Promise<FoundEngine | undefined> {
  for (const pulumi of await allOnPath(setup.environment, "pulumi")) {
    const found = await usable(setup, pulumi);
    if (typeof found !== "string") return found;
    setup.notes.push(`${pulumi} is not used: ${found}`);
  }
  return undefined;
}

/**
 * Whether an engine serves, or why not. The engine looks for its language host beside its own real file, so we do too.
 */
export async function usable(setup: Setup, pulumi: string): Promise<FoundEngine | string> {
  if (!(await isExecutable(pulumi))) return `${pulumi} is not there`;
  const real = await realpath(pulumi);
  if (!(await isExecutable(join(dirname(real), "pulumi-language-nodejs")))) {
    return `there is no pulumi-language-nodejs beside ${real}`;
  }
  const version = await rememberedVersion(setup, real, () => askVersion(setup, real));
  if (version === undefined) return "it does not tell its version";
  if (!isAtLeast(version, oldestEngineVersion)) {
    return `it is ${version}, and ${oldestEngineVersion} or newer is needed`;
  }
  const needsAnalyzer = !isAtLeast(version, analyzerUntilVersion);
  if (needsAnalyzer && !(await isExecutable(join(dirname(real), "pulumi-analyzer-policy")))) {
    return `there is no pulumi-analyzer-policy beside ${real}, which ${version} needs for policy packs`;
  }
  return { pulumi: real, version };
}

async function askVersion(setup: Setup, pulumi: string): Promise<string | undefined> {
  const env = fetchingEnvironment(setup, { PULUMI_HOME: join(setup.cache, "home", "probe") });
  try {
    const { code, stdout } = await setup.host.run(pulumi, ["version"], { cwd: "/", env, timeoutMs: 20_000 });
    return code === 0 && /^v?\d+\.\d+\.\d+/.test(stdout) ? stdout.trim().replace(/^v/, "") : undefined;
  } catch (error) {
    setup.notes.push(`${pulumi} could not be started: ${messageOf(error)}`);
    return undefined;
  }
}
