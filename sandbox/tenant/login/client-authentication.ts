import { EntraError } from "../errors";
import type { Tenant } from "../model";
import type { ClientAuthentication } from "./access-token";
import { authenticateWithAssertion } from "./client-assertion";
import { authenticateWithSecret } from "./client-secret";
import type { Client } from "./client";
import type { LoginContext } from "./client-credentials";
import type { Fields } from "./fields";

/**
 * Checks that a confidential client is who it says, by certificate, federated credential or secret.
 *
 * @throws EntraError 7000218 without proof, and those of each way
 */
export async function authenticateClient(
  login: LoginContext,
  tenant: Tenant,
  client: Client,
  request: Fields,
): Promise<ClientAuthentication> {
  const now = login.cloud.clock.now();
  if (request["client_assertion"]) {
    const audiences = [tenant.id, ...tenant.domains.map((domain) => domain.id)].flatMap((name) => [
      `${login.origin}/${name}/oauth2/v2.0/token`,
      `${login.origin}/${name}/v2.0`,
    ]);
    const context = { audiences, issuers: login.issuers, now };
    await authenticateWithAssertion(client, request["client_assertion_type"], request["client_assertion"], context);
    return "assertion";
  }
  if (request["client_secret"]) {
    authenticateWithSecret(client, request["client_secret"], now);
    return "secret";
  }
  throw new EntraError(
    7000218,
    "invalid_client",
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

/** @throws EntraError 700025 when a public client shows a credential */
export function refuseCredential(client: Client, request: Fields): void {
  if (!request["client_assertion"] && !request["client_secret"]) return;
  throw new EntraError(
    700025,
    "invalid_client",
    `Client is public so neither 'client_assertion' nor 'client_secret' should be presented. The client is '${client.application.appId}'.`,
  );
}
