import { setTimeout as wait } from "node:timers/promises";
import { PluginError } from "../rpc/errors";
import { cloudAt, type CloudEndpoints } from "./cloud";
import { Graph } from "./graph";
import type { Settings } from "./settings";
import { claimsOf, TokenSource } from "./token";

const pollAttempts = 40;
const pollMs = 250;

/** Who the plugin is in the tenant. */
export interface Caller {
  tenantId: string;
  clientId: string;
  /** Of the caller's service principal. */
  objectId: string;
}

/** The tenant, as one step sees it. */
export class Directory {
  constructor(
    readonly v1: Graph,
    readonly beta: Graph,
    readonly caller: Caller,
    private readonly locks: Locks,
    private readonly signal: AbortSignal,
  ) {}

  /** Runs one change of an object at a time: several properties are read, changed and written back as a whole. */
  exclusively<Result>(objectId: string, change: () => Promise<Result>): Promise<Result> {
    return this.locks.run(objectId.toLowerCase(), change);
  }

  /**
   * Waits until a read shows what was written; the first look is at once.
   *
   * @throws PluginError when it does not come true in ten seconds
   */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (let attempt = 1; !(await isSo()); attempt++) {
      if (attempt === pollAttempts) throw new PluginError(`Waiting for ${what}: timed out`);
      await wait(pollMs, undefined, { signal: this.signal });
    }
  }
}

/** A tenant that the plugin has signed in to. */
export class Session {
  private readonly locks = new Locks();

  private constructor(
    private readonly cloud: CloudEndpoints,
    private readonly tokens: TokenSource,
    private readonly caller: Caller,
  ) {}

  /** @throws PluginError when the host is not a simulated tenant's or the login is refused */
  static async open(settings: Settings, signal: AbortSignal): Promise<Session> {
    const cloud = await cloudAt(settings.metadataHost, signal);
    const tokens = new TokenSource(settings, cloud);
    const { oid } = claimsOf(await tokens.get(signal));
    if (typeof oid !== "string" || oid === "")
      throw new PluginError("parsing claims in access token: oid claim is empty");
    const { tenantId, clientId } = settings;
    return new Session(cloud, tokens, { tenantId, clientId, objectId: oid });
  }

  directory(signal: AbortSignal): Directory {
    const graph = (version: "v1.0" | "beta") => new Graph(this.cloud.graph, version, this.tokens, signal);
    return new Directory(graph("v1.0"), graph("beta"), this.caller, this.locks, signal);
  }
}

/** One at a time per key. */
class Locks {
  private readonly last = new Map<string, Promise<unknown>>();

  run<Result>(key: string, change: () => Promise<Result>): Promise<Result> {
    const result = (this.last.get(key) ?? Promise.resolve()).then(change, change);
    this.last.set(key, result);
    return result;
  }
}
