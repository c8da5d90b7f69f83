import * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { commandSource, type ManifestKind } from "consentra/exchange/manifest";

const probes = { granted: [], denied: [] };

/** An Exchange object as a plain command makes it, without our components. */
export function exchange(
  name: string,
  kind: ManifestKind,
  spec: object,
  opts: pulumi.CustomResourceOptions = {},
): command.local.Command {
  const manifest = {
    consentra: 1,
    kind,
    tenantId: "11111111-2222-4333-8444-555555555555",
    organization: "contoso.onmicrosoft.com",
    spec,
  };
  return new command.local.Command(
    name,
    { interpreter: ["node", "-e"], create: commandSource(kind, "create"), stdin: JSON.stringify(manifest) },
    opts,
  );
}

export function accessPolicy(name: string, appId: string, spec: object = {}): command.local.Command {
  const common = { appId, scopeGroup: "sales@contoso.com", accessRight: "RestrictAccess", description: name, probes };
  return exchange(name, "ApplicationAccessPolicy", { ...common, ...spec });
}

export function role(name: string, appId: string, spec: object = {}): command.local.Command {
  const common = { name, appId, role: "Application Mail.Read", scope: { group: "sales@contoso.com" }, probes };
  return exchange(name, "RoleAssignment", { ...common, ...spec });
}
