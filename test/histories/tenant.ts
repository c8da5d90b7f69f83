import timers from "node:timers/promises";
import {
  CONTOSO,
  createUnconnectedSandbox,
  DEPLOYER_APP_ID,
  PEOPLE_AI_APP_ID,
  type AuditEntry,
  type Tenant,
  type UnconnectedSandbox,
} from "@consentra/sandbox/tenant";
import type { TokenSource } from "../../components/credentials";
import type { StepContext } from "../../components/exchange/objects/context";
import type { HttpAnswer, HttpRequest } from "../../components/http/client";
import { NetworkError, RestGraphReader, RestTransport } from "./rooms";

/** The app whose access is declared. */
export const appId = PEOPLE_AI_APP_ID;

/** A process died: nothing that it was doing is recorded. */
export class Crash extends Error {}

/** Where a process dies: before a request is sent, or when it was answered. */
export interface CrashPoint {
  request: number;
  phase: "before" | "after";
}

/** A history that sends more than this in one step does not end. */
const mostRequests = 3_000;

/**
 * Contoso in this process, made anew for each history. Waits take no time: they set the tenant's clock forward instead.
 */
export class HistoryTenant {
  #crash: CrashPoint | undefined;
  #requests = 0;
  readonly #tokens = new Map<string, string>();
  /** Whether the process that acts has died. */
  crashed = false;

  private constructor(
    readonly sandbox: UnconnectedSandbox,
    private readonly template: Tenant,
    private readonly secret: string,
  ) {}

  static async create(): Promise<HistoryTenant> {
    return HistoryTenant.over(await createUnconnectedSandbox());
  }

  /** Acts in a tenant that is there already, without a connection. */
  static over(sandbox: UnconnectedSandbox): HistoryTenant {
    const { contoso } = sandbox.tenants;
    // What lies in mailboxes is never looked at here, and is most of what has to be copied.
    for (const mailbox of contoso.exchange.mailboxes.values()) {
      mailbox.messages = [];
      mailbox.events = [];
      mailbox.contacts = [];
    }
    // Each history ends a day later than it began, and there are many.
    for (const { passwordCredentials } of [...contoso.applications.values(), ...contoso.servicePrincipals.values()])
      for (const each of passwordCredentials) each.endDateTime = "2999-12-31T00:00:00Z";
    const { clientSecret } = sandbox.vendorCredential(DEPLOYER_APP_ID);
    return new HistoryTenant(sandbox, structuredClone(contoso), clientSecret);
  }

  /** Lets code that has no option for it use this tenant's time, while something runs. */
  async inItsTime<T>(work: () => Promise<T>): Promise<T> {
    const waitBefore = timers.setTimeout;
    timers.setTimeout = (async (milliseconds: number) => this.#wait(milliseconds)) as typeof timers.setTimeout;
    try {
      return await work();
    } finally {
      timers.setTimeout = waitBefore;
    }
  }

  /** The tenant as it was in the beginning. */
  reset(): void {
    const { cloud } = this.sandbox;
    cloud.tenants.set(CONTOSO, structuredClone(this.template));
    cloud.audit.length = 0;
    this.sandbox.setFaults(undefined);
    this.revive();
  }

  /** A new process: it has no token yet, and dies at the given point. */
  revive(crash?: CrashPoint): void {
    this.#crash = crash;
    this.#requests = 0;
    this.#tokens.clear();
    this.crashed = false;
  }

  get contoso(): Tenant {
    const tenant = this.sandbox.cloud.tenants.get(CONTOSO);
    if (!tenant) throw new Error("Contoso is not there");
    return tenant;
  }

  get requests(): number {
    return this.#requests;
  }

  /** Mailboxes that the app can reach now, by the last entry of the audit log. */
  reached(): string[] {
    return this.sandbox.cloud.audit.at(-1)?.reach[appId] ?? [];
  }

  onAudit(listener: (entry: AuditEntry) => void): () => void {
    return this.sandbox.onAudit(listener);
  }

  mailboxOf(address: string): string {
    for (const [id, recipient] of this.contoso.exchange.recipients)
      if (recipient.primarySmtpAddress.toLowerCase() === address) return id;
    throw new Error(`no mailbox ${address}`);
  }

  /** What a step of the provider works with: a process of its own, with a token of its own. */
  context(): StepContext {
    this.#tokens.clear();
    const tokens = this.#tokenSource();
    return {
      exchange: new RestTransport({ tokens, organization: this.contoso.initialDomain }),
      graph: new RestGraphReader(tokens),
      progress: () => undefined,
      patience: 60_000,
      wait: async (milliseconds) => this.#wait(milliseconds),
    };
  }

  #wait(milliseconds: number): void {
    this.sandbox.cloud.clock.advance(milliseconds);
  }

  #tokenSource(): TokenSource {
    const { origin } = this.sandbox;
    return {
      tenantId: CONTOSO,
      cloud: {
        name: "simulated",
        login: origin,
        graph: origin,
        graphResource: "https://graph.microsoft.com",
        exchange: origin,
        exchangeResource: "https://outlook.office365.com",
        exchangeHosts: ["localhost"],
        adminCenter: origin,
      },
      getToken: async (scope) => {
        const token = this.#tokens.get(scope) ?? (await this.#signIn(scope));
        this.#tokens.set(scope, token);
        return token;
      },
      forget: (scope) => this.#tokens.delete(scope),
      http: { send: (request) => this.#send(request) },
    };
  }

  async #signIn(scope: string): Promise<string> {
    const answer = await this.#fetch(`${this.sandbox.origin}/${CONTOSO}/oauth2/v2.0/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: DEPLOYER_APP_ID,
        client_secret: this.secret,
        scope,
      }).toString(),
    });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`sign-in failed with ${answer.status}`);
    return token;
  }

  async #send({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
    try {
      const answer = await this.#fetch(url, { method, headers, body });
      const read = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: read };
    } catch (error) {
      // fetch reports the network as a TypeError.
      if (error instanceof TypeError) throw new NetworkError(error.cause ?? error);
      throw error;
    }
  }

  /** Counts requests, and lets the process die at one of them: from then on it does nothing any more. */
  readonly #fetch: typeof fetch = async (input, init) => {
    if (this.crashed) throw new Crash();
    const number = ++this.#requests;
    if (number > mostRequests) throw new Error("this history does not end");
    const dies = (phase: CrashPoint["phase"]) => this.#crash?.request === number && this.#crash.phase === phase;
    if (dies("before")) this.#die();
    const answer = await this.sandbox.fetch(input, init);
    if (dies("after")) this.#die();
    return answer;
  };

  #die(): never {
    this.crashed = true;
    throw new Crash();
  }
}
