import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isAlive } from "./process-tree";

/**
 * Where everything that is fetched or built lives: CONSENTRA_CACHE, else the platform's cache folder. Never the work tree, never
 * the user's own Pulumi home.
 */
export function cacheRoot(environment: NodeJS.ProcessEnv): string {
  if (environment.CONSENTRA_CACHE) return resolve(environment.CONSENTRA_CACHE);
  if (environment.XDG_CACHE_HOME) return join(resolve(environment.XDG_CACHE_HOME), "consentra");
  const home = environment.HOME ?? homedir();
  return process.platform === "darwin"
    ? join(home, "Library", "Caches", "consentra")
    : join(home, ".cache", "consentra");
}

const temporaryPrefix = ".new-";

/**
 * Makes a folder appear whole or not at all: `fill` works in a temporary folder beside it, which is then renamed. When another
 * process was faster, its folder stays and ours is dropped; a folder that is not complete is replaced.
 */
export async function publishFolder(
  target: string,
  isComplete: () => Promise<boolean>,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await sweep(parent);
  const folder = temporaryName(parent);
  await mkdir(folder);
  try {
    await fill(folder);
    if (await isComplete()) return;
    await moveAway(target);
    await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function moveAway(target: string): Promise<void> {
  const aside = temporaryName(dirname(target));
  await rename(target, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rm(aside, { recursive: true, force: true });
}

function temporaryName(parent: string): string {
  return join(parent, `${temporaryPrefix}${process.pid}-${randomBytes(4).toString("hex")}`);
}

/** Removes what processes that are gone left half-done. */
async function sweep(parent: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(temporaryPrefix)) continue;
    const owner = Number(entry.slice(temporaryPrefix.length).split("-")[0]);
    if (owner !== process.pid && !isAlive(owner)) await rm(join(parent, entry), { recursive: true, force: true });
  }
}

/** Writes a file so that a reader sees the old one or the new one, never half of it. */
export async function writeFileAtomically(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString("hex")}`;
  await writeFile(temporary, text, { mode });
  await rename(temporary, path);
}

/** A file's text, or undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
}

/** A JSON file of our own cache, or undefined when it is missing or was cut short. */
export async function readRecord(path: string): Promise<Record<string, unknown> | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
