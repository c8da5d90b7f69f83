import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isAtLeast } from "./versions";
import { allOnPath, isExecutable } from "./path-lookup";
import type { Plugin } from "./plugin-list";
import { fetchingEnvironment } from "./setup";
import type { Setup } from "./setup";
import { rememberedVersion } from "./version-record";

/** Where a plugin of Pulumi's own was found. */
export interface PresentPlugin {
  executable: string;
  from: "PATH" | "the Pulumi home";
}

/** A plugin of Pulumi's own that is on this machine, or why each candidate was passed over. */
export type Lookup = PresentPlugin | { passedOver: string[] };

/**
 * Looks for a plugin on PATH, then in the user's own Pulumi home. Only the version of the installed SDK counts: with another one it
 * would not be known what was tested.
 */
export async function lookUpPlugin(setup: Setup, plugin: Plugin): Promise<Lookup> {
  const passedOver: string[] = [];
  for (const candidate of [...(await onPath(setup, plugin)), ...(await inPulumiHome(setup, plugin))]) {
    const version = await versionOf(setup, candidate.executable);
    if (version === plugin.version) return candidate;
    passedOver.push(`${candidate.executable} ${version === undefined ? "does not tell its version" : `is ${version}`}`);
  }
  return {
    passedOver: passedOver.length === 0 ? [`it is neither on PATH nor in ${pluginsFolder(setup)}`] : passedOver,
  };
}

async function onPath(setup: Setup, { name }: Plugin): Promise<PresentPlugin[]> {
  const executables = await allOnPath(setup.environment, executableName(name));
  return executables.map((executable) => ({ executable, from: "PATH" }));
}

/** The expected version first; others only to tell that they are there. */
async function inPulumiHome(setup: Setup, { name, version }: Plugin): Promise<PresentPlugin[]> {
  const prefix = `resource-${name}-v`;
  const entries = await readdir(pluginsFolder(setup)).catch(() => []);
  const versions = entries
    .filter((entry) => entry.startsWith(prefix) && isAtLeast(entry.slice(prefix.length), "0.0.0"))
    .sort((left, right) => Number(right === prefix + version) - Number(left === prefix + version));
  const executables = versions.map((entry) => join(pluginsFolder(setup), entry, executableName(name)));
  const there = await Promise.all(executables.map(isExecutable));
  return executables.filter((_, index) => there[index]).map((executable) => ({ executable, from: "the Pulumi home" }));
}

function pluginsFolder({ environment }: Setup): string {
  return join(environment.PULUMI_HOME ?? join(environment.HOME ?? homedir(), ".pulumi"), "plugins");
}

async function versionOf(setup: Setup, executable: string): Promise<string | undefined> {
  const env = fetchingEnvironment(setup);
  const ask = () => setup.host.pluginVersion(executable, env).catch(() => undefined);
  return rememberedVersion(setup, executable, ask);
}

/** What a plugin's executable is called. */
export function executableName(plugin: string): string {
  return `pulumi-resource-${plugin}`;
}
