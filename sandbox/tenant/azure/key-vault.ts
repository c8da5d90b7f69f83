import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller, SandboxContext } from "../context";
import { GraphError } from "../errors";
import type { KeyVault, ResourceGroup, SecretVersion } from "./model";

const PROVIDER = "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.KeyVault/vaults/:vault";

type Params = Record<"subscription" | "group" | "vault" | "secret" | "version", string>;
type Json = Record<string, unknown>;

/** Azure Resource Manager for key vaults and their secrets, and the data plane that reads and deletes secrets. */
export function registerKeyVault(app: FastifyInstance, context: SandboxContext): void {
  app.put(PROVIDER, async (request, reply) => {
    const call = await open(context, request, "arm");
    const { group, params, caller } = call;
    const key = params.vault.toLowerCase();
    const existing = group.vaults.get(key);
    if (!existing && nameIsTaken(caller, key)) {
      throw new GraphError(
        409,
        "VaultAlreadyExists",
        `The vault name '${params.vault}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.`,
      );
    }
    const body = bodyOf(request);
    const vault: KeyVault = {
      name: params.vault,
      location: typeof body["location"] === "string" ? body["location"] : caller.tenant.azure.location,
      properties: (body["properties"] ?? {}) as Json,
      tags: (body["tags"] ?? {}) as Record<string, string>,
      secrets: existing?.secrets ?? new Map<string, SecretVersion[]>(),
    };
    group.vaults.set(key, vault);
    record(context, call.caller, "PUT Microsoft.KeyVault/vaults", vault.name, existing ? 200 : 201);
    return reply.code(existing ? 200 : 201).send(renderVault(context, call.caller, group, vault));
  });
  app.get(PROVIDER, async (request) => {
    const call = await open(context, request, "arm");
    return renderVault(context, call.caller, call.group, vaultOf(call.group, call.params));
  });
  app.delete(PROVIDER, async (request, reply) => {
    const { caller, group, params } = await open(context, request, "arm");
    const vault = group.vaults.get(params.vault.toLowerCase());
    if (!vault) return reply.code(204).send();
    group.vaults.delete(params.vault.toLowerCase());
    caller.tenant.azure.deletedVaults.add(params.vault.toLowerCase());
    record(context, caller, "DELETE Microsoft.KeyVault/vaults", vault.name, 200);
    return reply.code(200).send();
  });
  app.put(`${PROVIDER}/secrets/:secret`, async (request, reply) => {
    const { caller, group, params } = await open(context, request, "arm");
    const vault = vaultOf(group, params);
    const body = bodyOf(request);
    const { value, contentType } = (body["properties"] ?? {}) as { value?: unknown; contentType?: unknown };
    if (typeof value !== "string")
      throw new GraphError(400, "BadRequest", "The property 'properties.value' is required to write a secret.");
    const versions = vault.secrets.get(params.secret) ?? [];
    versions.push({
      version: randomBytes(16).toString("hex"),
      value,
      contentType: typeof contentType === "string" ? contentType : null,
      tags: (body["tags"] ?? {}) as Record<string, string>,
      created: Math.floor(context.cloud.clock.now().getTime() / 1000),
    });
    vault.secrets.set(params.secret, versions);
    const status = versions.length === 1 ? 201 : 200;
    record(context, caller, "PUT Microsoft.KeyVault/vaults/secrets", `${vault.name}/${params.secret}`, status);
    return reply.code(status).send(renderSecret(context, caller, group, vault, params.secret));
  });
  app.get(`${PROVIDER}/secrets/:secret`, async (request) => {
    const { caller, group, params } = await open(context, request, "arm");
    return renderSecret(context, caller, group, vaultOf(group, params), params.secret);
  });
  registerDataPlane(app, context);
}

/** On loopback a vault's own address is a path of the simulated cloud. */
function registerDataPlane(app: FastifyInstance, context: SandboxContext): void {
  app.get("/keyvault/:vault/secrets/:secret", async (request) => {
    const { vault, params } = await openVault(context, request);
    const version = vault.secrets.get(params.secret)?.at(-1);
    if (!version) throw secretNotFound(params.secret);
    return {
      value: version.value,
      ...(version.contentType !== null && { contentType: version.contentType }),
      id: `${uriOf(context, vault)}secrets/${params.secret}/${version.version}`,
      attributes: attributesOf(version),
      tags: version.tags,
    };
  });
  app.delete("/keyvault/:vault/secrets/:secret", async (request) => {
    const { caller, vault, params } = await openVault(context, request);
    if (!vault.secrets.delete(params.secret)) throw secretNotFound(params.secret);
    record(context, caller, "DELETE secrets", `${vault.name}/${params.secret}`, 200);
    return { recoveryId: `${uriOf(context, vault)}deletedsecrets/${params.secret}` };
  });
}

async function open(context: SandboxContext, request: FastifyRequest, audience: "arm") {
  const caller = await context.authenticate(request, audience);
  const params = request.params as Params;
  const { azure } = caller.tenant;
  if (params.subscription.toLowerCase() !== azure.id) {
    throw new GraphError(404, "SubscriptionNotFound", `The subscription '${params.subscription}' could not be found.`);
  }
  if (!azure.contributors.has(caller.servicePrincipal?.id ?? "")) {
    throw new GraphError(
      403,
      "AuthorizationFailed",
      `The client '${caller.appId}' with object id '${caller.servicePrincipal?.id}' does not have authorization to perform action '${request.method} ${request.url.split("?")[0]}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  }
  const group = azure.resourceGroups.get(params.group.toLowerCase());
  if (!group)
    throw new GraphError(404, "ResourceGroupNotFound", `Resource group '${params.group}' could not be found.`);
  return { caller, params, group };
}

async function openVault(context: SandboxContext, request: FastifyRequest) {
  const caller = await context.authenticate(request, "vault");
  const params = request.params as Params;
  const vaults = [...caller.tenant.azure.resourceGroups.values()].flatMap((group) => [...group.vaults.values()]);
  const vault = vaults.find(({ name }) => name.toLowerCase() === params.vault.toLowerCase());
  if (!vault) throw new GraphError(404, "VaultNotFound", `The vault '${params.vault}' could not be found.`);
  if (!caller.tenant.azure.contributors.has(caller.servicePrincipal?.id ?? "")) {
    throw new GraphError(403, "Forbidden", "Caller is not authorized to perform action on resource.");
  }
  return { caller, params, vault };
}

function nameIsTaken({ tenant: { azure } }: Caller, key: string): boolean {
  return azure.deletedVaults.has(key) || [...azure.resourceGroups.values()].some((group) => group.vaults.has(key));
}

function vaultOf(group: ResourceGroup, { vault: name }: Params): KeyVault {
  const vault = group.vaults.get(name.toLowerCase());
  if (vault) return vault;
  throw new GraphError(
    404,
    "ResourceNotFound",
    `The Resource 'Microsoft.KeyVault/vaults/${name}' under resource group '${group.name}' was not found.`,
  );
}

function bodyOf(request: FastifyRequest): Json {
  if (typeof request.body === "object" && request.body !== null) return request.body as Json;
  throw new GraphError(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized.");
}

const secretNotFound = (name: string) =>
  new GraphError(404, "SecretNotFound", `A secret with (name/id) ${name} was not found in this key vault.`);

const uriOf = ({ origin }: SandboxContext, { name }: KeyVault): string => `${origin}/keyvault/${name}/`;

const idOf = ({ tenant }: Caller, group: ResourceGroup, vault: KeyVault): string =>
  `/subscriptions/${tenant.azure.id}/resourceGroups/${group.name}/providers/Microsoft.KeyVault/vaults/${vault.name}`;

const attributesOf = ({ created }: SecretVersion): Json => ({ enabled: true, created, updated: created });

function renderVault(context: SandboxContext, caller: Caller, group: ResourceGroup, vault: KeyVault): Json {
  return {
    id: idOf(caller, group, vault),
    name: vault.name,
    type: "Microsoft.KeyVault/vaults",
    location: vault.location,
    tags: vault.tags,
    properties: {
      ...vault.properties,
      tenantId: caller.tenant.id,
      vaultUri: uriOf(context, vault),
      provisioningState: "Succeeded",
    },
  };
}

/** The management plane never tells a secret's value. */
function renderSecret(
  context: SandboxContext,
  caller: Caller,
  group: ResourceGroup,
  vault: KeyVault,
  name: string,
): Json {
  const version = vault.secrets.get(name)?.at(-1);
  if (!version) throw secretNotFound(name);
  const secretUri = `${uriOf(context, vault)}secrets/${name}`;
  return {
    id: `${idOf(caller, group, vault)}/secrets/${name}`,
    name,
    type: "Microsoft.KeyVault/vaults/secrets",
    location: vault.location,
    tags: version.tags,
    properties: {
      attributes: attributesOf(version),
      ...(version.contentType !== null && { contentType: version.contentType }),
      secretUri,
      secretUriWithVersion: `${secretUri}/${version.version}`,
    },
  };
}

function record(context: SandboxContext, caller: Caller, operation: string, target: string, status: number): void {
  context.record({ caller, tenant: caller.tenant, service: "azure", operation, target, status });
}
