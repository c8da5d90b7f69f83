import { nameOfUrn, type Plan, type PlannedState } from "../../preview/plan";

/** A resource as the stack has it, before or after. */
export interface Node extends PlannedState {
  /** The name that the program gave it. */
  name: string;
  /** URNs that it comes after, each once. */
  after: ReadonlySet<string>;
}

/** The resources of a stack, by URN: as they are, or as they will be. */
export type World = ReadonlyMap<string, Node>;

export const azuread = {
  principal: "azuread:index/servicePrincipal:ServicePrincipal",
  application: "azuread:index/application:Application",
  registration: "azuread:index/applicationRegistration:ApplicationRegistration",
  apiAccess: "azuread:index/applicationApiAccess:ApplicationApiAccess",
  assignment: "azuread:index/appRoleAssignment:AppRoleAssignment",
  delegatedGrant: "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant",
  user: "azuread:index/user:User",
  group: "azuread:index/group:Group",
} as const;
export const vendorAppType = "consentra:index:VendorApp";
export const commandType = "command:local:Command";

/** The stack as it is. */
export function worldBefore({ steps }: Plan): World {
  return worldOf(steps.flatMap(({ op, oldState }) => (oldState && !/^(create|import|read)$/.test(op) ? oldState : [])));
}

/** The stack as it will be. */
export function worldAfter({ steps }: Plan): World {
  return worldOf(
    steps.flatMap(({ op, newState, oldState }) => {
      if (!newState || /^(delete|discard)/.test(op)) return [];
      // What stays keeps what only its outputs tell, such as its object ID; what is replaced does not.
      return /^(same|update|refresh)$/.test(op) && Object.keys(newState.outputs).length === 0
        ? { ...newState, id: newState.id ?? oldState?.id, outputs: oldState?.outputs ?? {} }
        : newState;
    }),
  );
}

function worldOf(states: readonly PlannedState[]): World {
  const named = states.map((state): [string, Node] => {
    const direct = [...state.dependencies, ...Object.values(state.propertyDependencies).flatMap((each) => each ?? [])];
    return [state.urn, { ...state, name: nameOfUrn(state.urn), after: new Set(direct) }];
  });
  return new Map(named);
}

/** Whether it holds what others are made of: those that only hold others. */
export function isComponent({ custom, type }: Pick<PlannedState, "custom" | "type">): boolean {
  return !custom || type === "pulumi:pulumi:Stack" || type.startsWith("consentra:");
}

/** A resource and the components around it, from the inside out. */
export function lineage(node: Node, world: World): Node[] {
  const found: Node[] = [node];
  const seen = new Set([node.urn]);
  for (let at = node.parent; at !== undefined && !seen.has(at);) {
    const parent = world.get(at);
    if (!parent) break;
    seen.add(at);
    found.push(parent);
    at = parent.parent;
  }
  return found;
}

/** Resources of a type that a property comes from. */
export function sourcesOf(node: Node, property: string, types: readonly string[], world: World): Node[] {
  return (node.propertyDependencies[property] ?? []).flatMap((urn) => {
    const source = world.get(urn);
    return source && types.includes(source.type) ? [source] : [];
  });
}

export function ofType(world: World, type: string): Node[] {
  return [...world.values()].filter((each) => each.type === type);
}

/** Whether a resource comes after another one, directly or through others. */
export function comesAfter(node: Node, target: string, world: World, seen = new Set<string>()): boolean {
  if (seen.has(node.urn)) return false;
  seen.add(node.urn);
  return [...node.after].some((urn) => {
    const next = world.get(urn);
    return urn === target || (next !== undefined && comesAfter(next, target, world, seen));
  });
}
