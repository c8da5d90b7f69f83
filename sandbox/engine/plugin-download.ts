import { join } from "node:path";
import { publishFolder } from "./cache";
import { lastLines, messageOf } from "./errors";
import type { FoundEngine } from "./found-on-path";
import { holdsAll } from "./plugin-home";
import type { Plugin } from "./plugin-list";
import { reachesAnyOf, rememberUnreachable } from "./reachability";
import { elapsed, fetchingEnvironment } from "./setup";
import type { Setup } from "./setup";

const downloadHosts = ["https://api.github.com/", "https://get.pulumi.com/releases/plugins/"];
const downloadMs = 3 * 60 * 1000;

/**
 * The engine's own download, published whole: a home that is there is complete.
 * @returns the home, or undefined, with the reason as a note, when the plugins cannot be had here
 */
export async function downloadedHome(
  setup: Setup,
  engine: FoundEngine,
  plugins: readonly Plugin[],
): Promise<string | undefined> {
  const home = join(setup.cache, "home", `real-${plugins.map(({ name, version }) => `${name}-${version}`).join("-")}`);
  if (await holdsAll(home, plugins)) return home;
  if (!(await downloadsAreReachable(setup))) {
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
async function downloadsAreReachable(setup: Setup): Promise<boolean> {
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
