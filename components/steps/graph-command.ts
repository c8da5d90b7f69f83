import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { serialiseManifest, stepCommand } from "../step-command";
import { graphManifest, type GraphManifestKind } from "./manifest";

export interface GraphCommandArgs {
  kind: GraphManifestKind;
  tenantId: pulumi.Input<string>;
  spec: pulumi.Input<Record<string, unknown>>;
  /** What makes the thing another one. */
  identity: pulumi.Input<string>[];
}

/** One thing in Microsoft Graph as a command of the provider. */
export function graphCommand(name: string, args: GraphCommandArgs, opts: pulumi.CustomResourceOptions): local.Command {
  const stdin = pulumi
    .all([args.tenantId, args.spec])
    .apply(([tenantId, spec]) =>
      serialiseManifest(name, graphManifest, { consentra: 1, kind: args.kind, tenantId, spec }),
    );
  return stepCommand(name, args.kind, stdin, args.identity, opts);
}
