import type { Caller } from "../context";
import { GraphError } from "../errors";
import type { Cloud } from "../model";
import { Throttle } from "../throttle";

/**
 * Throttles reading of organisation contacts as `CloudOptions.throttle` says.
 *
 * @returns what throws GraphError 429 with `Retry-After`, in seconds
 * @see https://learn.microsoft.com/graph/throttling
 */
export function createThrottle(cloud: Cloud): (caller: Caller, path: string) => void {
  const counted = new Throttle();
  return (caller, path) => {
    const { throttle } = cloud.options;
    if (!throttle || !/^\/contacts\b/.test(path)) return;
    const seconds = counted.refusal(`${caller.tenant.id} ${caller.appId}`, throttle, cloud.clock.now().getTime());
    if (seconds === undefined) return;
    const inner = { code: "429", status: "429" };
    const headers = { "retry-after": String(seconds) };
    throw new GraphError(429, "TooManyRequests", "Please retry again later.", headers, inner);
  };
}
