/** How much damage a permission can do. `critical`: takes over the tenant, or reads or changes everything of a kind. */
export type Risk = "low" | "medium" | "high" | "critical";

interface Kinds {
  application?: readonly [id: string, risk: Risk];
  /** `user`: a user may consent; without it an administrator has to. */
  delegated?: readonly [id: string, risk: Risk, consent?: "user"];
  /** Permissions that do less and often suffice; each counts for the kinds that it exists as. */
  narrower?: readonly string[];
}

export interface Row<N extends string = string, K extends Kinds = Kinds> {
  readonly name: N;
  readonly kinds: K;
  /** What it lets an app do; `{who}` and `{whose}` differ by kind. */
  readonly reason: string;
}

/** One permission of Microsoft Graph, both kinds in one row; the name is kept as a literal type. */
export function row<const N extends string, const K extends Kinds>(name: N, kinds: K, reason: string): Row<N, K> {
  return { name, kinds, reason };
}
