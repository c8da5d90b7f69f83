import { X509Certificate } from "node:crypto";

/** What is said of a certificate's public part. */
export interface CertificateFacts {
  /** PEM, one certificate, normalised. */
  pem: string;
  /** SHA-1 thumbprint, upper-case hexadecimal: what the Entra admin center shows. */
  thumbprint: string;
  /** SHA-256 thumbprint, upper-case hexadecimal. */
  thumbprintSha256: string;
  subject: string;
  /** ISO 8601, UTC. */
  notBefore: string;
  /** ISO 8601, UTC. */
  notAfter: string;
}

/** Why a certificate was not taken; never repeats what was given, which may be a private key. */
export class CertificateError extends Error {
  constructor(
    /** What was found. */
    readonly found: string,
    /** What was expected. */
    readonly expected: string,
    /** The way out. */
    readonly fix: string,
  ) {
    super(`found ${found}, expected ${expected}; ${fix}`);
    this.name = "CertificateError";
  }
}

const minimumRsaBits = 2048;
const expectedInput = "one X.509 certificate (its public part) as PEM or base64 DER";

/**
 * Reads the public part of a certificate, PEM or base64 DER.
 *
 * @param now for the validity check
 * @throws CertificateError for a private key, a chain, an expired or not yet valid certificate, an RSA key below 2048 bits, or anything else
 */
export function readCertificate(input: string, now: Date): CertificateFacts {
  const text = input.trim();
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw new CertificateError(
      "a private key",
      expectedInput,
      "give the public part only and treat the key as exposed: make a new pair where the key is used",
    );
  }
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > 1) {
    throw new CertificateError(
      `a chain of ${blocks.length} certificates`,
      expectedInput,
      "give the first one, the application's own",
    );
  }
  const certificate = parse(blocks[0] ?? text);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength;
  if (asymmetricKeyType === "rsa" && bits !== undefined && bits < minimumRsaBits) {
    throw new CertificateError(
      `an RSA key of ${bits} bits`,
      `at least ${minimumRsaBits} bits`,
      "make a new key pair and certificate",
    );
  }
  const notBefore = new Date(certificate.validFrom);
  const notAfter = new Date(certificate.validTo);
  if (notAfter <= now) {
    throw new CertificateError(
      `a certificate that expired on ${notAfter.toISOString()}`,
      "a valid one",
      "make a new certificate",
    );
  }
  if (notBefore > now) {
    throw new CertificateError(
      `a certificate that is not valid before ${notBefore.toISOString()}`,
      "a valid one",
      "check the clock of the machine that made it, or wait",
    );
  }
  return {
    pem: certificate.toString(),
    thumbprint: certificate.fingerprint.replaceAll(":", ""),
    thumbprintSha256: certificate.fingerprint256.replaceAll(":", ""),
    subject: certificate.subject,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  };
}

function parse(text: string): X509Certificate {
  const unreadable = new CertificateError("something else", expectedInput, "export the certificate without its key");
  const isPem = text.startsWith("-----BEGIN CERTIFICATE-----");
  if (!isPem && !/^[A-Za-z0-9+/=\s]+$/.test(text)) throw unreadable;
  try {
    return new X509Certificate(isPem ? text : Buffer.from(text, "base64"));
  } catch {
    throw unreadable;
  }
}
