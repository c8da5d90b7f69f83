import type { Cloud } from "../model";

const reads = new WeakMap<object, number>();
const lags = new WeakMap<object, number>();

/** How long one object is on its way, milliseconds, instead of `CloudOptions.replicationDelay`. */
export function setReplicationLag(entity: object, milliseconds: number): void {
  lags.set(entity, milliseconds);
}

/**
 * Whether a read sees an object that is still on its way to the second replica: reads alternate between the replicas, so every other
 * one misses it. The first read goes to the replica that does not have it yet.
 */
export function isReplicated(cloud: Cloud, entity: { createdDateTime: string }): boolean {
  const age = cloud.clock.now().getTime() - Date.parse(entity.createdDateTime);
  if (age >= (lags.get(entity) ?? cloud.options.replicationDelay)) return true;
  const count = (reads.get(entity) ?? 0) + 1;
  reads.set(entity, count);
  return count % 2 === 0;
}
