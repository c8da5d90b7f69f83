import type { ValueMap } from "../rpc/values";
import type { Fields } from "../schema/property";
import type { StateMeta } from "../schema/state";
import type { Directory } from "./directory";
import type { Args } from "./values";

/** One type of resource: its properties and its way to Graph and back. */
export interface ResourceType extends StateMeta {
  /** `azuread:index/group:Group` */
  token: string;
  fields: Fields;
  /** Outputs that are unknown until a change is carried out, by the path of what changes. */
  recomputed?: Record<string, string[]>;
  /** Pulumi's own plugin says each failure of such a resource twice. */
  repeatsFailures?: true;
  /** What is wrong with a plan of which each value alone is right; unknowns are absent from it. */
  faults?(plan: Args): string[];
  /**
   * @param created call it with the ID as soon as the object exists
   * @returns what only the creation tells, such as a password
   */
  create(tenant: Directory, args: Args, created: (id: string) => void): Promise<ValueMap | undefined>;
  /** Undefined when the object is gone. */
  read(tenant: Directory, id: string, prior: Args): Promise<ValueMap | undefined>;
  /** Absent where every change makes another object. @returns as `create` */
  update?(tenant: Directory, id: string, change: Change): Promise<ValueMap | undefined>;
  delete(tenant: Directory, id: string, prior: Args): Promise<void>;
}

/** A change of an object. */
export interface Change {
  args: Args;
  prior: Args;
  /** Whether one of these top-level properties changes. */
  touches: (...names: string[]) => boolean;
}
