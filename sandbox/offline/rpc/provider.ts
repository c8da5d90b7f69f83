import type { Properties, Received } from "./values";

export interface CheckFailure {
  property: string;
  reason: string;
}

export interface PropertyChange {
  property: string;
  kind: "add" | "update" | "delete";
  replaces: boolean;
}

export interface Saved {
  id: string;
  outputs: Properties;
  /** Names of outputs that are secret. */
  secrets: ReadonlySet<string>;
}

/** Says something to the person who watches the engine. */
export type Log = (severity: "info" | "warning" | "error", message: string, urn?: string) => void;

export interface ResourceCall {
  urn: string;
  type: string;
  /** Whether only a preview is made: nothing may be changed. */
  preview: boolean;
  log: Log;
  /** Ends when the engine cancels. */
  signal: AbortSignal;
}

/** A Pulumi provider, without gRPC. */
export interface Provider {
  version: string;
  /** Says what is wrong with the provider's own arguments. */
  checkConfig(news: Received): CheckFailure[];
  configure(args: Properties, log: Log): void;
  check(type: string, news: Received): { inputs: Properties; failures: CheckFailure[] };
  diff(type: string, olds: Received, oldInputs: Received, news: Received): PropertyChange[];
  create(call: ResourceCall, inputs: Received): Promise<Saved>;
  read(
    call: ResourceCall,
    id: string,
    olds: Received,
    inputs: Received,
  ): Promise<(Saved & { inputs: Properties }) | undefined>;
  update(call: ResourceCall, id: string, olds: Received, inputs: Received): Promise<Saved>;
  delete(call: ResourceCall, id: string, olds: Received): Promise<void>;
  invoke(
    token: string,
    args: Received,
    log: Log,
    signal: AbortSignal,
  ): Promise<{ values: Properties; failures: CheckFailure[] }>;
}
