import { createHash } from "node:crypto";
import * as azuread from "@pulumi/azuread";
import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { stackOwner } from "../stack-owner";
import { graphCommand } from "../steps/graph-command";

/** The tag by which an application of this stack is found again among the deleted ones. */
export function purgeMark(name: string): string {
  const mark = `consentra:${stackOwner(name)}`;
  // Graph takes at most 256 characters.
  return mark.length <= 256 ? mark : `consentra:${createHash("sha256").update(mark).digest("hex")}`;
}

/** Empties the application with the mark from the deleted items when it is removed, which has to be after the application. */
export function purgedApplication(name: string, mark: string, opts: pulumi.CustomResourceOptions): local.Command {
  const tenantId = azuread.getClientConfigOutput({ parent: opts.parent }).tenantId;
  return graphCommand(name, { kind: "PurgedApplication", tenantId, spec: { mark }, identity: [mark] }, opts);
}
