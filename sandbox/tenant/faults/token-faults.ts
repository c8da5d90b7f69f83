import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../context";
import { GraphError } from "../errors";

/** What became of tokens and permissions in the middle. */
export class TokenFaults {
  /** Digests of the tokens that were issued after all others were refused; undefined while none are. */
  #good: Set<string> | undefined;
  /** Application permissions that apps lost, by client ID. */
  readonly #revoked = new Map<string, Set<string>>();

  clear(): void {
    this.#good = undefined;
    this.#revoked.clear();
  }

  /** From here on every token that was issued until now is refused. */
  expireAll(): void {
    this.#good = new Set();
  }

  /** Notes a token that was issued. */
  issued(token: string): void {
    this.#good?.add(digest(token));
  }

  revoke(appId: string, permissions: readonly string[]): void {
    const lost = this.#revoked.get(appId.toLowerCase()) ?? new Set();
    for (const each of permissions) lost.add(each);
    this.#revoked.set(appId.toLowerCase(), lost);
  }

  /** @throws GraphError 401 where the token is one of those that are refused */
  assertGood(request: FastifyRequest): void {
    if (!this.#good) return;
    const token = request.headers.authorization?.replace(/^Bearer +/i, "") ?? "";
    if (this.#good.has(digest(token))) return;
    throw new GraphError(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", {
      "www-authenticate": 'Bearer realm="", authorization_uri="", error="invalid_token"',
    });
  }

  /** The caller without the permissions that were taken away. */
  withoutRevoked(caller: Caller): Caller {
    const lost = this.#revoked.get(caller.appId.toLowerCase());
    return lost ? { ...caller, roles: caller.roles.filter((each) => !lost.has(each)) } : caller;
  }
}

const digest = (token: string): string => createHash("sha256").update(token).digest("base64url");
