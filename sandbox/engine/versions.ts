import { readFileSync } from "node:fs";

/** The engine that is built where none can be fetched: the newest line whose policy packs the language host below can start. */
export const builtEngineVersion = "3.220.0";

/** The oldest engine that is accepted: the one that everything here is tested with. */
export const oldestEngineVersion = "3.220.0";

/** From here on the language host starts policy packs; before, a `pulumi-analyzer-policy` beside the engine does. */
export const analyzerUntilVersion = "3.225.0";

/** Whether a version ("3.220.0", "v3.250.1-alpha.2") is at least another; false for what is not a version. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [left, right] = [numbersOf(version), numbersOf(oldest)];
  if (left === undefined || right === undefined) return false;
  for (const [index, wanted] of right.entries()) {
    const found = left[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}

function numbersOf(version: string): number[] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version.trim());
  return match?.slice(1).map(Number);
}

/** The version of a package that this one depends on, as it is installed. */
export function installedVersionOf(packageName: string): string {
  const manifest = JSON.parse(readFileSync(require.resolve(`${packageName}/package.json`), "utf8")) as {
    version: string;
  };
  return manifest.version;
}
