import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from "jose";
import { EntraError } from "../errors";
import type { Client } from "./client";
import { authenticateWithFederation } from "./federation";
import type { TrustedIssuers } from "./issuers";
import { parseCertificate, sha1Thumbprint } from "./signing-keys";

/** Clocks of clients differ from Entra's; seconds. */
export const CLOCK_SKEW = 300;

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export interface AssertionContext {
  /** Values of `aud` that mean this token endpoint. */
  audiences: string[];
  issuers: TrustedIssuers;
  now: Date;
}

/**
 * Checks a client assertion: signed with an uploaded certificate, or issued by a federated identity provider.
 *
 * @throws EntraError 50027, 70002x, 700027 and those of federation
 */
export async function authenticateWithAssertion(
  client: Client,
  assertionType: string | undefined,
  assertion: string,
  context: AssertionContext,
): Promise<void> {
  if (assertionType !== ASSERTION_TYPE) {
    throw new EntraError(
      90014,
      "invalid_request",
      `The required field 'client_assertion_type' is missing from the credential or is not '${ASSERTION_TYPE}'.`,
    );
  }
  const { header, claims } = decode(assertion);
  const appId = client.application.appId;
  if (claims.iss?.toLowerCase() === appId) {
    await authenticateWithCertificate(client, assertion, header, claims, context);
  } else {
    await authenticateWithFederation(client, assertion, claims, context);
  }
}

function decode(assertion: string): { header: ProtectedHeaderParameters; claims: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
  } catch {
    throw new EntraError(50027, "invalid_client", "JWT token is invalid or malformed.");
  }
}

async function authenticateWithCertificate(
  client: Client,
  assertion: string,
  header: ProtectedHeaderParameters,
  claims: JWTPayload,
  context: AssertionContext,
): Promise<void> {
  if (claims.sub?.toLowerCase() !== client.application.appId) {
    throw new EntraError(
      700021,
      "invalid_client",
      "Client assertion application identifier doesn't match 'client_id' parameter.",
    );
  }
  const { credential, certificate, thumbprint } = findCertificate(client, header);
  if (new Date(credential.endDateTime) <= context.now) {
    throw invalidSignature(
      `The key used is expired., Thumbprint of key used by client: '${thumbprint}', Found key 'Start=${credential.startDateTime}, End=${credential.endDateTime}'`,
    );
  }
  try {
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ["RS256", "PS256"],
      audience: context.audiences,
      currentDate: context.now,
      clockTolerance: CLOCK_SKEW,
      requiredClaims: ["exp", "aud"],
    });
  } catch (error) {
    throw entraErrorOf(error, claims, context.now, thumbprint);
  }
}

/** The uploaded certificate that the header names: `x5t#S256`, `x5t`, or a `kid` that is the SHA-1 thumbprint. */
function findCertificate(client: Client, header: ProtectedHeaderParameters) {
  const sha256 = typeof header["x5t#S256"] === "string" ? hexOf(header["x5t#S256"]) : undefined;
  const sha1 = header.x5t ? hexOf(header.x5t) : header.kid?.toUpperCase();
  for (const credential of [...client.application.keyCredentials, ...client.servicePrincipal.keyCredentials]) {
    const certificate = parseCertificate(credential.key);
    const matches = sha256
      ? certificate.fingerprint256.replaceAll(":", "") === sha256
      : sha1Thumbprint(certificate) === sha1;
    if (matches) return { credential, certificate, thumbprint: sha1Thumbprint(certificate) };
  }
  const appId = client.application.appId;
  throw new EntraError(
    700027,
    "invalid_client",
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${sha256 ?? sha1 ?? ""}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${appId}'.]`,
  );
}

const hexOf = (base64url: string): string => Buffer.from(base64url, "base64url").toString("hex").toUpperCase();

function entraErrorOf(error: unknown, claims: JWTPayload, now: Date, thumbprint: string): EntraError {
  if (
    error instanceof errors.JWTExpired ||
    (error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf")
  ) {
    const at = (seconds: number | undefined) =>
      seconds === undefined ? "none" : new Date(seconds * 1000).toISOString();
    return new EntraError(
      700024,
      "invalid_client",
      `Client assertion is not within its valid time range. Current time: ${now.toISOString()}, assertion valid from ${at(claims.nbf)}, expiry time of assertion ${at(claims.exp)}.`,
    );
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") {
    return new EntraError(700023, "invalid_client", "Client assertion audience claim does not match Realm issuer.");
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new EntraError(
      50027,
      "invalid_client",
      `JWT token is invalid or malformed: the claim '${error.claim}' is missing.`,
    );
  }
  return invalidSignature(
    `The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '${thumbprint}'`,
  );
}

const invalidSignature = (reason: string): EntraError =>
  new EntraError(700027, "invalid_client", `Client assertion failed signature validation. [Reason - ${reason}]`);
