import { join } from "node:path";
import { readIfThere } from "./cache";
import { EngineError } from "./errors";
import type { FoundEngine } from "./found-on-path";
import { downloadedHome } from "./plugin-download";
import { executableIn, homeWith } from "./plugin-home";
import type { StartedPlugin } from "./plugin-home";
import { neededPlugins, occasionalPlugins } from "./plugin-list";
import type { Plugin } from "./plugin-list";
import { executableName, lookUpPlugin } from "./plugin-lookup";
import type { Lookup } from "./plugin-lookup";
import type { Setup } from "./setup";

/** A plugin that runs use. */
export interface PluginInUse extends Plugin {
  /** Pulumi's own, or ours, which serves a simulated tenant only. */
  kind: "real" | "offline";
  /** Where a real one comes from. */
  from?: "PATH" | "the Pulumi home" | "the engine's download";
}

/** A Pulumi home, filled with plugins. */
export interface PluginHome {
  home: string;
  plugins: readonly PluginInUse[];
}

/** One line that says which plugins are used: `azuread 6.9.1 (real, from PATH), command 1.2.1 (offline)`. */
export function describePlugins(plugins: readonly PluginInUse[]): string {
  return plugins
    .map(
      ({ name, version, kind, from }) => `${name} ${version} (${from === undefined ? kind : `${kind}, from ${from}`})`,
    )
    .join(", ");
}

/**
 * A Pulumi home with the plugins in it. Those that CONSENTRA_REAL_PLUGINS names are Pulumi's own: from PATH, from the user's Pulumi
 * home, or downloaded by the engine. Without it they are downloaded where that is possible, and else are our own offline ones.
 * @throws EngineError when a plugin that is asked for cannot be had, or an offline one is not compiled
 */
export async function ensurePlugins(setup: Setup, engine: FoundEngine): Promise<PluginHome> {
  const chosen =
    setup.realPlugins.length > 0 ? await insistedPlugins(setup, engine) : await plainPlugins(setup, engine);
  setup.notes.push(`plugins: ${describePlugins(chosen.plugins)}`);
  if (chosen.plugins.some(({ kind }) => kind === "offline")) {
    setup.notes.push("offline plugins serve a simulated tenant and no other");
  }
  return chosen;
}

/** The engine downloads what is in no home when a program uses it: where that works, only what every program needs is set up. */
async function plainPlugins(setup: Setup, engine: FoundEngine): Promise<PluginHome> {
  const home = await downloadedHome(setup, engine, neededPlugins);
  if (home !== undefined) return { home, plugins: neededPlugins.map(asDownloaded) };
  return homeOf(setup, await Promise.all([...neededPlugins, ...occasionalPlugins].map((each) => offline(setup, each))));
}

async function insistedPlugins(setup: Setup, engine: FoundEngine): Promise<PluginHome> {
  const lookups = await lookUpAll(setup);
  const missing = lookups.filter(({ plugin, found }) => isInsistedOn(setup, plugin) && !("executable" in found));
  const download = missing.length === 0 ? undefined : await downloadedOrFail(setup, engine, missing);
  const plugins = await Promise.all(
    lookups.map(async ({ plugin, found }): Promise<ChosenPlugin[]> => {
      if ("executable" in found) return [{ ...plugin, kind: "real", from: found.from, command: [found.executable] }];
      if (download === undefined) return [await offline(setup, plugin)];
      if (isInsistedOn(setup, plugin)) return [{ ...asDownloaded(plugin), command: [executableIn(download, plugin)] }];
      return neededPlugins.includes(plugin) ? [await offline(setup, plugin)] : [];
    }),
  );
  return homeOf(setup, plugins.flat());
}

interface LookedUp {
  plugin: Plugin;
  found: Lookup;
}

/** What is not asked for by name is looked up too when no program can do without it being downloaded. */
async function lookUpAll(setup: Setup): Promise<LookedUp[]> {
  return Promise.all(
    [...neededPlugins, ...occasionalPlugins].map(async (plugin) => {
      const wanted = isInsistedOn(setup, plugin) || occasionalPlugins.includes(plugin);
      return { plugin, found: wanted ? await lookUpPlugin(setup, plugin) : { passedOver: [] } };
    }),
  );
}

function isInsistedOn(setup: Setup, plugin: Plugin): boolean {
  return setup.realPlugins.includes(plugin.name);
}

async function downloadedOrFail(setup: Setup, engine: FoundEngine, missing: readonly LookedUp[]): Promise<string> {
  const plugins = missing.map(({ plugin }) => plugin);
  const home = await downloadedHome(setup, engine, plugins);
  if (home !== undefined) return home;
  const wanted = plugins.map(({ name, version }) => `${name} ${version}`).join(" and ");
  const why = missing.map(
    ({ plugin, found }) => `${plugin.name}: ${"passedOver" in found ? found.passedOver.join(", ") : ""}`,
  );
  throw new EngineError(
    `CONSENTRA_REAL_PLUGINS asks for Pulumi's own ${wanted}, which cannot be had (${[...why, ...setup.notes].join("; ")}). ` +
      `Put ${plugins.map(({ name }) => executableName(name)).join(" and ")} of that version on PATH, install with ` +
      `"pulumi plugin install resource ${plugins[0]?.name} ${plugins[0]?.version}", open the network to api.github.com and ` +
      "get.pulumi.com, or unset CONSENTRA_REAL_PLUGINS.",
  );
}

type ChosenPlugin = PluginInUse & StartedPlugin;

async function homeOf({ cache }: Setup, chosen: readonly ChosenPlugin[]): Promise<PluginHome> {
  const plugins = chosen.map(({ name, version, kind, from }) => ({ name, version, kind, from }));
  return { home: await homeWith(cache, chosen), plugins };
}

/** Points into the checkout, so two checkouts do not share a home. */
async function offline(setup: Setup, plugin: Plugin): Promise<ChosenPlugin> {
  const main = join(setup.packageRoot, "dist", "plugins", plugin.name, "main.js");
  if ((await readIfThere(main)) === undefined) {
    throw new EngineError(`the offline plugin ${plugin.name} is not compiled: ${main} is missing. Run npm run build.`);
  }
  return { ...plugin, kind: "offline", command: [process.execPath, main] };
}

function asDownloaded(plugin: Plugin): PluginInUse {
  return { ...plugin, kind: "real", from: "the engine's download" };
}
