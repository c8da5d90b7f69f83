import { join } from "node:path";
import type { OperationResult } from "@consentra/sandbox/engine";
import { packs, type PackName } from "./judge";
import { repository } from "./repository";

export function packFolder(name: PackName): string {
  return join(repository, "policy-packs", name);
}

/** Folders of all packs. */
export const allPacks: readonly string[] = packs.map(packFolder);

/** One line of what the engine says that the packs said. */
export interface Violation {
  level: string;
  policy: string;
  resource: string;
}

/** What the packs said, as the engine printed it: one entry per policy and resource. */
export function violationsIn({ stdout }: Pick<OperationResult, "stdout">): Violation[] {
  const found = [
    ...stdout.matchAll(/^ *- \[(mandatory|advisory)\](?: +\[severity: \w+\])? +([\w-]+) +\([^ ]+: (.+)\)$/gm),
  ];
  return found.map(([, level = "", policy = "", resource = ""]) => ({ level, policy, resource }));
}

/** The same as sorted texts. */
export function linesOf(violations: readonly Violation[], level?: string): string[] {
  return violations
    .filter((each) => level === undefined || each.level === level)
    .map(({ policy, resource }) => `${policy}: ${resource}`)
    .sort();
}
