import { createHash } from "node:crypto";
import { delimiter, join } from "node:path";
import { publishFolder, readIfThere, writeFileAtomically } from "./cache";
import { EngineError, lastLines, messageOf } from "./errors";
import type { FoundEngine } from "./found-on-path";
import { allOnPath, isExecutable } from "./path-lookup";
import { reachesAnyOf, rememberUnreachable } from "./reachability";
import { elapsed, fetchingEnvironment } from "./setup";
import type { Setup } from "./setup";
import { installedVersionOf } from "./versions";

/** The resource plugins that our programs need, each in the version of its installed SDK. */
const pluginPackages = [
  { name: "azuread", package: "@pulumi/azuread" },
  { name: "command", package: "@pulumi/command" },
];

/** Large, and needed by few programs: the engine downloads the real one when a program uses it; the offline one is always there. */
const offlineOnly = [{ name: "azure-native", package: "@pulumi/azure-native" }];

const downloadHosts = ["https://api.github.com/", "https://get.pulumi.com/releases/plugins/"];
const downloadMs = 3 * 60 * 1000;

interface Plugin {
  name: string;
  version: string;
}

/** A Pulumi home, filled with plugins of one kind. */
export interface PluginHome {
  kind: "real" | "offline";
  home: string;
}

/**
 * A Pulumi home with the plugins in it: the real ones where they are there or can be had, else our own offline ones. Each kind has
 * a home of its own in our cache, so that neither is ever taken for the other.
 * @throws EngineError when CONSENTRA_REAL_PLUGINS asks for real ones that cannot be had, or the offline ones are not compiled
 */
export async function ensurePlugins(setup: Setup, engine: FoundEngine): Promise<PluginHome> {
  const plugins = pluginPackages.map((each) => ({ name: each.name, version: installedVersionOf(each.package) }));
  const names = plugins.map(({ name, version }) => `${name} ${version}`).join(", ");
  const real =
    (setup.realPlugins ? await homeFromPath(setup, plugins) : undefined) ??
    (await downloadedHome(setup, engine, plugins));
  if (real !== undefined) return { kind: "real", home: real };
  if (setup.realPlugins) {
    throw new EngineError(
      `CONSENTRA_REAL_PLUGINS is set, but the real plugins (${names}) are not on PATH and cannot be downloaded: ` +
        `${setup.notes.join("; ")}. Open the network to api.github.com and get.pulumi.com, put the executables ` +
        `${plugins.map(({ name }) => `pulumi-resource-${name}`).join(" and ")} on PATH, or unset CONSENTRA_REAL_PLUGINS.`,
    );
  }
  const more = offlineOnly.map((each) => ({ name: each.name, version: installedVersionOf(each.package) }));
  const home = await offlineHome(setup, [...plugins, ...more]);
  setup.notes.push(`offline plugins are in use (${names}): they serve a simulated tenant and no other`);
  return { kind: "offline", home };
}

/** The engine's own download, published whole: a home that is there is complete. */
async function downloadedHome(setup: Setup, engine: FoundEngine, plugins: Plugin[]): Promise<string | undefined> {
  const home = join(setup.cache, "home", `real-${plugins.map(({ name, version }) => `${name}-${version}`).join("-")}`);
  if (await holdsAll(home, plugins)) return home;
  if (!(await reachable(setup))) {
    setup.notes.push(setup.offline ? "CONSENTRA_OFFLINE is set" : "the plugins' download hosts cannot be reached");
    return undefined;
  }
  const start = Date.now();
  setup.progress(`Downloading the plugins ${plugins.map(({ name }) => name).join(" and ")}`);
  try {
    await publishFolder(
      home,
      () => holdsAll(home, plugins),
      async (folder) => {
        for (const plugin of plugins) await download(setup, engine, plugin, folder);
      },
    );
  } catch (error) {
    await Promise.all(downloadHosts.map((url) => rememberUnreachable(setup, url)));
    setup.notes.push(`the plugins could not be downloaded: ${messageOf(error)}`);
    return undefined;
  }
  setup.progress(`Downloaded the plugins (${elapsed(start)})`);
  return home;
}

/** Behind a proxy only the download itself can tell. */
async function reachable(setup: Setup): Promise<boolean> {
  const proxied = Boolean(setup.environment.HTTPS_PROXY ?? setup.environment.https_proxy);
  return (proxied && !setup.offline) || reachesAnyOf(setup, downloadHosts);
}

async function download(setup: Setup, engine: FoundEngine, { name, version }: Plugin, home: string): Promise<void> {
  const { code, stdout, stderr } = await setup.host.run(
    engine.pulumi,
    ["plugin", "install", "resource", name, version, "--exact", "--non-interactive", "--color", "never"],
    { cwd: home, env: fetchingEnvironment(setup, { PULUMI_HOME: home }), timeoutMs: downloadMs },
  );
  if (code !== 0) throw new Error(`pulumi plugin install ${name} ${version}: ${lastLines(stderr || stdout)}`);
}

/** A plugin on PATH has no version in its name: it is started under the version that the programs ask for. */
async function homeFromPath(setup: Setup, plugins: Plugin[]): Promise<string | undefined> {
  const found = await Promise.all(plugins.map(({ name }) => allOnPath(setup.environment, `pulumi-resource-${name}`)));
  const executables = found.flatMap((paths) => paths.slice(0, 1));
  if (executables.length < plugins.length) return undefined;
  const home = join(setup.cache, "home", `path-${shortHash(executables.join(delimiter))}`);
  await Promise.all(plugins.map((plugin, index) => installScript(home, plugin, [executables[index] ?? ""])));
  return home;
}

/** The offline plugins point into the checkout, so two checkouts do not share a home. */
async function offlineHome(setup: Setup, plugins: Plugin[]): Promise<string> {
  const home = join(setup.cache, "home", `offline-${shortHash(setup.packageRoot)}`);
  for (const plugin of plugins) {
    const main = join(setup.packageRoot, "dist", "plugins", plugin.name, "main.js");
    if ((await readIfThere(main)) === undefined) {
      throw new EngineError(
        `the offline plugin ${plugin.name} is not compiled: ${main} is missing. Run npm run build.`,
      );
    }
    await installScript(home, plugin, [process.execPath, main]);
  }
  return home;
}

async function holdsAll(home: string, plugins: Plugin[]): Promise<boolean> {
  return (await Promise.all(plugins.map((plugin) => isExecutable(executableOf(home, plugin))))).every(Boolean);
}

function executableOf(home: string, { name, version }: Plugin): string {
  return join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
}

async function installScript(home: string, plugin: Plugin, command: string[]): Promise<void> {
  const path = executableOf(home, plugin);
  const script = `#!/bin/sh\nexec ${command.map(quoted).join(" ")} "$@"\n`;
  if ((await readIfThere(path)) !== script) await writeFileAtomically(path, script, 0o755);
}

/** A word for the shell that is taken as it stands. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
