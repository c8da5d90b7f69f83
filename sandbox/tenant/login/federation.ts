import { errors, jwtVerify, type JWTPayload } from "jose";
import { EntraError } from "../errors";
import { CLOCK_SKEW, type AssertionContext } from "./client-assertion";
import type { Client } from "./client";

/**
 * Checks an assertion of an external identity provider: one federated credential must match its issuer, subject and audience,
 * and its signature must verify with the issuer's keys.
 *
 * @throws EntraError 700211, 700213, 700212, 50166, 700024, 5013
 */
export async function authenticateWithFederation(
  client: Client,
  assertion: string,
  claims: JWTPayload,
  context: AssertionContext,
): Promise<void> {
  const audiences = [claims.aud ?? []].flat();
  const byIssuer = client.application.federatedIdentityCredentials.filter(({ issuer }) => issuer === claims.iss);
  if (byIssuer.length === 0) throw noMatch(700211, "issuer", claims.iss);
  const bySubject = byIssuer.filter(({ subject }) => subject === claims.sub);
  if (bySubject.length === 0) throw noMatch(700213, "subject", claims.sub);
  const match = bySubject.find((credential) => credential.audiences.some((audience) => audiences.includes(audience)));
  if (!match) throw noMatch(700212, "audience", audiences.join(", "));
  await verifySignature(assertion, match.issuer, context);
}

async function verifySignature(assertion: string, issuer: string, context: AssertionContext): Promise<void> {
  const keys = context.issuers.get(issuer);
  if (!keys) {
    throw new EntraError(
      50166,
      "invalid_client",
      `Request to External OIDC endpoint failed. The simulated tenant was not told the keys of issuer '${issuer}'; register its JWKS by POST /_sandbox/issuers.`,
    );
  }
  try {
    await jwtVerify(assertion, keys, {
      issuer,
      currentDate: context.now,
      clockTolerance: CLOCK_SKEW,
      requiredClaims: ["exp"],
    });
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new EntraError(700024, "invalid_client", "Client assertion is not within its valid time range.");
    }
    throw new EntraError(
      5013,
      "invalid_client",
      "Assertion failed signature validation. [Reason - The key was not found.]",
    );
  }
}

const noMatch = (code: number, what: string, value: string | undefined): EntraError =>
  new EntraError(
    code,
    "invalid_client",
    `No matching federated identity record found for presented assertion ${what} '${value ?? ""}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
  );
