import type { GraphReader } from "consentra/graph-reader";

/** A resource that a preview would create. */
export interface PlannedResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  [key: string]: unknown;
}

/** What is in the tenant already of a resource that a preview would create. */
export interface Finding {
  /** As its provider calls it. */
  id: string;
  /** What it is, for people. */
  words: string;
  /**
   * `take`: it becomes the resource. `remove`: nobody can use it any more, so that the next update removes it and makes another. `leave`: it is
   * in the way, but not what this stack would make. `ask`: its provider is asked whether it is there and carries the stack's mark.
   */
  fate: "take" | "remove" | "leave" | "ask";
  /** Inputs that a preview does not show, as the tenant has them. @default - none */
  secrets?: Record<string, unknown>;
}

export type Reader = Pick<GraphReader, "list" | "batch">;

/** What there is to know beside the tenant. */
export interface Known {
  /** IDs of everything that the state knows. */
  recorded: ReadonlySet<string>;
  /** Their URNs. @default - not known: nothing is left out for it */
  urns?: ReadonlySet<string>;
  /** Azure subscription of the stack. @default - none */
  subscriptionId?: string;
}

export type Finder = (planned: PlannedResource, graph: Reader, known: Known) => Promise<Finding[]>;

/** How a preview shows a text that it does not know yet: a GUID, which no object has. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a preview does not know all of a resource yet. */
export function isOpen({ inputs }: PlannedResource): boolean {
  return JSON.stringify(inputs).includes(unknown);
}

/** The URN in a reference to a provider, which ends with an ID. */
export function providerUrn(reference: string): string {
  return reference.replace(/::[^:]*$/, "");
}

/** Object IDs only: a value that a preview does not know yet is none, and none becomes part of a request's path. */
export function guidOf(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return undefined;
  const guid = value.toLowerCase();
  return guid === unknown ? undefined : guid;
}

/** The object ID in `/applications/ID`. */
export function applicationOf({ inputs }: PlannedResource): string | undefined {
  return typeof inputs.applicationId === "string" && inputs.applicationId.startsWith("/applications/")
    ? guidOf(inputs.applicationId.slice("/applications/".length))
    : undefined;
}

/** A query of Graph; values come in as text that is quoted here. */
export function filtered(collection: string, filter: string, select?: string): string {
  return `${collection}?$filter=${encodeURIComponent(filter)}${select === undefined ? "" : `&$select=${select}`}`;
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
