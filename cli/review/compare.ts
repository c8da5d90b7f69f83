import { knownText, type Plan } from "../preview/plan";
import { type Application, type Change, type Principal, type ReviewedPermission, type Scope } from "./model";
import { riskOf, riskOfAll } from "./risk";
import { sentences } from "./sentences";
import type { AppView } from "./view/apps";
import { assignmentOf, credentialsOf, ownersOf, type Held } from "./view/people";
import { permissionsOf, type HeldPermission } from "./view/permissions";
import { isWider, scopeKey, scopesOf, type HeldScope } from "./view/scopes";
import type { World } from "./view/world";

/** An application in one of the two worlds. */
export interface Side {
  app: AppView;
  world: World;
  permissions: HeldPermission[];
  scopes: HeldScope[];
}

export interface Compared {
  application: Omit<Application, "source" | "since">;
  before?: Side;
  after?: Side;
}

/** One application as it is and as it will be. */
export function compareApp(
  before: AppView | undefined,
  after: AppView | undefined,
  worlds: { before: World; after: World },
  plan: Plan,
): Compared {
  const { steps } = plan;
  const [was, is] = [sideOf(before, worlds.before), sideOf(after, worlds.after)];
  const stands = is ?? was;
  if (!stands) throw new Error("an application is in neither world");
  const permissions = comparePermissions(was, is);
  const scopes = compareScopes(was, is);
  const assignment = compareAssignment(was, is);
  const owners = compareOwners(was, is);
  const credentials = compare(was ? credentialsOf(was.app) : [], is ? credentialsOf(is.app) : []);
  const consent = consentOf(stands);
  const drift = driftOf(was, is, steps);
  const touched = steps.some(
    ({ op, urn }) =>
      op !== "same" &&
      op !== "read" &&
      [was, is].some((side) => side?.app.resources.some((each) => each.urn === urn && each.custom)),
  );
  const change: Change = !was ? "added" : !is ? "removed" : touched ? "changed" : "kept";
  const { app } = stands;
  const facts = {
    name: app.node.name,
    vendor: vendorOf(app),
    ...(app.clientId !== undefined && { clientId: app.clientId }),
    change,
    ownRegistration: app.registration !== undefined,
    urn: app.node.urn,
    ...notesOf(app),
    consent,
    owners,
    ...(assignment && { assignment }),
    permissions,
    scopes,
    credentials,
    risk: riskBeforeAndAfter(was, is),
    drift,
    scopeOrder: scopeOrderOf(is, plan),
  };
  return {
    application: { ...facts, changes: sentences(facts, was) },
    ...(was && { before: was }),
    ...(is && { after: is }),
  };
}

function sideOf(app: AppView | undefined, world: World): Side | undefined {
  if (!app) return undefined;
  const permissions = permissionsOf(app, world);
  return { app, world, permissions, scopes: scopesOf(app, permissions, world) };
}

function vendorOf({ record, principal, registration, node, clientId, key }: AppView): string {
  const texts = [
    record?.vendor,
    knownText(principal?.outputs.displayName),
    knownText(registration?.inputs.displayName),
  ];
  const named = texts.find((each) => each !== undefined && each !== "");
  if (named !== undefined) return named;
  if (key.startsWith("principal "))
    return `service principal ${key.slice("principal ".length)}, which is not in this stack`;
  return key.startsWith("application ") && clientId !== undefined
    ? `application ${clientId}, which is not in this stack`
    : node.name;
}

function notesOf({ principal, registration }: AppView): { notes?: string } {
  const notes = [knownText(principal?.inputs.notes), knownText(registration?.inputs.notes)].find(
    (each) => each !== undefined && each !== "",
  );
  return notes === undefined ? {} : { notes };
}

function consentOf({ app, permissions }: Side): Application["consent"] {
  if (app.record) return app.record.consent;
  return permissions.some(({ given }) => given === "consent") ? "grant" : "none";
}

function riskBeforeAndAfter(was: Side | undefined, is: Side | undefined): Application["risk"] {
  const [before, after] = [was, is].map((side) => side && riskOfAll(side.permissions, side.scopes));
  return { ...(before && { before }), ...(after && { after }) };
}

/** Pairs what has the same key; `same` decides whether a pair changed. */
function compare<T extends { key: string }>(
  before: readonly T[],
  after: readonly T[],
  same: (one: T, other: T) => boolean = () => true,
): (Omit<T, "key"> & { change: Change })[] {
  const was = new Map(before.map((each) => [each.key, each]));
  const is = new Set(after.map(({ key }) => key));
  const without = ({ key: _key, ...rest }: T) => rest;
  return [
    ...after.map((each) => {
      const old = was.get(each.key);
      return {
        ...without(each),
        change: !old ? ("added" as const) : same(old, each) ? ("kept" as const) : ("changed" as const),
      };
    }),
    ...before.filter(({ key }) => !is.has(key)).map((each) => ({ ...without(each), change: "removed" as const })),
  ];
}

function comparePermissions(was: Side | undefined, is: Side | undefined): ReviewedPermission[] {
  const keyed = (side: Side | undefined) =>
    (side?.permissions ?? []).map(({ urns: _urns, filtered: _filtered, ...each }, at) => {
      const risk = side?.permissions[at] ? riskOf(side.permissions[at], side.scopes) : each.risk;
      return { ...each, risk, key: [each.kind, each.name, each.given].join("|") };
    });
  const [before, after] = [keyed(was), keyed(is)];
  const has = (side: typeof before, { kind, name }: ReviewedPermission) =>
    side.some((each) => each.kind === kind && each.name === name);
  const isSame = (one: (typeof before)[number], other: (typeof before)[number]) =>
    one.risk === other.risk && JSON.stringify(one.users) === JSON.stringify(other.users);
  return (
    compare(before, after, isSame)
      // Whether the app asks for what it holds, or held, is no change of its own.
      .filter((each) => !(each.given === "asked" && each.change === "removed" && has(after, each)))
      .map((each) =>
        each.given === "asked" && each.change === "added" && has(before, each)
          ? { ...each, change: "kept" as const }
          : each,
      )
  );
}

function compareScopes(was: Side | undefined, is: Side | undefined): Scope[] {
  const keyed = (side: Side | undefined) =>
    (side?.scopes ?? []).map(({ urns: _urns, ...each }) => ({ ...each, key: scopeKey(each) }));
  const text = ({ mailboxes, reason }: Omit<Scope, "change" | "widens">) => JSON.stringify([mailboxes, reason]);
  return compare(keyed(was), keyed(is), (one, other) => text(one) === text(other)).map((each) => ({
    ...each,
    widens: (each.change === "added" || each.change === "changed") && isWider(each, was?.scopes ?? []),
  }));
}

function compareOwners(was: Side | undefined, is: Side | undefined): Principal[] {
  const [before, after] = [was, is].map((side) => side && ownersOf(side.app, side.world));
  // Names are compared with names: of an app that an earlier version made there may be IDs only.
  const named = (!before || before.names) && (!after || after.names);
  const of = (side: typeof before): Held<Principal>[] => (named ? side?.names : side?.ids) ?? [];
  return compare(of(before), of(after));
}

function compareAssignment(was: Side | undefined, is: Side | undefined): Application["assignment"] {
  const [before, after] = [was, is].map((side) => side && assignmentOf(side.app, side.world));
  const stands = after ?? before;
  if (!stands) return undefined;
  return { ...stands, principals: compare(before?.principals ?? [], after?.principals ?? []) };
}

/**
 * What the components found in the tenant that differs from what they made, in their words. Where the declaration changes too, the two
 * cannot be told apart: then only the change is told.
 */
function driftOf(was: Side | undefined, is: Side | undefined, steps: Plan["steps"]): string[] {
  const updated = new Set(steps.filter(({ op }) => op === "update").map(({ urn }) => urn));
  return (is?.app.resources ?? []).flatMap(({ urn, name, inputs }) => {
    if (!updated.has(urn) || was?.world.get(urn)?.inputs.stdin !== inputs.stdin) return [];
    const found = (inputs.environment as { CONSENTRA_FOUND?: unknown } | undefined)?.CONSENTRA_FOUND;
    const said = knownText(found)?.replace(/^[\dT:-]+Z: /, "");
    return said === undefined ? [] : [`${name}: ${said}`];
  });
}

/** The order in which an existing scope becomes another one, as its component tells it in a preview. */
function scopeOrderOf(is: Side | undefined, { diagnostics }: Plan): string[] {
  const own = new Set(is?.app.resources.map(({ urn }) => urn));
  return diagnostics.flatMap(({ urn, message }) => {
    const found =
      urn !== undefined && own.has(urn) ? /the scope changes in this order:\n([\s\S]+)/.exec(message) : undefined;
    return (found?.[1] ?? "").split("\n").flatMap((line) => /^\s*\d+\. (.+)$/.exec(line)?.[1]?.trim() ?? []);
  });
}
