import { realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { EngineError } from "./errors";
import { engineOnPath } from "./found-on-path";
import type { FoundEngine } from "./found-on-path";
import { builtEngine, buildEngine } from "./go-build";
import { installedEngine, installEngine } from "./official-installer";
import { withLock } from "./lock";
import { allOnPath } from "./path-lookup";
import { ensurePlugins } from "./plugins";
import type { PluginHome, PluginInUse } from "./plugins";
import { setupFrom } from "./setup";
import type { EngineOptions, Setup } from "./setup";

/** A Pulumi engine that runs Node programs and policy packs, and plugins for it. */
export interface Engine {
  /** Absolute path of the CLI. */
  pulumi: string;
  version: string;
  /** The Pulumi home to use; never the user's own. */
  home: string;
  /** What to set, over the caller's environment, for every run of the CLI. */
  environment: Record<string, string>;
  /** Where the engine comes from: the user's PATH, the official installer, or a build from Go modules. */
  source: "path" | "installed" | "built";
  /** The resource plugins that are set up: Pulumi's own, or the offline ones, which serve a simulated tenant only. */
  plugins: readonly PluginInUse[];
  /** What the user should be told, one line each. */
  notes: string[];
}

/**
 * Finds an engine, or fetches or builds one. Everything fetched or built is kept in the cache folder (CONSENTRA_CACHE), so the next
 * call takes milliseconds.
 *
 * CONSENTRA_OFFLINE=1 leaves every network attempt out but that for Go modules; CONSENTRA_REAL_PLUGINS=1 insists on real plugins,
 * or names those that must be real.
 * @throws EngineError that says what was tried and what to do
 */
export async function ensureEngine(options: EngineOptions = {}): Promise<Engine> {
  if (process.platform === "win32") {
    throw new EngineError("Windows is not supported; run this in WSL (Windows Subsystem for Linux).");
  }
  const setup = setupFrom(options);
  const { source, ...found } = (await presentEngine(setup)) ?? (await fetchedEngine(setup));
  const plugins = await ensurePlugins(setup, found);
  return {
    ...found,
    source,
    home: plugins.home,
    plugins: plugins.plugins,
    environment: await environmentFor(setup, found, plugins),
    notes: setup.notes,
  };
}

type Sourced = FoundEngine & Pick<Engine, "source">;

async function presentEngine(setup: Setup): Promise<Sourced | undefined> {
  return (
    from("path", await engineOnPath(setup)) ??
    from("installed", await installedEngine(setup)) ??
    from("built", await builtEngine(setup))
  );
}

/** One process fetches; another that comes meanwhile waits and then finds it. */
async function fetchedEngine(setup: Setup): Promise<Sourced> {
  const tellWaiting = (holder: number) => setup.progress(`Waiting for process ${holder}, which sets the engine up`);
  return withLock(join(setup.cache, "engine.lock"), tellWaiting, async () => {
    const found =
      from("installed", await installedEngine(setup)) ??
      from("built", await builtEngine(setup)) ??
      from("installed", await installEngine(setup)) ??
      from("built", await buildEngine(setup));
    if (found !== undefined) return found;
    throw new EngineError(
      `There is no Pulumi engine, and none could be set up: ${["no usable pulumi is on PATH", ...setup.notes].join("; ")}. ` +
        "Do one of these: install Pulumi (https://www.pulumi.com/docs/install/) so that pulumi is on PATH; " +
        "open the network to get.pulumi.com; or install Go 1.24 or newer (https://go.dev/dl/) with a Go module proxy in reach.",
    );
  });
}

function from(source: Engine["source"], found: FoundEngine | undefined): Sourced | undefined {
  return found === undefined ? undefined : { ...found, source };
}

async function environmentFor(setup: Setup, engine: FoundEngine, plugins: PluginHome): Promise<Record<string, string>> {
  const path = [dirname(engine.pulumi), ...(await nodeFolder(setup)), setup.environment.PATH ?? ""];
  return {
    PULUMI_HOME: plugins.home,
    PATH: path.join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // plugins come from the home above, never from whatever else is on PATH
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    ...(plugins.plugins.some(({ kind }) => kind === "offline")
      ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }
      : {}),
  };
}

/** Programs and packs are run by `node` from PATH: it must be there, and be the one that runs us. */
async function nodeFolder(setup: Setup): Promise<string[]> {
  const [first] = await allOnPath(setup.environment, "node");
  const same = first !== undefined && (await realpath(first)) === (await realpath(process.execPath));
  return same ? [] : [dirname(process.execPath)];
}
