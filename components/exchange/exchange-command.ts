import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { commandSource, manifest, type ManifestKind } from "./manifest";
import { Faults } from "../faults";

export interface ExchangeCommandArgs {
  kind: ManifestKind;
  tenantId: pulumi.Input<string>;
  /** The tenant's initial domain, by which Exchange routes writes. */
  organization: pulumi.Input<string>;
  spec: pulumi.Input<Record<string, unknown>>;
  /** What makes the object another one: a change creates the new object before the old one goes. */
  identity: pulumi.Input<string>[];
}

/** One Exchange object as a command of the provider: constant text, the desired state on standard input. */
export function exchangeCommand(
  name: string,
  args: ExchangeCommandArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  return new local.Command(
    name,
    {
      interpreter: ["node", "-e"],
      create: commandSource(args.kind, "create"),
      update: commandSource(args.kind, "update"),
      delete: commandSource(args.kind, "delete"),
      stdin: pulumi
        .all([args.tenantId, args.organization, args.spec])
        .apply(([tenantId, organization, spec]) =>
          serialise(name, { consentra: 1, kind: args.kind, tenantId, organization, spec }),
        ),
      triggers: args.identity,
      logging: local.Logging.Stderr,
    },
    opts,
  );
}

/** The result of a step, as the provider's command printed it. */
export function stateOf<T>(command: local.Command): pulumi.Output<T> {
  return command.stdout.apply((text) => JSON.parse(text) as T);
}

function serialise(name: string, value: unknown): string {
  const result = manifest.safeParse(value);
  if (result.success) return JSON.stringify(result.data);
  const faults = new Faults();
  for (const issue of result.error.issues) {
    const path = issue.path.filter((each) => each !== "spec").join(".");
    faults.push({ path, reason: issue.message });
  }
  faults.throwIfAny(name);
  throw new Error(`${name}: the manifest is not valid`);
}
