import { rename } from "node:fs/promises";
import { join } from "node:path";
import { publishFolder } from "./cache";
import { lastLines, messageOf } from "./errors";
import { usable } from "./found-on-path";
import type { FoundEngine } from "./found-on-path";
import { reachesAnyOf, rememberUnreachable } from "./reachability";
import { elapsed, fetchingEnvironment } from "./setup";
import type { Setup } from "./setup";
import { installedVersionOf } from "./versions";

const installerUrl = "https://get.pulumi.com/install.sh";
const installMs = 5 * 60 * 1000;

/** The engine that an earlier run installed. */
export async function installedEngine(setup: Setup): Promise<FoundEngine | undefined> {
  const found = await usable(setup, join(installRoot(setup), "bin", "pulumi"));
  return typeof found === "string" ? undefined : found;
}

/**
 * Installs the engine that belongs to the installed SDK, by the Automation API and its official installer, into our cache.
 * @returns undefined, with the reason as a note, when that cannot be done here
 */
export async function installEngine(setup: Setup): Promise<FoundEngine | undefined> {
  if (!(await reachesAnyOf(setup, [installerUrl]))) {
    setup.notes.push("the official installer (get.pulumi.com) cannot be reached");
    return undefined;
  }
  const start = Date.now();
  setup.progress("Installing the Pulumi engine with the official installer");
  try {
    const complete = async () => (await installedEngine(setup)) !== undefined;
    await publishFolder(installRoot(setup), complete, (folder) => runInstaller(setup, folder));
  } catch (error) {
    await rememberUnreachable(setup, installerUrl);
    setup.notes.push(`the official installer failed: ${messageOf(error)}`);
    return undefined;
  }
  setup.progress(`Installed the Pulumi engine (${elapsed(start)})`);
  return installedEngine(setup);
}

/** In a process of its own: the installer takes its environment from the process, and must be able to be ended. */
async function runInstaller(setup: Setup, folder: string): Promise<void> {
  const root = join(folder, "root");
  const script = [
    `const { PulumiCommand } = require(${JSON.stringify(require.resolve("@pulumi/pulumi/automation"))});`,
    `PulumiCommand.install({ root: ${JSON.stringify(root)} }).catch((e) => { console.error(e.message); process.exitCode = 1; });`,
  ].join("\n");
  const env = fetchingEnvironment(setup, { PULUMI_HOME: join(folder, "home") });
  const { code, stdout, stderr } = await setup.host.run(process.execPath, ["-"], {
    cwd: folder,
    env,
    input: script,
    timeoutMs: installMs,
  });
  if (code !== 0) throw new Error(lastLines(stderr || stdout));
  await rename(join(root, "bin"), join(folder, "bin"));
}

function installRoot(setup: Setup): string {
  return join(setup.cache, "engine", `installed-${installedVersionOf("@pulumi/pulumi")}`);
}
