import { randomBytes } from "node:crypto";
import type { Clock, User } from "../../model";
import type { Purpose } from "./purpose";
import type { Platform } from "./reply";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

/** Entra's lifetimes, milliseconds of virtual time. */
const CODE_LIFETIME = 10 * MINUTE;
const REFRESH_TOKEN_LIFETIME = 90 * DAY;
const FLOW_LIFETIME = 60 * MINUTE;

/** Pages that one browser is walking through. */
export interface Flow {
  purpose: Purpose;
  tenantId: string;
  /** Value of the browser's own cookie: another browser cannot post this flow's forms. */
  browser: string;
  /** Anti-forgery value within the page. */
  canary: string;
  /** Who signed in within this flow. */
  userId?: string;
  expires: number;
}

/** What a code or refresh token stands for. */
export interface Delegation {
  tenantId: string;
  clientId: string;
  userId: string;
  /** As the app asked for it. */
  scope: string;
  platform: Platform;
}

export interface AuthorizationCode extends Delegation {
  redirectUri: string;
  nonce: string | undefined;
  challenge: { value: string; method: "S256" | "plain" } | undefined;
  expires: number;
  redeemed: boolean;
}

export interface RefreshToken extends Delegation {
  expires: number;
}

/** Sessions of browsers and what apps were handed, in memory. Every handle is random and cannot be guessed. */
export class SignIns {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, { tenantId: string; userId: string }>();
  readonly #flows = new Map<string, Flow>();
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #refreshTokens = new Map<string, RefreshToken>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  startSession(tenantId: string, user: User): string {
    return remember(this.#sessions, { tenantId, userId: user.id });
  }

  /** Object ID of the user who is signed in to the tenant in this browser. */
  sessionUser(session: string | undefined, tenantId: string): string | undefined {
    const found = this.#sessions.get(session ?? "");
    return found?.tenantId === tenantId ? found.userId : undefined;
  }

  startFlow(flow: Omit<Flow, "canary" | "expires">): { id: string; flow: Flow } {
    const started: Flow = { ...flow, canary: newHandle(), expires: this.#in(FLOW_LIFETIME) };
    return { id: remember(this.#flows, started), flow: started };
  }

  flow(id: string): Flow | undefined {
    const flow = this.#flows.get(id);
    return flow && flow.expires > this.#in(0) ? flow : undefined;
  }

  endFlow(id: string): void {
    this.#flows.delete(id);
  }

  newCode(code: Omit<AuthorizationCode, "expires" | "redeemed">): string {
    return remember(this.#codes, { ...code, expires: this.#in(CODE_LIFETIME), redeemed: false });
  }

  code(handle: string): AuthorizationCode | undefined {
    return this.#codes.get(handle);
  }

  newRefreshToken({ tenantId, clientId, userId, scope, platform }: Delegation): string {
    const expires = this.#in(REFRESH_TOKEN_LIFETIME);
    return remember(this.#refreshTokens, { tenantId, clientId, userId, scope, platform, expires });
  }

  refreshToken(handle: string): RefreshToken | undefined {
    return this.#refreshTokens.get(handle);
  }

  isExpired({ expires }: { expires: number }): boolean {
    return expires <= this.#in(0);
  }

  /** Every handle that lets somebody in. */
  secrets(): string[] {
    return [this.#sessions, this.#codes, this.#refreshTokens].flatMap((handles) => [...handles.keys()]);
  }

  #in(milliseconds: number): number {
    return this.#clock.now().getTime() + milliseconds;
  }
}

/** A value that nobody can guess. */
export const newHandle = (): string => randomBytes(32).toString("base64url");

function remember<T>(known: Map<string, T>, value: T): string {
  const handle = newHandle();
  known.set(handle, value);
  return handle;
}
