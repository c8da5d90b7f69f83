import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "./repository";

const run = promisify(execFile);

/** One package as `npm pack` made it. */
export interface Packed {
  name: string;
  version: string;
  filename: string;
  files: readonly string[];
}

interface PackageJson {
  name: string;
  private?: boolean;
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A customer's project outside this repository, with the packages as they would be published. */
export class CustomerProject {
  private constructor(
    readonly folder: string,
    readonly packed: readonly Packed[],
  ) {}

  /** @param example folder below `examples/` whose project is copied out */
  static async from(example: string): Promise<CustomerProject> {
    const folder = await mkdtemp(join(tmpdir(), "consentra-customer-"));
    const packed = await packAll(folder);
    await cp(join(repository, "examples", example), folder, {
      recursive: true,
      filter: (path) => !/[\\/](?:dist|node_modules)$|\.tsbuildinfo$/.test(path),
    });
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as PackageJson;
    manifest.dependencies = { ...manifest.dependencies, ...Object.fromEntries(packed.map(asFile)) };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
    const project = new CustomerProject(folder, packed);
    await project.npm("install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
    return project;
  }

  async npm(...args: string[]): Promise<string> {
    const { stdout } = await run("npm", args, { cwd: this.folder, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  }

  /** Runs a script of the project with this Node. */
  async node(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, args, { cwd: this.folder });
    return stdout;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

const asFile = ({ name, filename }: Packed): [string, string] => [name, `file:./${filename}`];

/** Packs every package that may be published. */
async function packAll(destination: string): Promise<Packed[]> {
  const { stdout } = await run("npm", ["pack", "--workspaces", "--json", "--pack-destination", destination], {
    cwd: repository,
    maxBuffer: 64 * 1024 * 1024,
  });
  const all = JSON.parse(stdout) as (Omit<Packed, "files"> & { files: { path: string }[] })[];
  const publishable = new Set(await publishableNames());
  return all
    .filter(({ name }) => publishable.has(name))
    .map(({ files, ...each }) => ({ ...each, files: files.map(({ path }) => path) }));
}

async function publishableNames(): Promise<string[]> {
  const { stdout } = await run("npm", ["query", ".workspace"], { cwd: repository, maxBuffer: 64 * 1024 * 1024 });
  return (JSON.parse(stdout) as PackageJson[]).filter((each) => each.private !== true).map(({ name }) => name);
}
