import type { Exception } from "./exceptions";

/** An exception that let something pass. */
export interface Use {
  policy: string;
  exception: Exception;
  name: string;
  urn: string;
}

/**
 * What the policies of one pack tell each other while they judge: a policy sees its own configuration only, so the two that report on
 * exceptions learn from here what is configured and what was used. Judging again replaces what was noted before.
 */
export class Ledger {
  readonly #configured = new Map<string, readonly Exception[]>();
  readonly #ofResources = new Map<string, Map<string, Use[]>>();
  readonly #ofStack = new Map<string, Use[]>();
  readonly #undecided = new Map<string, Set<string>>();

  /** @param place URN of the resource that was judged; undefined where the whole stack was */
  note(policy: string, place: string | undefined, exceptions: readonly Exception[], uses: Use[], undecided: boolean) {
    if (exceptions.length > 0 || this.#configured.has(policy)) this.#configured.set(policy, exceptions);
    const key = place ?? "";
    if (undecided) this.#undecidedOf(policy).add(key);
    else this.#undecided.get(policy)?.delete(key);
    if (place === undefined) this.#ofStack.set(policy, uses);
    else if (uses.length > 0 || this.#ofResources.has(place)) this.#usesAt(place).set(policy, uses);
  }

  /** Each policy with the exceptions that are configured for it. */
  configured(): ReadonlyMap<string, readonly Exception[]> {
    return this.#configured;
  }

  /** What passed by an exception, while a resource was judged or the stack was. */
  uses(place?: string): Use[] {
    return [
      ...(place === undefined ? this.#ofStack : (this.#ofResources.get(place) ?? new Map<string, Use[]>())).values(),
    ].flat();
  }

  /** Everything that passed by an exception of a policy. */
  usesOf(policy: string): Use[] {
    const ofResources = [...this.#ofResources.values()].flatMap((each) => each.get(policy) ?? []);
    return [...ofResources, ...(this.#ofStack.get(policy) ?? [])];
  }

  /** Whether a policy has not seen everything yet. */
  isUndecided(policy: string): boolean {
    return (this.#undecided.get(policy)?.size ?? 0) > 0;
  }

  #usesAt(urn: string): Map<string, Use[]> {
    const found = this.#ofResources.get(urn) ?? new Map<string, Use[]>();
    this.#ofResources.set(urn, found);
    return found;
  }

  #undecidedOf(policy: string): Set<string> {
    const found = this.#undecided.get(policy) ?? new Set<string>();
    this.#undecided.set(policy, found);
    return found;
  }
}
