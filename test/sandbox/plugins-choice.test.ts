import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describePlugins, ensureEngine, type Engine, type EngineOptions } from "@consentra/sandbox/engine";
import { repository } from "../support/repository";

const azuread = "6.9.1";
const command = "1.2.1";
const azureNative = "3.28.0";

describe("which plugins are used", () => {
  let folder: string;
  let bin: string;
  /** What an executable tells, by its path. */
  let versions: Map<string, string | undefined>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "plugins-choice-"));
    bin = join(folder, "bin");
    versions = new Map();
    // an engine of its own, which is on PATH and never run
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-analyzer-policy"])
      await executable(join(bin, name));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function executable(path: string, version?: string): Promise<string> {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, "#!/bin/sh\nexit 1\n");
    await chmod(path, 0o755);
    versions.set(path, version);
    return path;
  }

  const onPath = (name: string, version: string) => executable(join(bin, `pulumi-resource-${name}`), version);
  const inHome = (name: string, version: string) =>
    executable(join(folder, ".pulumi", "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`), version);

  interface Machine {
    reachable?: boolean;
    environment?: Record<string, string>;
  }

  function machine({ reachable = false, environment = {} }: Machine): EngineOptions {
    return {
      environment: { PATH: bin, HOME: folder, CONSENTRA_CACHE: join(folder, "cache"), ...environment },
      host: {
        run: async (program, args, { env }) => {
          const result = { code: 0, stdout: "3.220.0\n", stderr: "" };
          if (args[0] === "version") return result;
          const [, , , name = "", version = ""] = args;
          assert.deepEqual([program, args[0]], [join(bin, "pulumi"), "plugin"]);
          const home = env.PULUMI_HOME ?? "";
          await executable(join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`), version);
          return result;
        },
        reaches: () => Promise.resolve(reachable),
        pluginVersion: (path) => Promise.resolve(versions.get(path)),
      },
    };
  }

  const chosen = async (options: Machine): Promise<[string, Engine]> => {
    const engine = await ensureEngine(machine(options));
    return [describePlugins(engine.plugins), engine];
  };
  const insisted = (value: string) => ({ environment: { CONSENTRA_REAL_PLUGINS: value } });

  const startsOf = async (engine: Engine, name: string, version: string): Promise<string> =>
    readFile(join(engine.home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`), "utf8");

  it("are the offline ones where nothing can be downloaded, also when others are on PATH", async () => {
    await onPath("azuread", azuread);
    await onPath("command", command);
    const [line, engine] = await chosen({});
    assert.equal(
      line,
      `azuread ${azuread} (offline), command ${command} (offline), azure-native ${azureNative} (offline)`,
    );
    assert.ok(engine.notes.includes(`plugins: ${line}`));
    assert.ok(engine.notes.includes("offline plugins serve a simulated tenant and no other"));
    assert.equal(engine.environment.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION, "true");
    assert.match(await startsOf(engine, "azuread", azuread), /sandbox\/dist\/plugins\/azuread\/main\.js' "\$@"\n$/);
  });

  it("are Pulumi's own where the engine can download them, and the engine then downloads the rare ones as well", async () => {
    const [line, engine] = await chosen({ reachable: true });
    const from = "(real, from the engine's download)";
    assert.equal(line, `azuread ${azuread} ${from}, command ${command} ${from}`);
    assert.equal(engine.environment.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION, undefined);
    assert.ok(!engine.notes.some((note) => note.includes("offline")));
  });

  it("are those on PATH when they are asked for, started under the version that programs ask for", async () => {
    const path = await onPath("azuread", azuread);
    await onPath("command", command);
    const [line, engine] = await chosen(insisted("1"));
    assert.equal(
      line,
      `azuread ${azuread} (real, from PATH), command ${command} (real, from PATH), azure-native ${azureNative} (offline)`,
    );
    assert.equal(await startsOf(engine, "azuread", azuread), `#!/bin/sh\nexec '${path}' "$@"\n`);
    const [, other] = await chosen({});
    assert.notEqual(engine.home, other.home, "real and offline plugins share no home");
  });

  it("are taken from the user's Pulumi home too, and azure-native where it is there", async () => {
    await onPath("command", command);
    await inHome("azuread", "6.8.0");
    await inHome("azuread", azuread);
    await inHome("azure-native", azureNative);
    const [line] = await chosen(insisted("1"));
    const home = "(real, from the Pulumi home)";
    assert.equal(
      line,
      `azuread ${azuread} ${home}, command ${command} (real, from PATH), azure-native ${azureNative} ${home}`,
    );
    const other = { CONSENTRA_REAL_PLUGINS: "1", PULUMI_HOME: join(folder, "elsewhere") };
    await assert.rejects(chosen({ environment: other }), /azuread: it is neither on PATH nor in .*elsewhere\/plugins;/);
  });

  it("are mixed when only some are asked for", async () => {
    await onPath("azuread", azuread);
    await onPath("command", command);
    const [line] = await chosen(insisted("command"));
    assert.equal(
      line,
      `azuread ${azuread} (offline), command ${command} (real, from PATH), azure-native ${azureNative} (offline)`,
    );
    const [both] = await chosen(insisted("azuread, command"));
    assert.match(both, /^azuread 6\.9\.1 \(real, from PATH\), command 1\.2\.1 \(real, from PATH\)/);
  });

  it("are partly downloaded where only one is there", async () => {
    await onPath("command", command);
    const [line, engine] = await chosen({ ...insisted("1"), reachable: true });
    assert.equal(line, `azuread ${azuread} (real, from the engine's download), command ${command} (real, from PATH)`);
    assert.match(
      await startsOf(engine, "azuread", azuread),
      /home\/real-azuread-6\.9\.1\/plugins\/resource-azuread-v6\.9\.1\//,
    );
  });

  it("are refused in another version, with what was found, what is expected and what to do", async () => {
    const path = await onPath("azuread", "6.10.0");
    const silent = join(folder, ".pulumi", "plugins", "resource-azuread-v6.9.1", "pulumi-resource-azuread");
    await executable(silent);
    await onPath("command", command);
    await assert.rejects(chosen(insisted("1")), {
      name: "EngineError",
      message:
        `CONSENTRA_REAL_PLUGINS asks for Pulumi's own azuread ${azuread}, which cannot be had (azuread: ${path} is 6.10.0, ` +
        `${silent} does not tell its version; the plugins' download hosts cannot be reached). ` +
        "Put pulumi-resource-azuread of that version on PATH, install with " +
        `"pulumi plugin install resource azuread ${azuread}", open the network to api.github.com and get.pulumi.com, or unset ` +
        "CONSENTRA_REAL_PLUGINS.",
    });
  });

  it("are refused when they are asked for by a name that none has", async () => {
    await assert.rejects(chosen(insisted("azuread,aws")), {
      name: "EngineError",
      message:
        'CONSENTRA_REAL_PLUGINS names "aws", which is no plugin of ours. ' +
        "Set it to 1 (azuread and command), or to some of azuread, command, azure-native with commas between.",
    });
  });

  it("are never our own in place of Pulumi's", async () => {
    const path = join(bin, "pulumi-resource-command");
    const main = join(repository, "sandbox", "dist", "plugins", "command", "main.js");
    await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, { mode: 0o755 });
    const { host, ...options } = machine(insisted("command"));
    await assert.rejects(
      ensureEngine({ ...options, host: { run: host?.run, reaches: host?.reaches } }),
      /pulumi-resource-command is 1\.2\.1\+offline; the plugins' download hosts cannot be reached/,
    );
  });
});
