import { AsyncLocalStorage } from "node:async_hooks";

/** What is particular to the request that is being carried out. */
export interface RequestScope {
  /** How long new objects are on their way to the other directory server, milliseconds, instead of `CloudOptions.replicationDelay`. */
  replicationLag: number | undefined;
}

const storage = new AsyncLocalStorage<RequestScope>();

/** Carries out a request, or a part of one, within its scope. */
export function inRequest<T>(scope: RequestScope, work: () => T): T {
  return storage.run(scope, work);
}

/** The scope of the request that is being carried out; undefined outside of any. */
export function requestInProgress(): RequestScope | undefined {
  return storage.getStore();
}
