import {
  apiNames,
  nearestPermissions,
  permissions,
  type ApiName,
  type Permission,
  type PermissionKind,
} from "consentra/graph";

export interface PermissionQuery {
  /** A name, an ID, a part of a name, or words of the explanation; nothing for all. */
  text?: string;
  api?: ApiName;
  kind?: PermissionKind;
}

/** What a query found. */
export interface Found {
  permissions: Permission[];
  /** Whether they are what was named, and not only like it. */
  exact: boolean;
}

/** Finds permissions: the one that is named; else those whose name holds the text; else those whose explanation holds every word. */
export function findPermissions({ text = "", api, kind }: PermissionQuery): Found {
  const known = permissions.filter((each) => (!api || each.api === api) && (!kind || each.kind === kind));
  const wanted = text.trim().toLowerCase();
  const named = known.filter((each) => each.name.toLowerCase() === wanted || each.id === wanted);
  if (named.length > 0) return { permissions: named, exact: true };
  const alike = known.filter((each) => each.name.toLowerCase().includes(wanted));
  if (alike.length > 0) return { permissions: sorted(alike), exact: false };
  const words = wanted.split(/\s+/);
  const told = known.filter(({ reason }) => words.every((word) => reason.toLowerCase().includes(word)));
  return { permissions: sorted(told), exact: false };
}

/** Names that are spelled most like one that is not known; at most three. */
export function nearestNames({ text = "", api, kind }: PermissionQuery): string[] {
  const kinds: PermissionKind[] = kind ? [kind] : ["application", "delegated"];
  const names = (api ? [api] : apiNames).flatMap((each) => kinds.flatMap((one) => nearestPermissions(each, one, text)));
  return [...new Set(names)].slice(0, 3);
}

function sorted(found: readonly Permission[]): Permission[] {
  return [...found].sort(
    (one, other) =>
      one.api.localeCompare(other.api) || one.name.localeCompare(other.name) || one.kind.localeCompare(other.kind),
  );
}
