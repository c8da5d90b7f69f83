import forge from "node-forge";
import { PluginError } from "../rpc/errors";

/**
 * The key and certificate of a PKCS#12 file, the only form that the azuread provider takes.
 *
 * @throws PluginError when it is none, the password is wrong, or a part is missing
 */
export function openPfx(pfx: Buffer, password: string): { privateKeyPem: string; certificateDer: Buffer } {
  const archive = decoded(pfx, password);
  const { pkcs8ShroudedKeyBag, keyBag, certBag } = forge.pki.oids;
  const first = (type: string | undefined) =>
    type === undefined ? [] : (archive.getBags({ bagType: type })[type] ?? []);
  const key = [...first(pkcs8ShroudedKeyBag), ...first(keyBag)].find((bag) => bag.key)?.key;
  const certificate = first(certBag).find((bag) => bag.cert)?.cert;
  if (!key || !certificate)
    throw new PluginError("the client certificate file lacks the private key or the certificate");
  const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
  return { privateKeyPem: forge.pki.privateKeyToPem(key), certificateDer: Buffer.from(der, "binary") };
}

function decoded(pfx: Buffer, password: string): forge.pkcs12.Pkcs12Pfx {
  try {
    const structure = forge.asn1.fromDer(pfx.toString("binary"));
    return forge.pkcs12.pkcs12FromAsn1(structure, password);
  } catch {
    throw new PluginError("the client certificate is not a PKCS#12 file, or its password is wrong");
  }
}
