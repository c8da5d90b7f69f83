import { knownText } from "../../preview/plan";
import type { Scope } from "../model";
import type { AppView } from "./apps";
import { exchangeObjects, exchangeOf, triggerOf, type ExchangeView } from "./manifests";
import type { HeldPermission } from "./permissions";
import type { Node, World } from "./world";

/** Which mailboxes an application reaches, before it is compared. */
export type HeldScope = Omit<Scope, "change" | "widens"> & { urns: string[] };

type Place = Pick<HeldScope, "mode" | "group" | "administrativeUnit" | "filter" | "mailboxes">;

/** Each scope of an application once: access policies, roles of Exchange, or that there is none where one should be. */
export function scopesOf(app: AppView, held: readonly HeldPermission[], world: World): HeldScope[] {
  const found = new Map<string, HeldScope>();
  for (const node of app.resources) {
    const scope = scopeOfNode(node, app, world);
    if (!scope) continue;
    const key = scopeKey(scope);
    const there = found.get(key);
    found.set(key, { ...scope, urns: [...(there?.urns ?? []), node.urn] });
  }
  const scopes = [...found.values()];
  const needsOne = held.some((each) => each.reachesMailboxes && each.given === "consent");
  const everyone = everyoneOf(app);
  if (everyone) return [...scopes, everyone];
  const filters = scopes.some(({ mechanism }) => mechanism === "accessPolicy");
  return needsOne && !filters ? [...scopes, { mechanism: "none", mode: "unconfined", urns: [] }] : scopes;
}

/** Whether a scope lets an app reach mailboxes that no scope before let it reach; what cannot be told counts as wider. */
export function isWider(scope: Omit<HeldScope, "urns">, before: readonly HeldScope[]): boolean {
  if (before.some(({ mode }) => mode === "everyone" || mode === "unconfined")) return false;
  const { mode, mailboxes, group, administrativeUnit, filter } = scope;
  const same = before.some(
    (each) =>
      each.mode === mode &&
      !mailboxes &&
      !each.mailboxes &&
      [each.group, each.administrativeUnit, each.filter].join("|") === [group, administrativeUnit, filter].join("|"),
  );
  if (same) return false;
  if (!mailboxes || mode === "everyone" || mode === "unconfined" || mode === "notKnown") return true;
  const excepted = before.filter((each) => each.mode === "except").map((each) => new Set(each.mailboxes));
  // All but fewer mailboxes is more.
  if (mode === "except")
    return !excepted.some((old) => [...old].every((each) => mailboxes.includes(each)) && old.size > 0);
  const reached = new Set(before.filter((each) => each.mode === "allow").flatMap((each) => each.mailboxes ?? []));
  return !mailboxes.every((each) => reached.has(each) || excepted.some((old) => old.size > 0 && !old.has(each)));
}

/** What makes a scope another one; who is in it may change. */
export function scopeKey({ mechanism, mode, group, administrativeUnit, filter }: Omit<HeldScope, "urns">): string {
  return JSON.stringify([mechanism, mode, group, administrativeUnit, filter]);
}

function scopeOfNode(node: Node, app: AppView, world: World): HeldScope | undefined {
  const view = exchangeOf(node);
  if (view?.kind === "ApplicationAccessPolicy") return ofPolicy(view, app, world);
  if (view?.kind === "RoleAssignment") return ofRole(view, app, world);
  return undefined;
}

function ofPolicy({ node, spec }: ExchangeView<"ApplicationAccessPolicy">, app: AppView, world: World): HeldScope {
  const right = spec?.accessRight ?? triggerOf(node, 1);
  const declared = app.record?.mailboxScope?.mode;
  const mode = right === "RestrictAccess" ? "allow" : right === "DenyAccess" ? "except" : (declared ?? "notKnown");
  const place = groupPlace(spec?.scopeGroup.toLowerCase() ?? groupBefore(node, world), app, world);
  return { mechanism: "accessPolicy", ...place, mode, urns: [] };
}

function ofRole({ node, spec }: ExchangeView<"RoleAssignment">, app: AppView, world: World): HeldScope {
  return { mechanism: "rbac", ...placeOfRole(spec?.scope, node, app, world), urns: [] };
}

function placeOfRole(
  scope: NonNullable<ExchangeView<"RoleAssignment">["spec"]>["scope"] | undefined,
  node: Node,
  app: AppView,
  world: World,
): Place {
  if (scope && "administrativeUnit" in scope) return { mode: "allow", administrativeUnit: scope.administrativeUnit };
  if (scope && "group" in scope) return { ...groupPlace(scope.group.toLowerCase(), app, world), mode: "allow" };
  const recipients = exchangeObjects(world, "ManagementScope").find(({ node: each, spec }) =>
    scope && spec ? spec.name === scope.managementScope : node.after.has(each.urn),
  )?.spec?.recipients;
  if (recipients) {
    if ("filter" in recipients) return { mode: "allow", filter: recipients.filter };
    const [mode, address] =
      "memberOf" in recipients
        ? (["allow", recipients.memberOf] as const)
        : (["except", recipients.notMemberOf] as const);
    return { ...groupPlace(address.toLowerCase(), app, world), mode };
  }
  return (
    declaredPlace(app) ?? { ...groupPlace(groupBefore(node, world), app, world), mode: scope ? "notKnown" : "allow" }
  );
}

/** While a manifest is not known, what the vendor app declares stands for it. */
function declaredPlace({ record }: AppView): Place | undefined {
  const scope = record?.mailboxScope;
  if (!scope) return undefined;
  const { mode, group, administrativeUnit, filter, members } = scope;
  return {
    mode,
    ...(group !== undefined && { group }),
    ...(administrativeUnit !== undefined && { administrativeUnit }),
    ...(filter !== undefined && { filter }),
    ...(members && { mailboxes: [...members].sort() }),
  };
}

/** The group that a policy or a role waits for. */
function groupBefore(node: Node, world: World): string | undefined {
  const group = exchangeObjects(world, "MailEnabledSecurityGroup").find((each) => node.after.has(each.node.urn));
  return group?.spec?.primarySmtpAddress.toLowerCase() ?? (group && triggerOf(group.node, 0)?.toLowerCase());
}

/** The mode is the caller's to say. */
function groupPlace(address: string | undefined, app: AppView, world: World): Partial<Place> {
  if (address === undefined) {
    return declaredPlace(app) ?? {};
  }
  const group = exchangeObjects(world, "MailEnabledSecurityGroup").find(
    ({ spec }) => spec?.primarySmtpAddress.toLowerCase() === address,
  );
  return { group: address, ...(group?.spec && { mailboxes: [...group.spec.members].sort() }) };
}

/** Every mailbox, on purpose: the component says why. */
function everyoneOf({ record, resources }: AppView): HeldScope | undefined {
  const component = resources.find(
    (each) => each.type === "consentra:exchange:MailboxScope" && "everyone" in each.inputs,
  );
  const scope = record?.mailboxScope;
  if (scope?.mode !== "everyone" && !component) return undefined;
  const reason = scope?.reason ?? knownText(component?.inputs.everyone);
  return {
    mechanism: "none",
    mode: "everyone",
    ...(reason !== undefined && { reason }),
    urns: component ? [component.urn] : [],
  };
}
