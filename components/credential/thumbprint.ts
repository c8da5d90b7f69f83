import type { X509Certificate } from "node:crypto";

/** The SHA-1 thumbprint as the Entra admin center shows it: 40 hexadecimal digits in upper case. */
export function thumbprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint.replaceAll(":", "");
}
