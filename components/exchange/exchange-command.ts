import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { checkedManifest, stepCommand } from "../step-command";
import { LiveState } from "./live-state";
import { manifest, type Manifest, type ManifestKind } from "./manifest";

/** Where an Exchange object is. */
export interface ExchangeTenantArgs {
  tenantId: pulumi.Input<string>;
  /** The tenant's initial domain, e.g. `contoso.onmicrosoft.com`: Exchange routes writes by it. */
  organization: pulumi.Input<string>;
  /** A read of the tenant that several objects share. @default - each reads its own */
  live?: LiveState;
}

export interface ExchangeCommandArgs extends ExchangeTenantArgs {
  kind: ManifestKind;
  spec: pulumi.Input<Record<string, unknown>>;
  /** What makes the object another one. */
  identity: pulumi.Input<string>[];
}

/**
 * One Exchange object as a command of the provider. How the tenant differs from what is declared is an input of its own, so that drift is
 * a difference in preview, in words, and is mended by the update; where there is none, what was said last stays as it is.
 */
export function exchangeCommand(
  name: string,
  { kind, tenantId, organization, spec, identity, live }: ExchangeCommandArgs,
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
  const found = (live ?? new LiveState(opts.parent)).add(name, desired);
  const stdin = desired.apply((each) => JSON.stringify(each));
  return stepCommand(name, kind, stdin, identity, {
    ...opts,
    transforms: [async ({ props, opts: given }) => withFound(props, given, await found)],
  });
}

function withFound(
  props: Record<string, unknown>,
  opts: pulumi.ResourceOptions,
  found: string | undefined,
): pulumi.ResourceTransformResult {
  if (found === undefined) return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["environment"] }) };
  // The same finding may come back after it was mended: the time makes it a difference again.
  const seen = new Date().toISOString().slice(0, 16);
  return { props: { ...props, environment: { CONSENTRA_FOUND: `${seen}Z: ${found}` } }, opts };
}
