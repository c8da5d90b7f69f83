import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { publishFolder } from "./cache";
import { lastLines, messageOf } from "./errors";
import { usable } from "./found-on-path";
import type { FoundEngine } from "./found-on-path";
import { elapsed, fetchingEnvironment } from "./setup";
import type { Setup } from "./setup";
import { builtEngineVersion } from "./versions";

const buildMs = 20 * 60 * 1000;
const tellEveryMs = 15_000;

/** One Go module of ours that pins a program and, by its go.sum, every byte that goes into it. */
interface GoProgram {
  name: string;
  module: string;
  package: string;
  linkerFlags: string;
}

const programs: GoProgram[] = [
  {
    name: "pulumi-language-nodejs",
    module: "language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    linkerFlags: "-s -w",
  },
  {
    name: "pulumi",
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${builtEngineVersion}`,
  },
];

const analyzer = "pulumi-analyzer-policy";

/** The engine that an earlier run built from the same pins. */
export async function builtEngine(setup: Setup): Promise<FoundEngine | undefined> {
  const found = await usable(setup, join(await buildRoot(setup), "bin", "pulumi"));
  return typeof found === "string" ? undefined : found;
}

/**
 * Builds the engine, its Node language host and the starter of policy packs from pinned Go modules into our cache.
 * @returns undefined, with the reason as a note, when that cannot be done here
 */
export async function buildEngine(setup: Setup): Promise<FoundEngine | undefined> {
  const go = await goVersion(setup);
  if (go === undefined) {
    setup.notes.push("there is no Go on PATH to build it with");
    return undefined;
  }
  const start = Date.now();
  setup.progress(`Building the Pulumi engine ${builtEngineVersion} with ${go} (once, about two minutes on two cores)`);
  try {
    const complete = async () => (await builtEngine(setup)) !== undefined;
    await publishFolder(await buildRoot(setup), complete, (folder) => fill(setup, folder));
  } catch (error) {
    setup.notes.push(messageOf(error));
    return undefined;
  }
  setup.progress(`Built the Pulumi engine (${elapsed(start)})`);
  return builtEngine(setup);
}

async function goVersion(setup: Setup): Promise<string | undefined> {
  try {
    const { code, stdout } = await setup.host.run("go", ["env", "GOVERSION"], { cwd: "/", env: goEnvironment(setup) });
    return code === 0 ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}

async function fill(setup: Setup, folder: string): Promise<void> {
  const start = Date.now();
  const bin = join(folder, "bin");
  await mkdir(bin);
  const telling = setInterval(() => setup.progress(`  still building (${elapsed(start)})`), tellEveryMs);
  try {
    await buildAll(setup, folder, bin);
  } finally {
    clearInterval(telling);
  }
  await cp(join(pins(setup), analyzer), join(bin, analyzer));
  await chmod(join(bin, analyzer), 0o755);
}

/** Both at once: one compiles while the other still downloads. The first failure ends the other. */
async function buildAll(setup: Setup, folder: string, bin: string): Promise<void> {
  const abort = new AbortController();
  const builds = programs.map(async (program) => {
    try {
      await build(setup, program, folder, bin, abort.signal);
    } catch (error) {
      abort.abort(error);
    }
  });
  await Promise.all(builds);
  abort.signal.throwIfAborted();
}

async function build(
  setup: Setup,
  program: GoProgram,
  folder: string,
  bin: string,
  signal: AbortSignal,
): Promise<void> {
  const start = Date.now();
  const source = join(folder, program.module);
  await cp(join(pins(setup), program.module), source, { recursive: true });
  const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", program.linkerFlags];
  const args = ["build", ...flags, "-o", join(bin, program.name), program.package];
  const options = { cwd: source, env: goEnvironment(setup), timeoutMs: buildMs, signal };
  const { code, stderr } = await setup.host.run("go", args, options);
  if (code !== 0) throw new Error(`go build ${program.package} ended with code ${code}:\n${lastLines(stderr)}`);
  setup.progress(`  ${program.name} is built (${elapsed(start)})`);
  await rm(source, { recursive: true });
}

/** Go's own settings stay as the user has them (proxy, checksums, caches); a work space or flags of another project do not count. */
function goEnvironment(setup: Setup): NodeJS.ProcessEnv {
  const environment = fetchingEnvironment(setup, { CGO_ENABLED: "0", GO111MODULE: "on", GOWORK: "off", GOFLAGS: "" });
  // a compiler that collects its garbage less often is a fifth faster; each of its processes is short
  return { ...environment, GOGC: environment.GOGC ?? "400" };
}

async function buildRoot(setup: Setup): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(programs)).update(process.arch);
  for (const { module } of programs) {
    for (const file of ["go.mod", "go.sum"]) hash.update(await readFile(join(pins(setup), module, file)));
  }
  hash.update(await readFile(join(pins(setup), analyzer)));
  return join(setup.cache, "engine", `built-${builtEngineVersion}-${hash.digest("hex").slice(0, 12)}`);
}

function pins(setup: Setup): string {
  return join(setup.packageRoot, "engine", "go");
}
