import { UnknownValueError, type PolicyResource } from "@pulumi/policy";
import { apiNames, apis, findPermission, findPermissionById, type Permission } from "consentra/graph";

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

type Read = (props: PolicyResource["props"], view: PermissionsView) => void;

/** Types of the azuread provider that grant permissions or ask for them, whoever made them. */
const readers: Readonly<Record<string, Read>> = {
  "azuread:index/appRoleAssignment:AppRoleAssignment": (props, view) => noteIds(view, "application", [props.appRoleId]),
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant": (props, view) =>
    noteNames(view, listOf(props.claimValues)),
  "azuread:index/application:Application": (props, view) => {
    for (const { resourceAccesses } of listOf<{ resourceAccesses: unknown }>(props.requiredResourceAccesses)) {
      for (const { id, type } of listOf<{ id: unknown; type: unknown }>(resourceAccesses))
        noteIds(view, type === "Role" ? "application" : "delegated", [id]);
    }
  },
  "azuread:index/applicationApiAccess:ApplicationApiAccess": (props, view) => {
    noteIds(view, "application", listOf(props.roleIds));
    noteIds(view, "delegated", listOf(props.scopeIds));
  },
};

/** Reads what a resource grants or asks for; undefined for one that does neither. */
export function permissionsOf({ type, props }: Pick<PolicyResource, "type" | "props">): PermissionsView | undefined {
  const read = readers[type];
  if (!read) return undefined;
  const view: PermissionsView = { permissions: [], unknown: [], notKnownYet: false };
  try {
    read(props, view);
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    view.notKnownYet = true;
  }
  return view;
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}

/** IDs differ between the APIs, so the API need not be known. */
function noteIds(view: PermissionsView, kind: Permission["kind"], ids: readonly unknown[]): void {
  for (const id of ids.map((each) => String(each).toLowerCase())) {
    if (id === defaultAccess) continue;
    const found = apiNames.map((api) => findPermissionById(apis[api].clientId, kind, id)).find((each) => each);
    if (found) view.permissions.push(found);
    else view.unknown.push(id);
  }
}

/** A delegated grant has names only; every API of the table may be meant. */
function noteNames(view: PermissionsView, names: readonly unknown[]): void {
  for (const name of names.map(String)) {
    const found = apiNames.flatMap((api) => findPermission(api, "delegated", name) ?? []);
    if (found.length > 0) view.permissions.push(...found);
    else view.unknown.push(name);
  }
}
