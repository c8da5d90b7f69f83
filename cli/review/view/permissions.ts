import {
  apiNames,
  exchangeApplicationRole,
  findPermission,
  findPermissionById,
  isFilteredByAccessPolicy,
  permissions,
  reachesMailboxes,
  type Permission,
} from "consentra/graph";
import { holdsUnknown, knownText } from "../../preview/plan";
import { highest, type ReviewedPermission } from "../model";
import { grantsPermission, type AppView } from "./apps";
import { exchangeOf, triggerOf } from "./manifests";
import { azuread, type Node, type World } from "./world";

/** A permission of an application, before it is compared. */
export type HeldPermission = Omit<ReviewedPermission, "change" | "exception" | "risk"> & {
  /** As the table has it, for an app that nothing confines. */
  risk: ReviewedPermission["risk"];
  /** Whether an access policy filters it. */
  filtered: boolean;
  /** What it is made by. */
  urns: string[];
};

export const notKnown = "not known in a preview";

/** What an application holds and asks for, each once, sorted by name. */
export function permissionsOf(app: AppView, world: World): HeldPermission[] {
  const held = new Map<string, HeldPermission>();
  const add = (each: HeldPermission) => {
    const key = [each.kind, each.api, each.name, each.given].join("|");
    const there = held.get(key);
    if (!there) held.set(key, each);
    else held.set(key, { ...there, ...usersOf(there, each), urns: [...there.urns, ...each.urns] });
  };
  for (const node of app.resources) {
    if (node.type === azuread.assignment && isGrant(node, app)) add(granted(node));
    if (node.type === azuread.delegatedGrant) delegated(node, app, world).forEach(add);
    byRole(node).forEach(add);
  }
  for (const each of askedBy(app)) {
    const isHeld = [...held.values()].some(
      ({ kind, name, api }) => kind === each.kind && name === each.name && api.split(" or ").includes(each.api),
    );
    if (!isHeld) add(each);
  }
  return [...held.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** An assignment of the app itself, as far as the preview tells; what lets people in is none. */
export function isGrant(node: Node, { principal }: AppView): boolean {
  if (grantsPermission(node)) return true;
  const intoThis = node.propertyDependencies.resourceObjectId?.includes(principal?.urn ?? "") ?? false;
  const into = knownText(node.inputs.resourceObjectId);
  const own = knownText(principal?.outputs.objectId);
  return (
    !intoThis &&
    (into === undefined || into !== own) &&
    knownText(node.inputs.appRoleId) !== "00000000-0000-0000-0000-000000000000"
  );
}

function granted(node: Node): HeldPermission {
  const id = knownText(node.inputs.appRoleId);
  const found = apiNames
    .map((api) => id !== undefined && findPermissionById(api, "application", id))
    .find((each) => each);
  const common = { given: "consent" as const, urns: [node.urn] };
  return found ? { ...described(found), ...common } : { ...unknown("application", id ?? notKnown), ...common };
}

function delegated(node: Node, app: AppView, world: World): HeldPermission[] {
  const common = { given: "consent" as const, urns: [node.urn], ...forUser(node, app, world) };
  const { claimValues } = node.inputs;
  if (!Array.isArray(claimValues) || holdsUnknown(claimValues))
    return [{ ...unknown("delegated", notKnown), ...common }];
  return claimValues.map((claim) => ({ ...delegatedByName(String(claim), app), ...common }));
}

/** A delegated grant has names only: where the app does not say of which API, every one of the table may be meant, and the worst counts. */
function delegatedByName(name: string, { record }: AppView) {
  const found = apiNames.flatMap((api) => findPermission(api, "delegated", name) ?? []);
  const said = found.filter(({ api }) =>
    record?.permissions?.some((each) => each.kind === "delegated" && each.name === name && each.api === api),
  );
  const meant = said.length === 1 ? said : found;
  const worst = meant.find(({ risk }) => risk === highest(meant.map((each) => each.risk)));
  return worst ? { ...described(worst), api: meant.map(({ api }) => api).join(" or ") } : unknown("delegated", name);
}

function forUser(node: Node, { record }: AppView, world: World): Pick<HeldPermission, "users"> {
  const given = node.inputs.userObjectId;
  if (given === undefined || given === null || given === "") return {};
  const named = record?.consentUsers?.find((user) => node.name.includes(`-consent-${user.toLowerCase()}-`));
  const [urn] = node.propertyDependencies.userObjectId ?? [];
  const user = urn === undefined ? undefined : world.get(urn);
  const name = named ?? knownText(user?.inputs.userPrincipalName) ?? knownText(given) ?? notKnown;
  return { users: [name] };
}

/** For everybody counts more than for some. */
function usersOf(one: HeldPermission, other: HeldPermission): Pick<HeldPermission, "users"> {
  return one.users && other.users ? { users: [...one.users, ...other.users].sort() } : { users: undefined };
}

/** Roles of Exchange are known by name before the rest of their manifest is. */
function byRole(node: Node): HeldPermission[] {
  const view = exchangeOf(node);
  if (view?.kind !== "RoleAssignment") return [];
  const role = view.spec?.role ?? triggerOf(node, 1);
  const common = { given: "role" as const, urns: [node.urn] };
  const found = permissions.find((each) => exchangeApplicationRole(each) === role);
  return [
    found
      ? { ...described(found), ...common }
      : { ...unknown("application", role ?? notKnown), reachesMailboxes: true, ...common },
  ];
}

/** What the registration asks for, and what others than the stack consent to. */
function askedBy({ record, resources }: AppView): HeldPermission[] {
  const named = (record?.permissions ?? []).flatMap(({ api, kind, name }) => {
    const known = apiNames.find((each) => each === api);
    const found = known && findPermission(known, kind, name);
    return found ? [described(found)] : [{ ...unknown(kind, name), api }];
  });
  return [...named, ...resources.flatMap(askedByResource)].map((each) => ({
    ...each,
    given: "asked" as const,
    urns: [],
  }));
}

interface Access {
  resourceAppId?: unknown;
  resourceAccesses?: { id?: unknown; type?: unknown }[];
}

function askedByResource({ type, inputs }: Node) {
  if (type === azuread.application) {
    const accesses = Array.isArray(inputs.requiredResourceAccesses)
      ? (inputs.requiredResourceAccesses as Access[])
      : [];
    return accesses.flatMap(({ resourceAppId, resourceAccesses }) =>
      (Array.isArray(resourceAccesses) ? resourceAccesses : []).map(({ id, type: kind }) =>
        askedById(resourceAppId, kind === "Role" ? "application" : "delegated", id),
      ),
    );
  }
  if (type !== azuread.apiAccess) return [];
  const of = (kind: Permission["kind"], ids: unknown) =>
    (Array.isArray(ids) ? ids : []).map((id: unknown) => askedById(inputs.apiClientId, kind, id));
  return [...of("application", inputs.roleIds), ...of("delegated", inputs.scopeIds)];
}

function askedById(api: unknown, kind: Permission["kind"], given: unknown) {
  const id = knownText(given);
  const found = id === undefined ? undefined : findPermissionById(knownText(api) ?? "", kind, id);
  return found ? described(found) : unknown(kind, id ?? notKnown);
}

function described(permission: Permission) {
  const { api, kind, name, risk, reason, narrower } = permission;
  return {
    ...{ api: api as string, kind, name, known: true, risk, reason, narrower: [...narrower] },
    reachesMailboxes: reachesMailboxes(permission),
    filtered: isFilteredByAccessPolicy(permission),
  };
}

/** Nothing is known of it, so it counts as the worst. */
function unknown(kind: Permission["kind"], name: string) {
  const reason =
    name === notKnown
      ? "Which permission it is is not known in a preview; it counts as critical until it is."
      : "It is not in the table of permissions, so what it allows is not known here; it counts as critical.";
  return {
    ...{ api: "unknown API", kind, name, known: false, risk: "critical" as const, reason, narrower: [] },
    reachesMailboxes: false,
    filtered: false,
  };
}
