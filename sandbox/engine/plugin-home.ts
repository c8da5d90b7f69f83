import { createHash } from "node:crypto";
import { join } from "node:path";
import { readIfThere, writeFileAtomically } from "./cache";
import { isExecutable } from "./path-lookup";
import type { Plugin } from "./plugin-list";
import { executableName } from "./plugin-lookup";

/** A plugin, and the command that starts it. */
export interface StartedPlugin extends Plugin {
  command: readonly string[];
}

/**
 * A Pulumi home with these plugins, each started under the version that the programs ask for. Other commands make another home, so
 * that one plugin is never taken for another.
 */
export async function homeWith(cache: string, plugins: readonly StartedPlugin[]): Promise<string> {
  const hash = createHash("sha256").update(
    JSON.stringify(plugins.map(({ name, version, command }) => [name, version, command])),
  );
  const home = join(cache, "home", `plugins-${hash.digest("hex").slice(0, 12)}`);
  await Promise.all(plugins.map((plugin) => installScript(home, plugin)));
  return home;
}

/** Whether a home has all these plugins. */
export async function holdsAll(home: string, plugins: readonly Plugin[]): Promise<boolean> {
  return (await Promise.all(plugins.map((plugin) => isExecutable(executableIn(home, plugin))))).every(Boolean);
}

/** Where the engine looks for a plugin in its home. */
export function executableIn(home: string, { name, version }: Plugin): string {
  return join(home, "plugins", `resource-${name}-v${version}`, executableName(name));
}

async function installScript(home: string, plugin: StartedPlugin): Promise<void> {
  const path = executableIn(home, plugin);
  const script = `#!/bin/sh\nexec ${plugin.command.map(quoted).join(" ")} "$@"\n`;
  if ((await readIfThere(path)) !== script) await writeFileAtomically(path, script, 0o755);
}

/** A word for the shell that is taken as it stands. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
