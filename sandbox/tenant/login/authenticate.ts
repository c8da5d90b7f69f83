import { errors, type JWTPayload } from "jose";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../context";
import { GraphError } from "../errors";
import type { LoginContext } from "./client-credentials";
import { audiencesOf } from "./resources";

/**
 * Verifies the bearer token of a request and tells who calls.
 *
 * @throws GraphError 401 `InvalidAuthenticationToken`
 */
export async function authenticate(
  login: LoginContext,
  request: FastifyRequest,
  audience: Caller["audience"],
): Promise<Caller> {
  const claims = await verifiedClaims(login, bearerToken(request), audience);
  const tenant = login.cloud.tenants.get(String(claims["tid"]));
  if (!tenant) throw invalidToken("The tenant of the token does not exist.");
  const objectId = String(claims["oid"]);
  return {
    tenant,
    appId: String(claims["appid"]),
    servicePrincipal: tenant.servicePrincipals.get(objectId),
    user: tenant.users.get(objectId),
    roles: listOf(claims["roles"]),
    scopes: typeof claims["scp"] === "string" ? claims["scp"].split(" ") : [],
    audience,
  };
}

function bearerToken(request: FastifyRequest): string {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "");
  if (!match?.[1]) throw invalidToken("Access token is empty.");
  return match[1];
}

async function verifiedClaims(login: LoginContext, token: string, audience: Caller["audience"]): Promise<JWTPayload> {
  try {
    return await login.keys.verify(token, audiencesOf(audience, login.origin), login.cloud.clock.now());
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw invalidToken("Lifetime validation failed, the token is expired.");
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") {
      throw invalidToken("Access token validation failure. Invalid audience.");
    }
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      throw invalidToken("Access token validation failure. Signature is invalid.");
    }
    throw invalidToken("IDX14100: JWT is not well formed.");
  }
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const invalidToken = (message: string): GraphError =>
  new GraphError(401, "InvalidAuthenticationToken", message, {
    "www-authenticate": 'Bearer realm="", authorization_uri="", error="invalid_token"',
  });
