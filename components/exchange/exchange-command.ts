import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { checkedManifest, stepCommand } from "../step-command";
import type { Found } from "./drift/look-up";
import { liveStateOf } from "./live-state";
import { manifest, type Manifest, type ManifestKind } from "./manifest";

/** Where an Exchange object is. */
export interface ExchangeTenantArgs {
  tenantId: pulumi.Input<string>;
  /** The tenant's initial domain, e.g. `contoso.onmicrosoft.com`: Exchange routes writes by it. */
  organization: pulumi.Input<string>;
}

export interface ExchangeCommandArgs extends ExchangeTenantArgs {
  kind: ManifestKind;
  spec: pulumi.Input<Record<string, unknown>>;
  /** What makes the object another one. */
  identity: pulumi.Input<string>[];
  /** The component that the object is a part of, with others that are read with it. */
  within: pulumi.Resource | undefined;
}

/**
 * One Exchange object as a command of the provider. How the tenant differs from what is declared is an input of its own, so that drift is
 * a difference in preview, in words, and is mended by the update; where there is none, what was said last stays as it is.
 */
export function exchangeCommand(
  name: string,
  { kind, tenantId, organization, spec, identity, within }: ExchangeCommandArgs,
  opts: pulumi.CustomResourceOptions & { parent: pulumi.Resource },
): local.Command {
  const desired = pulumi.all([tenantId, organization, spec]).apply(([tenant, domain, known]) =>
    checkedManifest<Manifest>(name, manifest, {
      consentra: 1,
      kind,
      tenantId: tenant,
      organization: domain,
      spec: known,
    }),
  );
  const stdin = desired.apply((each) => JSON.stringify(each));
  // Where a program is tested against mocks there is no tenant to compare with, and no engine to ask for a transform.
  if (pulumi.runtime.getMonitor() instanceof MockMonitor) return stepCommand(name, kind, stdin, identity, opts);
  const found = liveStateOf(within, opts.parent).add(name, desired, opts.parent);
  return stepCommand(name, kind, stdin, identity, {
    ...opts,
    transforms: [async ({ props, opts: given }) => withFound(props, given, await found)],
  });
}

function withFound(
  props: Record<string, unknown>,
  opts: pulumi.ResourceOptions,
  found: Found | undefined,
): pulumi.ResourceTransformResult {
  if (!found) return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["environment"] }) };
  // The same may be found again after it was mended: the time makes it a difference again.
  const environment = { CONSENTRA_FOUND: `${new Date().toISOString()}: ${found.words}` };
  return { props: { ...props, environment }, opts };
}
