import { randomBytes, randomUUID } from "node:crypto";
import { graphTime } from "../cloud";
import { isGuid } from "../ids";
import { parseCertificate, sha1Thumbprint } from "../login/signing-keys";
import type { KeyCredential, PasswordCredential } from "../model";
import { normalisedTime } from "./application-type";
import { badRequest } from "./lookup";
import type { Json } from "./odata/query";
import { invalidValue } from "./properties";

const TWO_YEARS = 2;

/**
 * The new list of key credentials after a PATCH: an entry without `key` keeps the credential of its `keyId`, any other is added.
 *
 * @throws GraphError 400 for what is no certificate, or ends after its certificate
 */
export function mergeKeyCredentials(current: KeyCredential[], written: unknown): KeyCredential[] {
  if (!Array.isArray(written)) throw invalidValue("keyCredentials", "Application");
  return written.map((entry: Json) => {
    const kept = current.find((credential) => credential.keyId === entry["keyId"]);
    if (typeof entry["key"] !== "string") {
      if (kept) return kept;
      throw badRequest("New key credentials must have values for the 'key' property.");
    }
    if (kept && sameCertificate(kept.key, entry["key"])) return kept;
    return newKeyCredential(entry, entry["key"]);
  });
}

function sameCertificate(known: string, received: string): boolean {
  return parseCertificate(known).fingerprint256 === certificateOf(received).fingerprint256;
}

function certificateOf(base64: string) {
  try {
    return parseCertificate(base64);
  } catch {
    throw badRequest("Invalid certificate: Key value is invalid certificate");
  }
}

function newKeyCredential(entry: Json, key: string): KeyCredential {
  if (entry["type"] !== "AsymmetricX509Cert" || entry["usage"] !== "Verify") {
    throw badRequest("Key credentials must have type 'AsymmetricX509Cert' and usage 'Verify'.");
  }
  const certificate = certificateOf(key);
  const [notBefore, notAfter] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  const start = timeOf(entry, "startDateTime") ?? graphTime(notBefore);
  const end = timeOf(entry, "endDateTime") ?? graphTime(notAfter);
  if (new Date(start) < notBefore) throw badRequest("Key credential start date is invalid.");
  if (new Date(end) > notAfter || end <= start) throw badRequest("Key credential end date is invalid.");
  return {
    keyId: isGuid(entry["keyId"]) ? entry["keyId"] : randomUUID(),
    displayName:
      typeof entry["displayName"] === "string" ? entry["displayName"] : certificate.subject.replaceAll("\n", ", "),
    type: "AsymmetricX509Cert",
    usage: "Verify",
    key: certificate.raw.toString("base64"),
    customKeyIdentifier: sha1Thumbprint(certificate),
    startDateTime: start,
    endDateTime: end,
  };
}

/** A new client secret; its text is in the answer once and never again. */
export function newPasswordCredential(entry: Json, now: Date): PasswordCredential {
  const secretText = randomBytes(30).toString("base64url");
  const start = timeOf(entry, "startDateTime") ?? graphTime(now);
  const end = timeOf(entry, "endDateTime") ?? graphTime(yearsAfter(new Date(start), TWO_YEARS));
  if (end <= start) throw badRequest("Credential lifetime is invalid: the end date must be after the start date.");
  return {
    keyId: randomUUID(),
    displayName: typeof entry["displayName"] === "string" ? entry["displayName"] : null,
    hint: secretText.slice(0, 3),
    secretText,
    startDateTime: start,
    endDateTime: end,
  };
}

function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

function timeOf(entry: Json, name: string): string | undefined {
  const value = entry[name];
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  try {
    return normalisedTime(text);
  } catch {
    throw badRequest(`Cannot convert the literal '${text}' to the expected type 'Edm.DateTimeOffset'.`);
  }
}
