import { X509Certificate } from "node:crypto";
import * as z from "zod";
import { thumbprintOf } from "../credential/thumbprint";
import type { GraphClient } from "../graph-reader";

/** Asks which certificates an application has now. Travels on standard input of the look-up. */
export const certificatesRequest = z.strictObject({ tenantId: z.guid(), applicationObjectId: z.guid() });

/** SHA-1 thumbprints of the certificates that an application has, sorted. Keys that are no certificate are left out. */
export async function readCertificates(graph: GraphClient, applicationObjectId: string): Promise<string[]> {
  // Graph tells the certificate itself only where it is asked for by name.
  const answer = await graph.ask("GET", `/applications/${applicationObjectId}?$select=keyCredentials`);
  const keys = (answer.body.keyCredentials ?? []) as { key?: string | null }[];
  return keys.flatMap(({ key }) => (typeof key === "string" ? thumbprint(Buffer.from(key, "base64")) : [])).sort();
}

function thumbprint(key: Buffer): string[] {
  try {
    return [thumbprintOf(new X509Certificate(key))];
  } catch {
    return [];
  }
}
