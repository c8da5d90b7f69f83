import * as azuread from "@pulumi/azuread";
import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { graphCommand } from "../steps/graph-command";

/** Empties the application with the mark from the deleted items when it is removed, which has to be after the application. */
export function purgedApplication(name: string, mark: string, opts: pulumi.CustomResourceOptions): local.Command {
  const tenantId = azuread.getClientConfigOutput({ parent: opts.parent }).tenantId;
  return graphCommand(name, { kind: "PurgedApplication", tenantId, spec: { mark }, identity: [mark] }, opts);
}
