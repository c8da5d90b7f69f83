import { readFileSync } from "node:fs";
import * as z from "zod";
import { apis, type ApiName } from "./apis";
import type { PermissionKind } from "./permissions";

const listedPermission = z.strictObject({
  kind: z.enum(["application", "delegated"]),
  /** As the service names it; empty where it has no name. */
  name: z.string(),
  /** Lower case. */
  id: z.guid().regex(/^[^A-Z]*$/, "expected small letters"),
  /** Whether an administrator has to consent. */
  adminConsent: z.boolean(),
  displayName: z.string(),
  description: z.string(),
  /** Whether it can be granted. */
  enabled: z.boolean(),
});

/** Every permission of an API, as the tenant's own service principal declares them: what `consentra permissions --refresh` writes. */
export const permissionList = z.strictObject({
  /** Marks the file and its version. */
  consentra: z.literal("permissions/1"),
  api: z.enum(Object.keys(apis) as [ApiName, ...ApiName[]]),
  clientId: z.guid(),
  tenantId: z.guid(),
  /** By kind, name and ID. */
  permissions: z.array(listedPermission),
});

export type PermissionList = z.infer<typeof permissionList>;
export type ListedPermission = PermissionList["permissions"][number];

/** A file is no list of permissions. */
export class PermissionListError extends Error {
  override name = "PermissionListError";
}

const again = "write it again with `consentra permissions --refresh FILE`";

/**
 * Reads a list of permissions.
 *
 * @param source what the text is called in errors
 * @throws PermissionListError with what is wrong first, where, and the way out
 */
export function readPermissionList(text: string, source = "the list of permissions"): PermissionList {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new PermissionListError(`${source} is not JSON; ${again}`);
  }
  const version = z.object({ consentra: z.string() }).safeParse(given).data?.consentra;
  if (version !== "permissions/1") {
    const found = version === undefined ? "nothing of the kind" : JSON.stringify(version.slice(0, 40));
    throw new PermissionListError(`${source}: found ${found}, expected "consentra": "permissions/1"; ${again}`);
  }
  const read = permissionList.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new PermissionListError(`${source}: ${issue?.path.join(".")}: ${issue?.message}; ${again}`);
  }
  const fault = faultOf(read.data);
  if (fault !== undefined) throw new PermissionListError(`${source}: ${fault}; ${again}`);
  return read.data;
}

/**
 * Reads a list of permissions from a file.
 *
 * @throws PermissionListError
 */
export function readPermissionListFile(path: string): PermissionList {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new PermissionListError(`${path} cannot be read; ${again}`);
  }
  return readPermissionList(text, path);
}

/** The text of a list: the same for the same permissions, in whatever order they came. */
export function writePermissionList(list: PermissionList): string {
  const permissions = [...list.permissions].sort(byKindNameAndId);
  return `${JSON.stringify({ ...list, permissions }, undefined, 2)}\n`;
}

/** Finds a permission in a list by its name, exactly as the service spells it, or by its ID in any letter case. */
export function findListed(list: PermissionList, kind: PermissionKind, value: string): ListedPermission | undefined {
  const id = value.toLowerCase();
  return list.permissions.find(
    (each) => each.kind === kind && (each.id === id || (each.name === value && value !== "")),
  );
}

/** IDs differ within a kind; one API has one client ID everywhere. */
function faultOf({ api, clientId, permissions }: PermissionList): string | undefined {
  if (clientId !== apis[api].clientId) return `clientId is not that of ${api}`;
  const seen = new Set<string>();
  for (const { kind, id } of permissions) {
    if (seen.has(`${kind} ${id}`)) return `the ${kind} permission ${id} is there twice`;
    seen.add(`${kind} ${id}`);
  }
  return undefined;
}

/** By code unit: the order must not depend on the machine's language. */
function byKindNameAndId(one: ListedPermission, other: ListedPermission): number {
  return compare(one.kind, other.kind) || compare(one.name, other.name) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
