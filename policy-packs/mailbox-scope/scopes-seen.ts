import type { ResourceValidationArgs } from "@pulumi/policy";
import { exchangeObjectOf, NOT_KNOWN, readable, textOf, types, type Readable } from "@consentra/policy-kit";

/**
 * What came by while the resources of a run were judged one by one, in the order in which they are made: by this a grant is judged
 * before it is made, with values that the preview did not know. A later run replaces what was seen.
 */
export class ScopesSeen {
  readonly #parents = new Map<string, string | undefined>();
  /** Client IDs of service principals, by the URN of each component around them and their own; "" is the stack. */
  readonly #principals = new Map<string, Map<string, Readable<string>>>();
  readonly #policies = new Map<string, Readable<string>>();
  readonly #policyCounts = new Map<Readable<string>, number>();
  /** Reasons of scopes of everybody, by the URN of the component. */
  readonly #everyone = new Map<string, Readable<string>>();
  readonly #everyoneAround = new Set<string>();

  note(args: ResourceValidationArgs): void {
    this.#parents.set(args.urn, args.opts.parent);
    if (args.type === types.servicePrincipal) this.#notePrincipal(args);
    else if (args.type === types.mailboxScope) this.#noteEveryone(args);
    else this.#notePolicy(args);
  }

  /** Client ID of the one service principal of the smallest component around; undefined where that holds several or none. */
  onlyClientIdAround(urn: string): Readable<string | undefined> {
    for (const around of this.#around(urn)) {
      const found = this.#principals.get(around);
      if (found) return found.size === 1 ? [...found.values()][0] : undefined;
    }
    return undefined;
  }

  /** Whether an access policy for the application was made before; not known while one of the run cannot be read. */
  hasPolicyFor(clientId: string): Readable<boolean> {
    if ((this.#policyCounts.get(clientId) ?? 0) > 0) return true;
    return (this.#policyCounts.get(NOT_KNOWN) ?? 0) > 0 ? NOT_KNOWN : false;
  }

  /** Whether a scope of everybody stands in the smallest component around that has a service principal. */
  isEveryoneAround(urn: string): boolean {
    const around = this.#around(urn);
    const end = around.findIndex((each) => this.#principals.has(each));
    return around.slice(0, end + 1).some((each) => this.#everyoneAround.has(each));
  }

  /** Why a scope is of everybody; undefined where it is not. */
  reasonOf(scope: string): Readable<string | undefined> {
    return this.#everyone.get(scope);
  }

  /** The components around, the nearest first, and "" for the stack. */
  #around(urn: string): string[] {
    const found: string[] = [];
    for (let parent = this.#parents.get(urn); parent !== undefined && parent !== ""; parent = this.#parents.get(parent))
      found.push(parent);
    return [...found, ""];
  }

  #notePrincipal({ urn, props }: ResourceValidationArgs): void {
    const clientId = textOf(props, "clientId");
    const known = clientId === NOT_KNOWN ? NOT_KNOWN : (clientId ?? "").toLowerCase();
    for (const around of this.#around(urn)) {
      const found = this.#principals.get(around) ?? new Map<string, Readable<string>>();
      this.#principals.set(around, found.set(urn, known));
    }
  }

  #noteEveryone({ urn, props }: ResourceValidationArgs): void {
    const reason = readable(() => props.everyone as unknown);
    if (reason === undefined || reason === null) this.#everyone.delete(urn);
    else {
      this.#everyone.set(urn, reason === NOT_KNOWN ? NOT_KNOWN : typeof reason === "string" ? reason : "");
      const [nearest = ""] = this.#around(urn);
      this.#everyoneAround.add(nearest);
    }
  }

  #notePolicy(args: ResourceValidationArgs): void {
    const object = exchangeObjectOf(args);
    if (object?.kind !== "ApplicationAccessPolicy") return;
    const before = this.#policies.get(args.urn);
    if (before !== undefined) this.#count(before, -1);
    const app = object.spec === NOT_KNOWN ? NOT_KNOWN : object.spec.appId.toLowerCase();
    this.#policies.set(args.urn, app);
    this.#count(app, 1);
  }

  #count(app: Readable<string>, by: number): void {
    this.#policyCounts.set(app, (this.#policyCounts.get(app) ?? 0) + by);
  }
}
