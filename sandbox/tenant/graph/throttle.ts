import type { Caller } from "../context";
import { GraphError } from "../errors";
import type { Cloud } from "../model";

/** How one app has used the collection. */
interface Usage {
  requests: number;
  /** Until when every request is refused, milliseconds. */
  refusedUntil: number;
}

/**
 * Throttles reading of organisation contacts as `CloudOptions.throttle` says: a client that does not wait as it is told is refused
 * again.
 *
 * @returns what throws GraphError 429 with `Retry-After`, in seconds
 * @see https://learn.microsoft.com/graph/throttling
 */
export function createThrottle(cloud: Cloud): (caller: Caller, path: string) => void {
  const usages = new Map<string, Usage>();
  return (caller, path) => {
    const { throttle } = cloud.options;
    if (!throttle || !/^\/contacts\b/.test(path)) return;
    const now = cloud.clock.now().getTime();
    const key = `${caller.tenant.id} ${caller.appId}`;
    const usage = usages.get(key) ?? { requests: 0, refusedUntil: 0 };
    usages.set(key, usage);
    if (now >= usage.refusedUntil && usage.requests < throttle.requests) {
      usage.requests++;
      return;
    }
    if (now >= usage.refusedUntil) {
      usage.refusedUntil = now + throttle.retryAfter * 1000;
      usage.requests = 0;
    }
    const seconds = Math.max(1, Math.ceil((usage.refusedUntil - now) / 1000));
    const inner = { code: "429", status: "429" };
    throw new GraphError(
      429,
      "TooManyRequests",
      "Please retry again later.",
      { "retry-after": String(seconds) },
      inner,
    );
  };
}
