import { createPrivateKey, X509Certificate } from "node:crypto";
import { instant } from "./instant";
import type { Faults } from "../faults";
import { thumbprintOf } from "./thumbprint";

/** The public part of a key pair, as Entra keeps it. */
export interface ReadCertificate {
  /** PEM of the certificate, one, with its usual line breaks. */
  pem: string;
  /** SHA-1, as the Entra admin center shows it. */
  thumbprint: string;
  /** ISO 8601. */
  notBefore: string;
  /** ISO 8601. */
  notAfter: string;
}

const smallestKey = 2048;
const expected = "one X.509 certificate: PEM, or base64 of DER";

/**
 * Reads the certificate that somebody gave: the public part only. What is found is never repeated in a fault, because it may be a key.
 *
 * @param now the time that it has to be valid at
 */
export function readCertificate(
  text: string,
  path: string,
  faults: Faults,
  now = new Date(),
): ReadCertificate | undefined {
  const note = (found: string, wanted: string, fix: string): undefined => {
    faults.push({ path, reason: `found ${found}, expected ${wanted}; ${fix}` });
    return undefined;
  };
  const trimmed = text.trim();
  if (/PRIVATE KEY/.test(trimmed)) return note("a private key", expected, privateKeyFix);
  const blocks = trimmed.match(/-----BEGIN [A-Z0-9 ]+-----/g) ?? [];
  if (blocks.some((each) => !/BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(each)))
    return note("PEM that is no certificate", expected, "give the file with BEGIN CERTIFICATE");
  if (blocks.length > 1)
    return note(
      `a chain of ${blocks.length} certificates`,
      expected,
      "Entra compares the app's own certificate only: leave the authorities out",
    );
  const der = blocks.length === 0 ? Buffer.from(trimmed, "base64") : undefined;
  if (der && isPrivateKey(der)) return note("a private key", expected, privateKeyFix);
  const certificate = parse(der ?? trimmed);
  if (!certificate)
    return note(
      der ? `${der.length} bytes that are no certificate` : "a certificate that cannot be read",
      expected,
      "export it again",
    );
  return checked(certificate, note, now);
}

const privateKeyFix =
  "give the certificate alone; treat that key as known to others if it was stored or sent with a configuration, and make a new pair";

function isPrivateKey(der: Buffer): boolean {
  return (["pkcs8", "pkcs1", "sec1"] as const).some((type) => {
    try {
      createPrivateKey({ key: der, format: "der", type });
      return true;
    } catch {
      return false;
    }
  });
}

function parse(certificate: Buffer | string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}

function checked(
  certificate: X509Certificate,
  note: (found: string, wanted: string, fix: string) => undefined,
  now: Date,
): ReadCertificate | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const bits = details?.modulusLength ?? 0;
  const notAfter = new Date(certificate.validTo);
  const found = [
    type !== "rsa" &&
      note(
        `a key of type ${type}`,
        "an RSA key",
        "Entra checks RS256 and PS256 signatures of apps; make an RSA key pair",
      ),
    type === "rsa" &&
      bits < smallestKey &&
      note(`an RSA key of ${bits} bits`, `at least ${smallestKey} bits`, "make a longer key pair"),
    notAfter <= now &&
      note(
        `a certificate that expired at ${instant(notAfter)}`,
        "one that is valid",
        "make a new one; Entra would refuse every sign-in with this one",
      ),
  ];
  if (found.some((each) => each === undefined)) return undefined;
  return {
    pem: certificate.toString(),
    thumbprint: thumbprintOf(certificate),
    notBefore: instant(new Date(certificate.validFrom)),
    notAfter: instant(notAfter),
  };
}
