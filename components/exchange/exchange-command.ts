import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { serialiseManifest, stepCommand } from "../step-command";
import { manifest, type ManifestKind } from "./manifest";

export interface ExchangeCommandArgs {
  kind: ManifestKind;
  tenantId: pulumi.Input<string>;
  /** The tenant's initial domain, by which Exchange routes writes. */
  organization: pulumi.Input<string>;
  spec: pulumi.Input<Record<string, unknown>>;
  /** What makes the object another one: a change creates the new object before the old one goes. */
  identity: pulumi.Input<string>[];
}

/** One Exchange object as a command of the provider. */
export function exchangeCommand(
  name: string,
  args: ExchangeCommandArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const stdin = pulumi
    .all([args.tenantId, args.organization, args.spec])
    .apply(([tenantId, organization, spec]) =>
      serialiseManifest(name, manifest, { consentra: 1, kind: args.kind, tenantId, organization, spec }),
    );
  return stepCommand(name, args.kind, stdin, args.identity, opts);
}
