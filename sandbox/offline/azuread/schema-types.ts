import type { Graph } from "./graph";
import type { Properties } from "../rpc/values";

export type InputType = "string" | "boolean" | "number" | "strings" | "map" | "object" | "objects";

export interface InputSchema {
  type: InputType;
  required?: true;
  /** Another value makes another resource. */
  replaces?: true;
  secret?: true;
  /** What the provider fills in. */
  fallback?: string | number | boolean;
}

export interface ResourceSchema {
  inputs: Record<string, InputSchema>;
  /** Outputs that are no inputs. */
  computed: readonly string[];
}

export interface Created {
  id: string;
  /** Outputs that no later read can tell, such as a new secret. */
  once?: Properties;
}

/** How one type of resource is made in Graph. */
export interface ResourceHandler {
  create(graph: Graph, inputs: Properties): Promise<Created>;
  /** Outputs, or undefined where it does not exist any more. `prior` has what Graph does not tell. */
  read(graph: Graph, id: string, prior: Properties): Promise<Properties | undefined>;
  update?(graph: Graph, id: string, inputs: Properties, olds: Properties): Promise<void>;
  delete(graph: Graph, id: string, olds: Properties): Promise<void>;
  /** Secret outputs beside secret inputs. */
  secrets?: readonly string[];
}
