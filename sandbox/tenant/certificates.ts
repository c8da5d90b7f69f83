// @peculiar/x509 resolves its parts through decorators and needs the polyfill before it is loaded.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import * as x509 from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 24 * 60 * 60 * 1000;

/** The certificate authority of one run and what it issued for the server. */
export interface ServerIdentity {
  certificatePem: string;
  privateKeyPem: string;
  authorityPem: string;
}

/** Makes an authority whose private key is dropped at once, so it can never sign for another host. */
export async function createServerIdentity(): Promise<ServerIdentity> {
  x509.cryptoProvider.set(webcrypto);
  const [authorityKeys, serverKeys] = await Promise.all([generateKeys(), generateKeys()]);
  const validity = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 30 * DAY) };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: "CN=Consentra sandbox authority",
    signingAlgorithm: ALGORITHM,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialNumber(),
    subject: "CN=localhost",
    issuer: authority.subject,
    signingAlgorithm: ALGORITHM,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const privateKey = await webcrypto.subtle.exportKey("pkcs8", serverKeys.privateKey);
  return {
    certificatePem: server.toString("pem"),
    privateKeyPem: x509.PemConverter.encode(privateKey, "PRIVATE KEY"),
    authorityPem: authority.toString("pem"),
  };
}

const generateKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(Buffer.alloc(16));
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString("hex");
}

export interface TrustFiles {
  /** The sandbox's authority alone. */
  caFile: string;
  /** The system's roots, what the user trusts besides, and the sandbox's authority. */
  bundleFile: string;
  remove(): void;
}

/** Writes the authority where only this user can read it. `SSL_CERT_FILE` replaces a Go program's roots, hence the bundle. */
export function writeTrustFiles(authorityPem: string): TrustFiles {
  const folder = mkdtempSync(join(tmpdir(), "consentra-sandbox-"));
  const caFile = join(folder, "ca.pem");
  const bundleFile = join(folder, "bundle.pem");
  writeFileSync(caFile, authorityPem + "\n", { mode: 0o600 });
  const trusted = [...rootCertificates, ...trustedByUser(), authorityPem];
  writeFileSync(bundleFile, trusted.map((pem) => pem.trim()).join("\n") + "\n", { mode: 0o600 });
  return { caFile, bundleFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Authorities of a company's own proxy stay trusted. */
function trustedByUser(): string[] {
  return [process.env["SSL_CERT_FILE"], process.env["NODE_EXTRA_CA_CERTS"]]
    .filter((file): file is string => file !== undefined && file !== "" && existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
}
