import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readIfThere } from "./cache";
import { isAlive } from "./process-tree";

/**
 * Runs `work` while no other process holds the lock, so that the same thing is not built twice. The lock of a process that is gone
 * is taken over. What is built under it is published atomically besides, so a lock lost to a crash costs time and nothing else.
 */
export async function withLock<T>(path: string, onWait: (holder: number) => void, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  for (let told = false; !(await acquire(path));) {
    const holder = Number(await readIfThere(path));
    if (holder && !isAlive(holder)) {
      await rm(path, { force: true });
      continue;
    }
    if (!told && holder) {
      told = true;
      onWait(holder);
    }
    await pause(250);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
