import {
  apiNames,
  apis,
  exchangeApplicationRole,
  findPermission,
  findPermissionById,
  permissions,
  type Permission,
} from "consentra/graph";
import { exchangeObjectOf } from "./manifests";
import { listOf, NOT_KNOWN, readable, textOf, type Readable } from "./readable";
import { types } from "./types";

/** The role of an assignment without one: it lets people in and grants nothing. */
const defaultAccess = "00000000-0000-0000-0000-000000000000";

/** What a resource grants or asks for. */
export interface PermissionsView {
  permissions: Permission[];
  /** IDs and names that the table does not know. */
  unknown: string[];
  /** Whether a preview cannot tell all of it yet. */
  notKnownYet: boolean;
}

type Props = Record<string, unknown>;
type Read = (props: Props, view: PermissionsView) => void;

/** Resources that grant permissions or ask for them, whoever made them. */
const readers: Readonly<Record<string, Read>> = {
  [types.appRoleAssignment]: (props, view) => noteIds(view, "application", [textOf(props, "appRoleId")]),
  [types.delegatedGrant]: (props, view) => noteNames(view, listOf(props, "claimValues")),
  [types.application]: (props, view) => {
    for (const { id, type } of requestsOf(props, view)) {
      if (type === NOT_KNOWN) view.notKnownYet = true;
      else noteIds(view, type === "Role" ? "application" : "delegated", [id]);
    }
  },
  [types.applicationApiAccess]: (props, view) => {
    noteIds(view, "application", listOf(props, "roleIds"));
    noteIds(view, "delegated", listOf(props, "scopeIds"));
  },
};

/** Whether a resource of the type can grant permissions or ask for them. */
export function readsPermissions(type: string): boolean {
  return type in readers || type === types.command;
}

/** Reads what a resource grants or asks for; undefined for one that does neither. */
export function permissionsOf(resource: { type: string; props: Props }): PermissionsView | undefined {
  const view: PermissionsView = { permissions: [], unknown: [], notKnownYet: false };
  const read = readers[resource.type];
  if (read) read(resource.props, view);
  else if (!noteRole(resource, view)) return undefined;
  return view;
}

/** The entries of an application's `requiredResourceAccesses`. */
function* requestsOf(
  props: Props,
  view: PermissionsView,
): Generator<{ id: Readable<unknown>; type: Readable<unknown> }> {
  for (const api of knownOf(listOf<Props>(props, "requiredResourceAccesses"), view)) {
    for (const access of knownOf(listOf<Props>(api, "resourceAccesses"), view))
      yield { id: readable(() => access.id), type: readable(() => access.type) };
  }
}

function knownOf<T>(list: Readable<Readable<T>[]>, view: PermissionsView): T[] {
  const elements = list === NOT_KNOWN ? [] : list;
  const known = elements.filter((each) => each !== NOT_KNOWN) as T[];
  if (list === NOT_KNOWN || known.length < elements.length) view.notKnownYet = true;
  return known;
}

/** IDs differ between the APIs, so the API need not be known. */
function noteIds(view: PermissionsView, kind: Permission["kind"], ids: Readable<readonly Readable<unknown>[]>): void {
  for (const given of knownOf(ids === NOT_KNOWN ? ids : [...ids], view)) {
    if (typeof given !== "string") continue;
    const id = given.toLowerCase();
    if (id === defaultAccess) continue;
    const found = permissionById(kind, id);
    if (found) view.permissions.push(found);
    else view.unknown.push(id);
  }
}

export function permissionById(kind: Permission["kind"], id: string): Permission | undefined {
  for (const api of apiNames) {
    const found = findPermissionById(apis[api].clientId, kind, id);
    if (found) return found;
  }
  return undefined;
}

/** A delegated grant has names only; every API of the table may be meant. Letter case counts for nothing in a scope's name. */
function noteNames(view: PermissionsView, names: Readable<Readable<unknown>[]>): void {
  for (const name of knownOf(names, view).map(String)) {
    const found = delegatedByName().get(name.toLowerCase()) ?? [];
    if (found.length > 0) view.permissions.push(...found);
    else view.unknown.push(name);
  }
}

let byName: Map<string, Permission[]> | undefined;
function delegatedByName(): Map<string, Permission[]> {
  if (byName) return byName;
  byName = new Map();
  for (const each of permissions) {
    if (each.kind !== "delegated") continue;
    const key = each.name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), each]);
  }
  return byName;
}

let byRole: Map<string, Permission> | undefined;
/** The permission that a role of RBAC for Applications grants. */
export function permissionOfRole(role: string): Permission | undefined {
  byRole ??= new Map(
    permissions.flatMap((each) => {
      const name = exchangeApplicationRole(each);
      // Two permissions can have one role; the one that is named as the role is what the role grants.
      return name === undefined
        ? []
        : [
            [
              name.toLowerCase(),
              findPermission(each.api, each.kind, name.replace("Application ", "")) ?? each,
            ] as const,
          ];
    }),
  );
  return byRole.get(role.toLowerCase());
}

/** @returns whether the resource is an assignment of such a role */
function noteRole(resource: { type: string; props: Props }, view: PermissionsView): boolean {
  const object = exchangeObjectOf(resource);
  if (object?.kind !== "RoleAssignment") return false;
  if (object.spec === NOT_KNOWN) view.notKnownYet = true;
  else {
    const permission = permissionOfRole(object.spec.role);
    if (permission) view.permissions.push(permission);
    else view.unknown.push(object.spec.role);
  }
  return true;
}
