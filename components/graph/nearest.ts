import { distance } from "fastest-levenshtein";
import type { ApiName } from "./apis";
import { permissions, type PermissionKind } from "./permissions";

/** Names of the kind that are spelled most like a name that is not known; at most three, nearest first. */
export function nearestPermissions(api: ApiName, kind: PermissionKind, name: string): string[] {
  const wanted = name.toLowerCase();
  return permissions
    .filter((each) => each.api === api && each.kind === kind)
    .map((each) => ({ name: each.name, distance: distance(wanted, each.name.toLowerCase()) }))
    .filter((each) => each.distance <= Math.max(3, wanted.length / 2))
    .sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, 3)
    .map((each) => each.name);
}
