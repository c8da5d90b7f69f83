import type { ValueMap } from "../../rpc/values";
import type { Fields } from "../../schema/property";
import type { Directory } from "../directory";
import type { Args } from "../values";
import { createHash } from "node:crypto";

/** One look-up. */
export interface FunctionType {
  /** `azuread:index/getUser:getUser` */
  token: string;
  inputs: Fields;
  /** Of these inputs one has to be given. */
  needsOneOf?: readonly string[];
  run(tenant: Directory, args: Args): Promise<ValueMap>;
}

/** The ID of a result made of several objects. */
export function digestId(kind: string, parts: string[], separator: string): string {
  const digest = createHash("sha1").update(parts.join(separator)).digest("base64");
  return `${kind}#${digest.replaceAll("+", "-").replaceAll("/", "_")}`;
}
