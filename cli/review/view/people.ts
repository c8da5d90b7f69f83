import { z } from "zod";
import { knownText } from "../../preview/plan";
import type { Application, Principal, ReviewedCredential } from "../model";
import { type AppView } from "./apps";
import { commandOf } from "./manifests";
import { isGrant, notKnown } from "./permissions";
import { azuread, type Node, type World } from "./world";

/** Somebody, before they are compared; `key` is the same before and after. */
export type Held<T> = Omit<T, "change"> & { key: string };

type Assignment = Omit<NonNullable<Application["assignment"]>, "principals"> & { principals: Held<Principal>[] };

/** Owners by name where the app says them, else by object ID. */
export function ownersOf(app: AppView, world: World): { ids: Held<Principal>[]; names?: Held<Principal>[] } {
  const ids = new Set(
    app.resources
      .filter(({ type }) => type === azuread.principal || type === azuread.application)
      .flatMap(({ inputs }): unknown[] => (Array.isArray(inputs.owners) ? inputs.owners : []))
      .map((each) => knownText(each) ?? notKnown),
  );
  const byId = [...ids].map((id): Held<Principal> => ({
    key: id.toLowerCase(),
    kind: "unknown",
    name: userName(id, world),
  }));
  const { owners } = app.record ?? {};
  return {
    ids: byId,
    ...(owners && { names: owners.map((name) => ({ key: name.toLowerCase(), kind: "user" as const, name })) }),
  };
}

/** Who may sign in; undefined where the stack does not manage the enterprise application. */
export function assignmentOf(app: AppView, world: World): Assignment | undefined {
  const { principal, record } = app;
  const seed = app.resources.map(commandOf).find((each) => each?.kind === "AppAssignmentSeed");
  const assigned = app.resources.filter((each) => each.type === azuread.assignment && !isGrant(each, app));
  if (!principal && !seed && assigned.length === 0) return undefined;
  return {
    required: principal ? principal.inputs.appRoleAssignmentRequired === true : (record?.assignment.required ?? false),
    managedBy: seed ? "owners" : (record?.assignment.managedBy ?? "stack"),
    principals: [
      ...assigned.map((node) => principalOf(node, app, world)),
      ...(seed ? seeded(seed.text, app) : []),
    ].sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

function principalOf(node: Node, { record }: AppView, world: World): Held<Principal> {
  const { users = [], groups = [] } = record?.assignment ?? {};
  const user = users.find((each) => node.name.endsWith(`-assignment-user-${each.toLowerCase()}`));
  if (user !== undefined) return { key: node.urn, kind: "user", name: user };
  const group = groups.find((each) => node.name.endsWith(`-assignment-group-${each.toLowerCase()}`));
  if (group !== undefined) return { key: node.urn, kind: "group", name: group };
  const source = (node.propertyDependencies.principalObjectId ?? [])
    .map((urn) => world.get(urn))
    .find((each) => each !== undefined);
  const kind = source?.type === azuread.group ? "group" : source?.type === azuread.user ? "user" : kindOf(node);
  const name =
    knownText(source?.inputs.userPrincipalName) ??
    knownText(source?.inputs.displayName) ??
    knownText(node.outputs.principalDisplayName) ??
    knownText(node.inputs.principalObjectId) ??
    notKnown;
  return { key: node.urn, kind, name };
}

function kindOf({ outputs }: Node): Principal["kind"] {
  const type = knownText(outputs.principalType);
  return type === "User" ? "user" : type === "Group" ? "group" : "unknown";
}

const seedManifest = z.object({
  spec: z.object({ principals: z.array(z.object({ kind: z.enum(["user", "group"]), name: z.string() })) }),
});

function seeded(text: string | undefined, { record }: AppView): Held<Principal>[] {
  const { users = [], groups = [] } = record?.assignment ?? {};
  const declared = [
    ...users.map((name) => ({ kind: "user" as const, name })),
    ...groups.map((name) => ({ kind: "group" as const, name })),
  ];
  return (text === undefined ? declared : readSeed(text)).map((each) => ({
    ...each,
    key: `${each.kind} ${each.name.toLowerCase()}`,
  }));
}

function readSeed(text: string): { kind: "user" | "group"; name: string }[] {
  try {
    return seedManifest.parse(JSON.parse(text)).spec.principals;
  } catch {
    return [];
  }
}

/** A user of the stack by name, else the ID itself. */
function userName(id: string, world: World): string {
  const user = [...world.values()].find(
    (each) => each.type === azuread.user && knownText(each.outputs.objectId)?.toLowerCase() === id.toLowerCase(),
  );
  return knownText(user?.inputs.userPrincipalName) ?? (id === notKnown ? id : `object ID ${id}`);
}

const credentialKinds: readonly [end: RegExp, ReviewedCredential["kind"]][] = [
  [/:(Application|ServicePrincipal)Certificate$/, "certificate"],
  [/:(Application|ServicePrincipal)Password$/, "secret"],
  [/:Application(Flexible)?FederatedIdentityCredential$/, "federated"],
];

/** How the app proves who it is. */
export function credentialsOf({ resources }: AppView): Held<ReviewedCredential>[] {
  return resources.flatMap((node) => {
    const kind = credentialKinds.find(([end]) => end.test(node.type))?.[1];
    if (!kind) return [];
    const until = knownText(node.inputs.endDate) ?? knownText(node.outputs.endDate);
    const name = knownText(node.inputs.displayName) ?? knownText(node.inputs.subject) ?? node.name;
    return [{ key: node.urn, kind, name, ...(until !== undefined && { until: until.slice(0, 10) }) }];
  });
}
