import type { Faults } from "../faults";

/** Where the sign-in service may send people and codes back to, by the platform of the app. */
export interface RedirectUris {
  /** A server that keeps a credential: `https` only. */
  web?: string[];
  /** A single-page application in the browser: `https` only. */
  spa?: string[];
  /** Mobile and desktop apps, which keep no credential: `https`, or `http` on this machine's own loopback address. */
  publicClient?: string[];
}

export const platforms = ["web", "spa", "publicClient"] as const;

/** Entra takes at most this many characters. */
const longest = 256;

/**
 * Notes redirect URIs that would send a code or a token to somebody else, or that Entra does not take.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url
 */
export function checkRedirectUris(uris: RedirectUris, path: string, faults: Faults): void {
  const seen = new Set<string>();
  for (const platform of platforms) {
    for (const [index, uri] of (uris[platform] ?? []).entries()) {
      const at = `${path}.${platform}[${index}]`;
      const wrong = faultOf(uri, platform === "publicClient");
      if (wrong) faults.add(at, uri, ...wrong);
      else if (seen.has(uri)) faults.add(at, uri, "each redirect URI once", "remove one");
      seen.add(uri);
    }
  }
}

type Wrong = [expected: string, fix: string];

function faultOf(uri: string, loopbackAllowed: boolean): Wrong | undefined {
  if (uri.includes("*"))
    return ["an address without a wildcard", "a wildcard lets others receive the codes; name each address"];
  if (!URL.canParse(uri)) return ["an absolute address", "write it in full, such as https://app.example/callback"];
  if (uri.length > longest) return [`at most ${longest} characters`, "Entra takes no longer ones"];
  const url = new URL(uri);
  if (url.hash !== "" || uri.includes("#")) return ["an address without a fragment", "remove what follows the #"];
  if (url.username !== "" || url.password !== "")
    return ["an address without a user name or password", "remove them: everybody may read a registration"];
  if (url.protocol === "https:") return undefined;
  if (url.protocol !== "http:") return ["an https address", "use https"];
  if (isLoopback(url)) {
    return loopbackAllowed
      ? undefined
      : ["an https address", "http on a loopback address is for public clients: move it to publicClient, or use https"];
  }
  return ["an https address", "over http anybody on the way reads the codes; use https"];
}

function isLoopback({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
