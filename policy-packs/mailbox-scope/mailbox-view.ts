import type { PolicyResource } from "@pulumi/policy";
import {
  exchangeObjectOf,
  keyOf,
  NOT_KNOWN,
  permissionById,
  permissionOfRole,
  permissionsOf,
  textOf,
  types,
  type AppKey,
  type ExchangeObject,
  type Readable,
  type StackView,
} from "@consentra/policy-kit";
import { reachesMailboxes, type Permission } from "consentra/graph";

/** Specification of an Exchange object of one kind. */
export type SpecOf<K extends ExchangeObject["kind"]> = Exclude<
  Extract<ExchangeObject, { kind: K }>["spec"],
  typeof NOT_KNOWN
>;

/** An access policy or a role of RBAC for Applications that the stack makes. */
export interface ScopeView {
  resource: PolicyResource;
  /** The application that it confines or gives mailboxes to. */
  app: Readable<AppKey>;
  /** Whether that is told by a dependency only, because a preview does not know the manifest. */
  isAssumed: boolean;
  object: Extract<ExchangeObject, { kind: "ApplicationAccessPolicy" | "RoleAssignment" }>;
}

/** An application permission that reaches mailboxes, granted by the stack or asked for by one of its applications. */
export interface MailboxGrantView {
  resource: PolicyResource;
  /** The service principal that gets it, where the stack has that. */
  principal?: PolicyResource;
  isGrant: boolean;
  permission: Permission;
  /** The application that gets it; undefined where nothing in the stack tells. */
  app: Readable<AppKey | undefined>;
}

export interface MailboxView {
  stack: StackView;
  grants: MailboxGrantView[];
  scopes: readonly ScopeView[];
  /** Scopes by application; those whose application is not known yet under `NOT_KNOWN`. */
  scopesByApp: ReadonlyMap<Readable<AppKey>, readonly ScopeView[]>;
  /** Grants and requests whose permission is not known yet. */
  unreadable: PolicyResource[];
}

/** What a stack says of mailboxes: read from plain azuread resources and commands, whoever made them. */
export function viewMailboxes(stack: StackView): MailboxView {
  const scopes = stack.ofType(types.command).flatMap((each) => toScope(each, stack) ?? []);
  const scopesByApp = new Map<Readable<AppKey>, ScopeView[]>();
  for (const each of scopes) scopesByApp.set(each.app, [...(scopesByApp.get(each.app) ?? []), each]);
  return { stack, scopes, scopesByApp, ...grantsOf(stack) };
}

/** Access policies of one application. */
export function policiesFor(view: MailboxView, app: Readable<AppKey>): ScopeView[] {
  return (view.scopesByApp.get(app) ?? []).filter((each) => each.object.kind === "ApplicationAccessPolicy");
}

/** The roles of one application that grant a permission, or any. */
export function rolesFor(view: MailboxView, app: Readable<AppKey>, permission?: Permission): ScopeView[] {
  return (view.scopesByApp.get(app) ?? []).filter(
    ({ object }) =>
      object.kind === "RoleAssignment" &&
      (permission === undefined || object.spec === NOT_KNOWN || isSame(permissionOfRole(object.spec.role), permission)),
  );
}

/** Mail.ReadBasic and Mail.ReadBasic.All have one role. */
function isSame(one: Permission | undefined, other: Permission): boolean {
  const stem = (each: Permission) => `${each.api}|${each.name.replace(/\.All$/, "")}`;
  return one !== undefined && stem(one) === stem(other);
}

function toScope(resource: PolicyResource, stack: StackView): ScopeView | undefined {
  const object = exchangeObjectOf(resource);
  if (object?.kind !== "ApplicationAccessPolicy" && object?.kind !== "RoleAssignment") return undefined;
  const isAssumed = object.spec === NOT_KNOWN;
  const app = object.spec === NOT_KNOWN ? stack.appBehind(resource, "stdin") : object.spec.appId.toLowerCase();
  return { resource, app, isAssumed, object };
}

function grantsOf(stack: StackView): Pick<MailboxView, "grants" | "unreadable"> {
  const grants: MailboxGrantView[] = [];
  const unreadable: PolicyResource[] = [];
  for (const resource of stack.ofType(types.appRoleAssignment)) {
    const roleId = textOf(resource.props, "appRoleId");
    if (roleId === NOT_KNOWN) {
      if (!isOwnApi(resource, stack)) unreadable.push(resource);
      continue;
    }
    const permission = roleId === undefined ? undefined : permissionById("application", roleId.toLowerCase());
    if (!permission || !reachesMailboxes(permission)) continue;
    const principal = stack.principalOf(resource, "principalObjectId");
    const app = principal === undefined || principal === NOT_KNOWN ? principal : stack.appOf(principal);
    grants.push({
      resource,
      isGrant: true,
      permission,
      app,
      ...(principal !== undefined && principal !== NOT_KNOWN && { principal }),
    });
  }
  for (const type of [types.application, types.applicationApiAccess]) {
    for (const resource of stack.ofType(type)) {
      const asked = permissionsOf(resource);
      if (asked?.notKnownYet) unreadable.push(resource);
      const application = type === types.application ? resource : stack.applicationOf(resource);
      const app = application === NOT_KNOWN || !application ? application : keyOf(application);
      for (const permission of asked?.permissions.filter(reachesMailboxes) ?? [])
        grants.push({ resource, isGrant: false, permission, app });
    }
  }
  return { grants, unreadable };
}

/**
 * Whether the update judges a grant once more before it makes it, with every value known: it does where the service principal is the only
 * one of the component around.
 */
export function isDecidedBefore({ resource, principal }: MailboxGrantView, stack: StackView): boolean {
  return principal !== undefined && stack.onlyPrincipalAround(resource)?.urn === principal.urn;
}

/** A role of an API that the stack itself registers opens no mailbox. */
function isOwnApi(assignment: PolicyResource, stack: StackView): boolean {
  const api = stack.principalOf(assignment, "resourceObjectId");
  if (api === NOT_KNOWN || api === undefined) return false;
  const app = stack.appOf(api);
  return app !== NOT_KNOWN && stack.application(app) !== undefined;
}
