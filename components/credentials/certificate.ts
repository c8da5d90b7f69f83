import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import type { pkcs12 } from "node-forge";

/** What a certificate is given as; the password of an encrypted key or archive goes along. */
export interface GivenCertificate {
  /** PEM or PKCS#12. */
  content: Buffer;
  /** The variable that it came from, for messages. */
  source: string;
  password: string | undefined;
}

/**
 * A client certificate as the one form that the sign-in library takes: PEM of the private key, unencrypted, and of the certificate with what
 * else came along.
 *
 * @throws where it cannot be read, lacks a part, the parts do not belong together, or it has expired; nothing of it is repeated
 */
export async function pemOf(given: GivenCertificate, now = new Date()): Promise<string> {
  const text = given.content.toString("latin1");
  const { key, certificates } = text.includes("-----BEGIN ") ? fromPem(given, text) : await fromArchive(given);
  const own = certificates.find((each) => each.checkPrivateKey(key));
  if (!own) throw new Error(`${given.source}: no certificate in it belongs to its private key`);
  const end = new Date(own.validTo);
  if (end < now) {
    throw new Error(`${given.source}: the certificate expired at ${end.toISOString()}; give the application a new one`);
  }
  if (key.asymmetricKeyType !== "rsa") {
    throw new Error(
      `${given.source}: the key is of type ${key.asymmetricKeyType}, expected RSA, which Microsoft Entra takes`,
    );
  }
  const others = certificates.filter((each) => each !== own);
  return [key.export({ format: "pem", type: "pkcs8" }), ...[own, ...others].map((each) => each.toString())].join("");
}

interface Parts {
  key: KeyObject;
  certificates: X509Certificate[];
}

function fromPem({ source, password }: GivenCertificate, text: string): Parts {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g)];
  const keys = blocks.filter(([, label]) => label?.endsWith("PRIVATE KEY"));
  const certificates = blocks.filter(([, label]) => label === "CERTIFICATE");
  const [key] = keys;
  if (!key || keys.length > 1 || certificates.length === 0) {
    throw new Error(
      `${source}: found ${keys.length} private keys and ${certificates.length} certificates in PEM, expected one key and its certificate`,
    );
  }
  return {
    key: privateKey(source, key[0], password),
    certificates: certificates.map(([pem]) => certificateOf(source, pem)),
  };
}

function privateKey(source: string, pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const encrypted = code === "ERR_MISSING_PASSPHRASE" || (passphrase !== undefined && pem.includes("ENCRYPTED"));
    const fix = passphrase === undefined ? "set ARM_CLIENT_CERTIFICATE_PASSWORD" : "is the password right?";
    throw new Error(`${source}: the private key ${encrypted ? `is encrypted; ${fix}` : "cannot be read"}`, {
      cause: error,
    });
  }
}

function certificateOf(source: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Error(`${source}: a certificate in it cannot be read`);
  }
}

/** PKCS#12, the form that the azuread provider takes. */
async function fromArchive({ source, content, password }: GivenCertificate): Promise<Parts> {
  // Large, and wanted for this form only.
  const { default: forge } = await import("node-forge");
  let bags: pkcs12.Bag[];
  try {
    const archive = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(content.toString("binary")), password ?? "");
    bags = archive.safeContents.flatMap((each) => each.safeBags);
  } catch {
    const hint = password === undefined ? "it needs one (ARM_CLIENT_CERTIFICATE_PASSWORD)" : "its password is wrong";
    throw new Error(`${source}: it is neither PEM nor a PKCS#12 file, or ${hint}`);
  }
  const keys = bags.flatMap(({ key }) => key ?? []);
  const certificates = bags.flatMap(({ cert }) => cert ?? []);
  const [key] = keys;
  if (!key || keys.length > 1 || certificates.length === 0) {
    throw new Error(
      `${source}: found ${keys.length} RSA private keys and ${certificates.length} certificates with RSA keys in the PKCS#12 file, expected one key ` +
        "and its certificate",
    );
  }
  return {
    key: createPrivateKey(forge.pki.privateKeyToPem(key)),
    certificates: certificates.map((each) => certificateOf(source, forge.pki.certificateToPem(each))),
  };
}
