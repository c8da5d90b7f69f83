import type { PolicyResource } from "@pulumi/policy";
import { NOT_KNOWN, textOf, type Readable } from "./readable";
import { types } from "./types";

/**
 * An application, as far as the stack tells: its client ID in lower case, or, while a preview does not know that, the URN of the resource
 * that makes the application.
 */
export type AppKey = string;

const makingApplications = new Set<string>([
  types.application,
  types.applicationRegistration,
  types.applicationFromTemplate,
]);

/** All resources of a stack with what is looked up in them often, each index made once and only where it is needed. */
export class StackView {
  readonly #byType = new Map<string, PolicyResource[]>();
  #byObjectId: Map<string, PolicyResource> | undefined;
  #applicationsByKey: Map<AppKey, PolicyResource> | undefined;
  #applicationsById: Map<string, PolicyResource> | undefined;
  #principalApps: Set<Readable<AppKey>> | undefined;
  #principalsBelow: Map<string, Set<PolicyResource>> | undefined;
  #dependents: Map<string, string[]> | undefined;
  readonly #afterwards = new Map<string, ReadonlySet<string>>();

  constructor(readonly resources: readonly PolicyResource[]) {
    for (const each of resources) {
      const list = this.#byType.get(each.type);
      if (list) list.push(each);
      else this.#byType.set(each.type, [each]);
    }
  }

  ofType(type: string): readonly PolicyResource[] {
    return this.#byType.get(type) ?? [];
  }

  /** Resources that make an application. */
  applications(): PolicyResource[] {
    return [...makingApplications].flatMap((type) => this.ofType(type));
  }

  /** The application of a key, where the stack makes it. */
  application(key: AppKey): PolicyResource | undefined {
    this.#applicationsByKey ??= new Map(this.applications().map((each) => [keyOf(each), each]));
    return this.#applicationsByKey.get(key);
  }

  /** Whether the stack has the service principal of an application. */
  hasPrincipalOf(app: AppKey): boolean {
    this.#principalApps ??= new Set(this.ofType(types.servicePrincipal).map((each) => this.appOf(each)));
    return this.#principalApps.has(app);
  }

  /**
   * The service principal of the stack that a property names: by its object ID, or, while that is not known, by the dependency. Undefined
   * for one that the stack does not have.
   */
  principalOf(resource: PolicyResource, property: string): Readable<PolicyResource | undefined> {
    const objectId = textOf(resource.props, property);
    if (objectId !== NOT_KNOWN) return objectId === undefined ? undefined : this.#principalById(objectId.toLowerCase());
    const named = distinct(resource.propertyDependencies[property] ?? [], (type) => type === types.servicePrincipal);
    return named.length === 1 && named[0] ? named[0] : NOT_KNOWN;
  }

  /** The application behind a service principal. */
  appOf(principal: PolicyResource): Readable<AppKey> {
    return this.appNamedBy(principal, "clientId") ?? NOT_KNOWN;
  }

  /** The application whose client ID a property holds; undefined where it holds none. */
  appNamedBy(resource: PolicyResource, property: string): Readable<AppKey | undefined> {
    const clientId = textOf(resource.props, property);
    return clientId === NOT_KNOWN ? this.appBehind(resource, property) : clientId?.toLowerCase();
  }

  /**
   * The one application of the stack that a property depends on, while its value is not known. Where the engine does not say what a
   * property depends on, as after a transformation, it is what the resource depends on.
   */
  appBehind(resource: PolicyResource, property: string): Readable<AppKey> {
    const isApp = (type: string) => makingApplications.has(type) || type === types.servicePrincipal;
    const named = distinct(resource.propertyDependencies[property] ?? [], isApp);
    const made = named.length > 0 ? named : distinct(resource.dependencies, isApp);
    const keys = new Set(made.map((each) => (each.type === types.servicePrincipal ? this.appOf(each) : keyOf(each))));
    const [only] = keys;
    return keys.size === 1 && only !== undefined ? only : NOT_KNOWN;
  }

  /** The application that an application's part belongs to, such as an owner: named by `applicationId`, `/applications/<object ID>`. */
  applicationOf(part: PolicyResource): Readable<PolicyResource | undefined> {
    const id = textOf(part.props, "applicationId");
    if (id === NOT_KNOWN) {
      const named = distinct(part.propertyDependencies.applicationId ?? [], (type) => makingApplications.has(type));
      return named.length === 1 && named[0] ? named[0] : NOT_KNOWN;
    }
    const objectId = id?.toLowerCase().replace(/^\/applications\//, "");
    if (objectId === undefined) return undefined;
    this.#applicationsById ??= byObjectId(this.applications());
    return this.#applicationsById.get(objectId);
  }

  /** Whether a resource is created after another one and removed before it. */
  comesAfter(resource: PolicyResource, other: PolicyResource): boolean {
    return this.#allAfter(other).has(resource.urn);
  }

  /**
   * The one service principal of the smallest component around a resource, the stack at last; undefined where that holds several or none.
   */
  onlyPrincipalAround(resource: PolicyResource): PolicyResource | undefined {
    for (let around = resource.parent; around; around = around.parent) {
      const found = this.#principals().get(around.urn);
      if (found) return found.size === 1 ? [...found][0] : undefined;
    }
    const all = this.ofType(types.servicePrincipal);
    return all.length === 1 ? all[0] : undefined;
  }

  #principalById(objectId: string): PolicyResource | undefined {
    this.#byObjectId ??= byObjectId(this.ofType(types.servicePrincipal));
    return this.#byObjectId.get(objectId);
  }

  #principals(): Map<string, Set<PolicyResource>> {
    if (this.#principalsBelow) return this.#principalsBelow;
    this.#principalsBelow = new Map();
    for (const each of this.ofType(types.servicePrincipal)) {
      for (let around = each.parent; around; around = around.parent) {
        const found = this.#principalsBelow.get(around.urn) ?? new Set();
        this.#principalsBelow.set(around.urn, found.add(each));
      }
    }
    return this.#principalsBelow;
  }

  /** URNs of everything that depends on a resource, directly or through others. */
  #allAfter(target: PolicyResource): ReadonlySet<string> {
    const known = this.#afterwards.get(target.urn);
    if (known) return known;
    const dependents = this.#dependentsOf();
    const after = new Set<string>();
    const waiting = [target.urn];
    for (let urn = waiting.pop(); urn !== undefined; urn = waiting.pop()) {
      for (const each of dependents.get(urn) ?? []) {
        if (after.has(each)) continue;
        after.add(each);
        waiting.push(each);
      }
    }
    this.#afterwards.set(target.urn, after);
    return after;
  }

  #dependentsOf(): Map<string, string[]> {
    if (this.#dependents) return this.#dependents;
    this.#dependents = new Map();
    for (const each of this.resources) {
      const direct = new Set(
        [...each.dependencies, ...Object.values(each.propertyDependencies).flat()].map(({ urn }) => urn),
      );
      for (const urn of direct) {
        const list = this.#dependents.get(urn);
        if (list) list.push(each.urn);
        else this.#dependents.set(urn, [each.urn]);
      }
    }
    return this.#dependents;
  }
}

/** An application of the stack by its client ID, or by its URN while that is not known. */
export function keyOf(application: PolicyResource): AppKey {
  const clientId = textOf(application.props, "clientId");
  return clientId === NOT_KNOWN || clientId === undefined ? application.urn : clientId.toLowerCase();
}

/** How an application is named to people. */
export function appName(app: AppKey): string {
  return app.startsWith("urn:") ? `"${app.split("::").at(-1) ?? app}"` : app;
}

function byObjectId(resources: readonly PolicyResource[]): Map<string, PolicyResource> {
  const found = new Map<string, PolicyResource>();
  for (const each of resources) {
    const known = lower(textOf(each.props, "objectId"));
    if (typeof known === "string") found.set(known, each);
  }
  return found;
}

function distinct(resources: readonly PolicyResource[], isWanted: (type: string) => boolean): PolicyResource[] {
  return [...new Map(resources.filter((each) => isWanted(each.type)).map((each) => [each.urn, each])).values()];
}

function lower(value: Readable<string | undefined>): Readable<string | undefined> {
  return typeof value === "string" ? value.toLowerCase() : value;
}
