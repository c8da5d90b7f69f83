import { findPermissionById, apiNames } from "consentra/graph";
import type { VendorAppRecord } from "consentra/vendor-app-record";
import { knownText } from "../../preview/plan";
import { exchangeObjects, exchangeOf } from "./manifests";
import { recordOf } from "./record";
import { azuread, isComponent, lineage, ofType, sourcesOf, vendorAppType, type Node, type World } from "./world";

/** One application of a stack, with all resources that are about it. */
export interface AppView {
  /** The same before and after. */
  key: string;
  /** The component or resource that stands for it. */
  node: Node;
  record: VendorAppRecord | undefined;
  principal?: Node;
  registration?: Node;
  /** Lower case; undefined while it is not known. */
  clientId: string | undefined;
  resources: Node[];
}

/** The role of an assignment without one: it lets people in and grants nothing. */
export const defaultAccess = "00000000-0000-0000-0000-000000000000";
const registrations = [azuread.application, azuread.registration];

/** Groups the resources of a stack by application, whoever made them: a vendor app, or plain resources around a service principal. */
export function appsOf(world: World): Map<string, AppView> {
  const finder = new AppFinder(world);
  const apps = new Map<string, AppView>();
  for (const node of world.values()) {
    const key = finder.keyOf(node);
    if (key === undefined) continue;
    const stands = world.get(key) ?? node;
    const app = apps.get(key) ?? { key, node: stands, record: undefined, clientId: undefined, resources: [] };
    apps.set(key, app);
    app.resources.push(node);
    if (node.urn === key && node.type === vendorAppType) app.record = recordOf(node);
    if (node.type === azuread.principal) app.principal = node;
    if (registrations.includes(node.type as (typeof registrations)[number])) app.registration = node;
  }
  for (const app of apps.values()) app.clientId = clientIdOf(app);
  return apps;
}

function clientIdOf({ key, principal, registration, resources }: AppView): string | undefined {
  const manifests = resources.flatMap((node) => {
    const spec = exchangeOf(node)?.spec;
    return spec && "appId" in spec ? [spec.appId] : [];
  });
  const texts = [
    knownText(principal?.inputs.clientId),
    knownText(principal?.outputs.clientId),
    knownText(registration?.outputs.clientId),
    ...manifests,
    ...(key.startsWith("application ") ? [key.slice("application ".length)] : []),
  ];
  return texts.find((each) => each !== undefined && each !== "")?.toLowerCase();
}

/** Finds out which application a resource is about. */
class AppFinder {
  readonly #principals: Node[];
  readonly #registrations: Node[];

  constructor(private readonly world: World) {
    this.#principals = ofType(world, azuread.principal);
    this.#registrations = registrations.flatMap((type) => ofType(world, type));
  }

  /** URN of what stands for the application; something else where nothing in the stack does; undefined for what is about none. */
  keyOf(node: Node): string | undefined {
    const vendorApp = lineage(node, this.world).find(({ type }) => type === vendorAppType);
    if (vendorApp) return vendorApp.urn;
    if (isComponent(node)) return undefined;
    switch (node.type) {
      case azuread.principal:
        return node.urn;
      case azuread.application:
      case azuread.registration:
        return this.#principalOf(node)?.urn ?? node.urn;
      case azuread.assignment:
        return this.#ofAssignment(node);
      case azuread.delegatedGrant:
        return this.#ofPrincipal(node, "servicePrincipalObjectId");
      default:
        return node.type.startsWith("azuread:index/application") ||
          node.type.startsWith("azuread:index/servicePrincipal")
          ? this.#ofPart(node)
          : this.#ofExchange(node);
    }
  }

  /** A grant is about who gets it; an assignment of people about what they get into. */
  #ofAssignment(node: Node): string {
    const into = this.#principalBy(node, "resourceObjectId");
    return into && !grantsPermission(node) ? this.#keyOfPrincipal(into) : this.#ofPrincipal(node, "principalObjectId");
  }

  #ofPrincipal(node: Node, property: string): string {
    const principal = this.#principalBy(node, property);
    if (principal) return this.#keyOfPrincipal(principal);
    const id = knownText(node.inputs[property]);
    return id === undefined ? node.urn : `principal ${id.toLowerCase()}`;
  }

  #keyOfPrincipal(principal: Node): string {
    return lineage(principal, this.world).find(({ type }) => type === vendorAppType)?.urn ?? principal.urn;
  }

  /** By its object ID, or, while that is not known, by where the property comes from. */
  #principalBy(node: Node, property: string): Node | undefined {
    const id = knownText(node.inputs[property])?.toLowerCase();
    const known = this.#principals.filter((each) => knownText(each.outputs.objectId)?.toLowerCase() === id);
    if (id !== undefined && known[0]) return known[0];
    const sources = sourcesOf(node, property, [azuread.principal], this.world);
    return sources.length === 1 ? sources[0] : undefined;
  }

  #principalOf(registration: Node): Node | undefined {
    const clientId = knownText(registration.outputs.clientId);
    return this.#principals.find(
      (each) =>
        sourcesOf(each, "clientId", registrations, this.world).includes(registration) ||
        (clientId !== undefined && knownText(each.inputs.clientId)?.toLowerCase() === clientId.toLowerCase()),
    );
  }

  /** A part of a registration or an enterprise application: by where its properties come from. */
  #ofPart(node: Node): string | undefined {
    const sources = Object.keys(node.propertyDependencies).flatMap((property) =>
      sourcesOf(node, property, [azuread.principal, ...registrations], this.world),
    );
    const [source] = sources;
    if (source) return this.keyOf(source);
    const ids = [node.inputs.applicationId, node.inputs.servicePrincipalId].map((each) =>
      knownText(each)?.toLowerCase(),
    );
    const owner = [...this.#registrations, ...this.#principals].find(({ id, outputs }) =>
      [id, knownText(outputs.objectId)].some((each) => each !== undefined && ids.includes(each.toLowerCase())),
    );
    return owner && this.keyOf(owner);
  }

  #ofExchange(node: Node): string | undefined {
    const view = exchangeOf(node);
    if (!view) return undefined;
    const spec = view.spec;
    if (spec && "appId" in spec) {
      const appId = spec.appId.toLowerCase();
      const principal = this.#principals.find((each) => knownText(each.inputs.clientId)?.toLowerCase() === appId);
      return principal ? this.#keyOfPrincipal(principal) : `application ${appId}`;
    }
    const [source] = sourcesOf(node, "stdin", [azuread.principal, ...registrations], this.world);
    if (source) return this.keyOf(source);
    // What is shared is about the application that uses it.
    const users = [
      ...exchangeObjects(this.world, "ApplicationAccessPolicy"),
      ...exchangeObjects(this.world, "RoleAssignment"),
    ];
    const user = users.find((each) => each.node !== node && each.node.after.has(node.urn));
    return user && this.keyOf(user.node);
  }
}

/** Whether an assignment grants a permission of an API, rather than letting somebody in. */
export function grantsPermission(node: Node): boolean {
  const id = knownText(node.inputs.appRoleId);
  if (id === undefined) return false;
  return id !== defaultAccess && apiNames.some((api) => findPermissionById(api, "application", id));
}
