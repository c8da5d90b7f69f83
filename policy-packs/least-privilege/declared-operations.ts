import type { ResourceValidationArgs } from "@pulumi/policy";
import { listOf, NOT_KNOWN, types, type Readable } from "@consentra/policy-kit";

/** What applications are said to call: each VendorApp says it in its inputs, and is judged before what it makes. */
export class DeclaredOperations {
  readonly #parents = new Map<string, string | undefined>();
  readonly #byApp = new Map<string, Readable<string[]>>();

  note({ urn, type, props, opts }: ResourceValidationArgs): void {
    this.#parents.set(urn, opts.parent);
    if (type !== types.vendorApp) return;
    const given = listOf<string>(props, "operations");
    const isHidden = given === NOT_KNOWN || given.includes(NOT_KNOWN);
    if (!isHidden && given.length === 0) this.#byApp.delete(urn);
    else this.#byApp.set(urn, isHidden ? NOT_KNOWN : (given as string[]));
  }

  /** Of the VendorApp around a resource; undefined where there is none, or it says nothing. */
  around(urn: string): Readable<string[] | undefined> {
    for (let at: string | undefined = urn; at !== undefined && at !== ""; at = this.#parents.get(at)) {
      const found = this.#byApp.get(at);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
