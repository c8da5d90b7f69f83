import type { IncomingHttpHeaders } from "node:http";

/**
 * What a refused token lacks, as the sign-in service wants to be told: the claims of a challenge.
 *
 * @returns undefined where the refusal is no challenge
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function claimsChallenge(headers: IncomingHttpHeaders): string | undefined {
  const encoded = /\bclaims="([A-Za-z0-9+/_=-]+)"/.exec(headers["www-authenticate"] ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const claims = Buffer.from(encoded, "base64").toString("utf8");
  try {
    const value: unknown = JSON.parse(claims);
    return typeof value === "object" && value !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}
