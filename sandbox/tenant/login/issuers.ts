import { createLocalJWKSet, type JSONWebKeySet } from "jose";

/** External identity providers whose keys the sandbox was told; it never fetches any. */
export type TrustedIssuers = Map<string, ReturnType<typeof createLocalJWKSet>>;

/**
 * Tells the sandbox the keys of an external issuer.
 *
 * @throws when `jwks` is not a JSON Web Key Set
 */
export function trustIssuer(issuers: TrustedIssuers, issuer: string, jwks: JSONWebKeySet): void {
  issuers.set(issuer, createLocalJWKSet(jwks));
}
