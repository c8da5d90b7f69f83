import { createHash, randomBytes } from "node:crypto";

/** The same GUID for the same parts in every run, so that seeded objects can be named by tests and documents. */
export function idFor(...parts: string[]): string {
  const bytes = createHash("sha256")
    .update(["consentra-sandbox", ...parts].join("\0"))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isGuid = (text: unknown): text is string => typeof text === "string" && GUID.test(text);

/** An ID in the form of Graph's app role assignments: base64url of the principal's GUID and 16 random bytes. */
export const assignmentId = (principalId: string): string =>
  Buffer.concat([guidBytes(principalId), randomBytes(16)]).toString("base64url");

/** An ID in the form of Graph's delegated grants: base64url of the GUIDs of client, resource and, if any, user. */
export const grantId = (clientId: string, resourceId: string, principalId: string | null): string =>
  Buffer.concat([clientId, resourceId, ...(principalId ? [principalId] : [])].map(guidBytes)).toString("base64url");

/** A GUID as .NET lays it out in memory: the first three groups little-endian. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
