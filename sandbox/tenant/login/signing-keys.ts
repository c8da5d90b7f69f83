import { createHash, X509Certificate } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT, jwtVerify, type JWTPayload, type JWK } from "jose";

const ALGORITHM = "RS256";

/** The key that signs the access tokens of this run. */
export interface SigningKeys {
  /** Public part, as the key endpoint publishes it. */
  jwks(): Promise<{ keys: JWK[] }>;
  sign(claims: JWTPayload): Promise<string>;
  /**
   * Verifies signature, lifetime and audience.
   *
   * @throws errors of `jose`
   */
  verify(token: string, audience: string[], now: Date): Promise<JWTPayload>;
}

/** Keys that are made in the background: only who needs one waits for it. */
export function createSigningKeys(): SigningKeys {
  const ready = generateKeys();
  return {
    jwks: async () => {
      const { jwk, kid } = await ready;
      return { keys: [{ ...jwk, kty: "RSA", use: "sig", kid, x5t: kid }] };
    },
    sign: async (claims) => {
      const { privateKey, kid } = await ready;
      return new SignJWT(claims).setProtectedHeader({ typ: "JWT", alg: ALGORITHM, kid, x5t: kid }).sign(privateKey);
    },
    verify: async (token, audience, now) => {
      const { publicKey } = await ready;
      const { payload } = await jwtVerify(token, publicKey, { audience, algorithms: [ALGORITHM], currentDate: now });
      return payload;
    },
  };
}

async function generateKeys() {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = createHash("sha256").update(String(jwk.n)).digest("base64url").slice(0, 27);
  return { publicKey, privateKey, jwk, kid };
}

/**
 * The certificate in a key credential: base64 of its DER, or of its PEM text, as clients send both.
 *
 * @throws when it is neither
 */
export function parseCertificate(base64: string): X509Certificate {
  return new X509Certificate(Buffer.from(base64, "base64"));
}

export const sha1Thumbprint = (certificate: X509Certificate): string => certificate.fingerprint.replaceAll(":", "");
