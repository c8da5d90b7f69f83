import { EntraError } from "../errors";
import { findServicePrincipalByAppId } from "../directory";
import type { ServicePrincipal, Tenant } from "../model";
import { EXCHANGE_ONLINE, KEY_VAULT, MICROSOFT_GRAPH, RESOURCE_MANAGER } from "../well-known";

const DEFAULT_SCOPE = "/.default";

/** The API a token is for. */
export interface TokenResource {
  principal: ServicePrincipal;
  /** The `aud` claim: the identifier as the client named it. */
  audience: string;
}

/**
 * The resource that a client-credentials scope names.
 *
 * @throws EntraError 900144, 70011, 1002012 or 500011
 */
export function resourceOfScope(tenant: Tenant, origin: string, scope: string | undefined): TokenResource {
  if (!scope) {
    throw new EntraError(900144, "invalid_request", "The request body must contain the following parameter: 'scope'.");
  }
  const scopes = scope.trim().split(/\s+/);
  if (scopes.length > 1) {
    throw new EntraError(
      70011,
      "invalid_scope",
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    );
  }
  if (!scope.endsWith(DEFAULT_SCOPE)) {
    throw new EntraError(
      1002012,
      "invalid_scope",
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  const audience = scope.slice(0, -DEFAULT_SCOPE.length).replace(/\/+$/, "");
  return resourceNamed(tenant, origin, audience);
}

/**
 * The API of an identifier: its client ID or application ID URI.
 *
 * @throws EntraError 500011 when the tenant has no such API
 */
export function resourceNamed(tenant: Tenant, origin: string, audience: string): TokenResource {
  const appId = appIdOf(tenant, origin, audience);
  const principal = appId ? findServicePrincipalByAppId(tenant, appId) : undefined;
  if (!principal) {
    throw new EntraError(
      500011,
      "invalid_resource",
      `The resource principal named ${audience} was not found in the tenant named ${tenant.displayName}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    );
  }
  return { principal, audience };
}

/** What a service of the sandbox is called in tokens. */
export type Service = "graph" | "exchange" | "arm" | "vault";

/** Audiences that a service of the sandbox accepts. */
export function audiencesOf(service: Service, origin: string): string[] {
  return {
    graph: ["https://graph.microsoft.com", MICROSOFT_GRAPH, origin],
    exchange: ["https://outlook.office365.com", "https://outlook.office.com", EXCHANGE_ONLINE],
    arm: ["https://management.azure.com", "https://management.core.windows.net", RESOURCE_MANAGER],
    vault: ["https://vault.azure.net", KEY_VAULT],
  }[service];
}

function appIdOf(tenant: Tenant, origin: string, audience: string): string | undefined {
  if (audiencesOf("graph", origin).includes(audience)) return MICROSOFT_GRAPH;
  if (audiencesOf("exchange", origin).includes(audience)) return EXCHANGE_ONLINE;
  if (audiencesOf("arm", origin).includes(audience)) return RESOURCE_MANAGER;
  if (audiencesOf("vault", origin).includes(audience)) return KEY_VAULT;
  const byUri = [...tenant.applications.values()].find((application) => {
    const uris = application.properties["identifierUris"];
    return Array.isArray(uris) && uris.includes(audience);
  });
  return byUri?.appId ?? audience;
}
