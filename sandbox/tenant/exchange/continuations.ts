import { randomUUID } from "node:crypto";
import { GraphError } from "../errors";
import type { Cloud } from "../model";

/** The rest of an answer. */
interface Continuation<T> {
  invocation: T;
  appId: string;
  offset: number;
  /** Milliseconds. */
  until: number;
}

const LIFETIME = 10 * 60_000;

/** What links to the next page stand for. */
export class Continuations<T> {
  readonly #known = new Map<string, Continuation<T>>();

  constructor(readonly cloud: Cloud) {}

  /** The token of a link. */
  add(invocation: T, appId: string, offset: number): string {
    const now = this.cloud.clock.now().getTime();
    for (const [token, { until }] of this.#known) if (until < now) this.#known.delete(token);
    const token = randomUUID();
    this.#known.set(token, { invocation, appId, offset, until: now + LIFETIME });
    return token;
  }

  /** @throws GraphError 404 for a link that is too old, or somebody else's */
  find(token: string, appId: string): Continuation<T> {
    const found = this.#known.get(token);
    if (found?.appId === appId && found.until >= this.cloud.clock.now().getTime()) return found;
    throw new GraphError(404, "NotFound", "The continuation has expired.");
  }
}
