/** How many requests an app may send before it is refused, and for how many seconds. */
export interface ThrottleLimit {
  requests: number;
  /** Seconds. */
  retryAfter: number;
}

/** Counts requests; a client that does not wait as it is told is refused again. */
export class Throttle {
  readonly #usages = new Map<string, { requests: number; refusedUntil: number }>();

  /**
   * @param key who is counted
   * @param now milliseconds
   * @returns undefined for a request that is let in, else how many seconds to wait
   */
  refusal(key: string, limit: ThrottleLimit, now: number): number | undefined {
    const usage = this.#usages.get(key) ?? { requests: 0, refusedUntil: 0 };
    this.#usages.set(key, usage);
    if (now >= usage.refusedUntil && usage.requests < limit.requests) {
      usage.requests++;
      return undefined;
    }
    if (now >= usage.refusedUntil) {
      usage.refusedUntil = now + limit.retryAfter * 1000;
      usage.requests = 0;
    }
    return Math.max(1, Math.ceil((usage.refusedUntil - now) / 1000));
  }
}
