import type { FastifyInstance } from "fastify";
import { findTenant } from "./cloud";
import { EntraError, entraErrorBody } from "./errors";
import type { LoginContext } from "./login/client-credentials";

const METADATA_VERSION = "2022-09-01";

/** What clients ask before they sign in: endpoints of the cloud, of the tenant's login, and the keys that sign tokens. */
export function registerMetadata(app: FastifyInstance, login: LoginContext): void {
  const { origin } = login;
  app.get<{ Querystring: { "api-version"?: string } }>("/metadata/endpoints", async (request, reply) => {
    const version = request.query["api-version"];
    if (version !== METADATA_VERSION) {
      return reply.code(400).send({
        error: {
          code: "InvalidApiVersionParameter",
          message: `The api-version '${version ?? ""}' is invalid. The supported versions are '${METADATA_VERSION}'.`,
        },
      });
    }
    return cloudMetadata(origin);
  });
  app.get<{ Params: { tenant: string } }>("/:tenant/v2.0/.well-known/openid-configuration", async (request, reply) => {
    const name = request.params.tenant;
    const tenantId = ["common", "organizations"].includes(name) ? "{tenantid}" : findTenant(login.cloud, name)?.id;
    if (tenantId) return openIdConfiguration(origin, name, tenantId);
    const unknown = new EntraError(90002, "invalid_tenant", `Tenant '${name}' not found.`);
    return reply.code(400).send(entraErrorBody(unknown, request.id, login.cloud.clock.now()));
  });
  app.get("/:tenant/discovery/v2.0/keys", () => login.keys.jwks());
  app.get("/common/discovery/instance", (_request, reply) => reply.send(instanceDiscovery(origin)));
}

/** No address ends in a slash: the provider joins them with paths that begin with one. */
const cloudMetadata = (origin: string) => ({
  portal: origin,
  authentication: { loginEndpoint: origin, audiences: [origin], tenant: "common", identityProvider: "AAD" },
  media: origin,
  graphAudience: origin,
  graph: origin,
  name: "ConsentraSandbox",
  suffixes: {},
  batch: origin,
  resourceManager: origin,
  vmImageAliasDoc: origin,
  activeDirectoryDataLake: origin,
  sqlManagement: origin,
  microsoftGraphResourceId: origin,
  gallery: origin,
});

const openIdConfiguration = (origin: string, name: string, tenantId: string) => ({
  token_endpoint: `${origin}/${name}/oauth2/v2.0/token`,
  token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
  jwks_uri: `${origin}/${name}/discovery/v2.0/keys`,
  response_modes_supported: ["query", "fragment", "form_post"],
  subject_types_supported: ["pairwise"],
  id_token_signing_alg_values_supported: ["RS256"],
  response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
  scopes_supported: ["openid", "profile", "email", "offline_access"],
  issuer: `${origin}/${tenantId}/v2.0`,
  authorization_endpoint: `${origin}/${name}/oauth2/v2.0/authorize`,
  end_session_endpoint: `${origin}/${name}/oauth2/v2.0/logout`,
  claims_supported: ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver"],
  tenant_region_scope: "EU",
  cloud_instance_name: "localhost",
  cloud_graph_host_name: "localhost",
  msgraph_host: "localhost",
});

const instanceDiscovery = (origin: string) => {
  const host = new URL(origin).host;
  return {
    tenant_discovery_endpoint: `${origin}/common/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
};
