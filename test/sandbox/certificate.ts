// @peculiar/x509 needs the polyfill before it is loaded.
import "reflect-metadata";
import { createHash, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

export interface TestCertificate {
  certificatePem: string;
  /** As the azuread provider sends it: base64 of the PEM text. */
  key: string;
  privateKeyPem: string;
  /** Hexadecimal, upper case. */
  sha1: string;
  sha256: string;
}

/** A self-signed RSA certificate, as a PBX makes one. */
export async function createCertificate(days = 365): Promise<TestCertificate> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=pbx.example",
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + days * 24 * 60 * 60 * 1000),
    signingAlgorithm: RSA,
    keys,
  });
  const certificatePem = certificate.toString("pem");
  const privateKey = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  const thumbprint = (algorithm: string) =>
    createHash(algorithm).update(Buffer.from(certificate.rawData)).digest("hex").toUpperCase();
  return {
    certificatePem,
    key: Buffer.from(certificatePem).toString("base64"),
    privateKeyPem: x509.PemConverter.encode(privateKey, "PRIVATE KEY"),
    sha1: thumbprint("sha1"),
    sha256: thumbprint("sha256"),
  };
}

export const keyCredential = (certificate: TestCertificate) => ({
  key: certificate.key,
  type: "AsymmetricX509Cert",
  usage: "Verify",
});
