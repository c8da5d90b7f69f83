/** Resources of programs for the packs, as short as they can be written. */
import { commandSource, type ManifestKind } from "consentra/exchange/manifest";
import { findPermission, type ApiName, type PermissionKind } from "consentra/graph";
import { unknown, type Declared } from "./judge";

export const clientId = "6135b4c8-8900-475f-84db-b8ee65fbb329";
export const otherClientId = "11111111-2222-4333-8444-555555555555";
export const principalId = "5b000000-0000-4000-8000-000000000005";
export const graphId = "9a000000-0000-4000-8000-000000000009";

export function idOf(name: string, kind: PermissionKind = "application", api: ApiName = "Microsoft Graph"): string {
  const found = findPermission(api, kind, name);
  if (!found) throw new Error(`${name} is no ${kind} permission of ${api}`);
  return found.id;
}

type More = Partial<Omit<Declared, "type">>;

export function resource(type: string, name: string, inputs: Record<string, unknown>, more: More = {}): Declared {
  return { type, name, inputs, ...more };
}

const azuread = (module: string) => `azuread:index/${module}:${module.charAt(0).toUpperCase()}${module.slice(1)}`;

/** A resource of the azuread provider. */
export function entra(module: string, name: string, inputs: Record<string, unknown>, more: More = {}): Declared {
  return resource(azuread(module), name, inputs, more);
}

/** A service principal that exists already, so that its object ID is known. */
export function principal(inputs: Record<string, unknown> = {}, more: More = {}): Declared {
  return entra("servicePrincipal", "app", { clientId, ...inputs }, { outputs: { objectId: principalId }, ...more });
}

/** One that is made in the same run. */
export function newPrincipal(inputs: Record<string, unknown> = {}, more: More = {}): Declared {
  return principal(inputs, { outputs: { objectId: unknown }, ...more });
}

/** A registration that is made in the same run. */
export function newApplication(inputs: Record<string, unknown> = {}, more: More = {}): Declared {
  return entra(
    "application",
    "registration",
    { displayName: "App", ...inputs },
    { outputs: { clientId: unknown, objectId: unknown }, ...more },
  );
}

/** A grant of an application permission. */
export function grant(permission: string, inputs: Record<string, unknown> = {}, more: More = {}): Declared {
  const appRoleId = /^[0-9a-f-]{36}$/i.test(permission) ? permission : idOf(permission);
  return entra(
    "appRoleAssignment",
    "app-consent",
    { appRoleId, principalObjectId: principalId, resourceObjectId: graphId, ...inputs },
    more,
  );
}

/** A grant to a principal that is made in the same run. */
export function grantTo(permission: string, to: Declared, more: More = {}): Declared {
  return grant(permission, { principalObjectId: unknown }, { dependencies: { principalObjectId: [to] }, ...more });
}

export function delegatedGrant(claimValues: unknown, inputs: Record<string, unknown> = {}, more: More = {}): Declared {
  return entra(
    "servicePrincipalDelegatedPermissionGrant",
    "app-consent",
    { claimValues, servicePrincipalObjectId: principalId, resourceServicePrincipalObjectId: graphId, ...inputs },
    more,
  );
}

/** An application that asks for permissions. */
export function asks(ids: readonly { id: string; type: "Role" | "Scope" }[], inputs = {}, more: More = {}): Declared {
  return newApplication(
    {
      requiredResourceAccesses: [{ resourceAppId: "00000003-0000-0000-c000-000000000000", resourceAccesses: ids }],
      ...inputs,
    },
    more,
  );
}

/** An Exchange object that a command makes. */
export function exchange(kind: ManifestKind, spec: object | typeof unknown, more: More = {}): Declared {
  const stdin =
    spec === unknown
      ? unknown
      : JSON.stringify({
          consentra: 1,
          kind,
          tenantId: otherClientId,
          organization: "contoso.onmicrosoft.com",
          spec,
        });
  return resource("command:local:Command", "app-scope", { create: commandSource(kind, "create"), stdin }, more);
}

const probes = { granted: [], denied: [] };

export function accessPolicy(appId = clientId, spec: object = {}, more: More = {}): Declared {
  return exchange(
    "ApplicationAccessPolicy",
    { appId, scopeGroup: "sales@contoso.com", accessRight: "RestrictAccess", description: "x", probes, ...spec },
    more,
  );
}

export function role(appId = clientId, spec: object = {}, more: More = {}): Declared {
  return exchange(
    "RoleAssignment",
    { name: "app-role", appId, role: "Application Mail.Read", scope: { group: "sales@contoso.com" }, probes, ...spec },
    { name: "app-role", ...more },
  );
}

/** A scope whose client ID is not known, because the application is made in the same run. */
export function hidden(kind: ManifestKind, application: Declared | undefined, more: More = {}): Declared {
  return exchange(kind, unknown, { ...(application && { dependencies: { stdin: [application] } }), ...more });
}

export function managementScope(recipients: object, more: More = {}): Declared {
  return exchange("ManagementScope", { name: "app-recipients", recipients }, more);
}

/** A mailbox scope of everybody. */
export function everyone(reason: unknown, more: More = {}): Declared {
  return resource(
    "consentra:exchange:MailboxScope",
    "app-scope",
    { everyone: reason },
    { outputs: { clientId, mode: "everyone" }, ...more },
  );
}

/** The component around one vendor's resources. */
export function vendorApp(name = "app", inputs: Record<string, unknown> = {}): Declared {
  return resource("consentra:index:VendorApp", name, inputs);
}
