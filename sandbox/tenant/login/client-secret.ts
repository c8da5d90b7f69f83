import { timingSafeEqual } from "node:crypto";
import { EntraError } from "../errors";
import type { Client } from "./client";

/**
 * Checks a client secret against those of the registration.
 *
 * @throws EntraError 7000215 wrong, 7000222 expired
 */
export function authenticateWithSecret(client: Client, secret: string, now: Date): void {
  const known = [...client.application.passwordCredentials, ...client.servicePrincipal.passwordCredentials];
  const match = known.find((credential) => sameText(credential.secretText, secret));
  const appId = client.application.appId;
  if (!match) {
    throw new EntraError(
      7000215,
      "invalid_client",
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
    );
  }
  if (new Date(match.endDateTime) <= now) {
    throw new EntraError(
      7000222,
      "invalid_client",
      `The provided client secret keys for app '${appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    );
  }
}

function sameText(expected: string, received: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(received)];
  return a.length === b.length && timingSafeEqual(a, b);
}
