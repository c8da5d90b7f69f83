import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { TokenSource } from "../credentials";
import { claimsChallenge } from "../http/claims-challenge";
import { http as sharedClient, NetworkError, type HttpAnswer } from "../http/client";
import { pauseAfter } from "../http/pause";
import { headerWarnings, textOf, toPage, type Page, type WirePage } from "./rest-answer";
import { ExchangeError, nonTerminating, toExchangeError } from "./rest-errors";
import { cmdletInput } from "./rest-parameters";
import { allowedUrl, anchorMailbox, Cookies } from "./rest-routing";
import { isReplayable, type ExchangeObject, type ExchangeTransport, type Invocation } from "./transport";

export interface RestTransportOptions {
  tokens: TokenSource;
  /** The organisation's initial domain: writes are routed by it. Without it the tenant ID is used. */
  organization?: string;
  /** Another anchor than the organisation's system mailbox; see `anchorMailbox`. */
  anchor?: string;
  /** Longest time that one cmdlet waits for throttling and faults, milliseconds. @default 120000 */
  patience?: number;
  /** Told about each wait and each warning, for people who watch. */
  progress?: (line: string) => void;
  /** @default real time */
  wait?: (milliseconds: number) => Promise<unknown>;
}

interface Answer {
  status: number;
  body: string;
  warnings: string[];
}

const maxRedirects = 3;
const batchSize = 10;
const pageSize = 1000;
/** The service ends a cmdlet after 15 minutes. */
const longestCmdlet = 16 * 60_000;

/** Exchange's admin REST endpoint, as the ExchangeOnlineManagement module speaks to it. */
export class RestTransport implements ExchangeTransport {
  readonly #options: RestTransportOptions;
  readonly #connection = randomUUID();
  readonly #cookies = new Cookies();
  readonly #told = new Set<string>();
  readonly #scope: string;
  readonly #anchor: string;
  /** Where Exchange is asked; a regional host after it sent this client there. */
  #origin: string;

  constructor(options: RestTransportOptions) {
    const { tokens, organization, anchor } = options;
    this.#options = options;
    this.#scope = `${tokens.cloud.exchangeResource}/.default`;
    this.#anchor = anchorMailbox(organization ?? tokens.tenantId, anchor);
    this.#origin = tokens.cloud.exchange;
  }

  async invoke(cmdlet: string, parameters: Record<string, unknown>): Promise<ExchangeObject[]> {
    const body = JSON.stringify(cmdletInput({ cmdlet, parameters }));
    try {
      return await this.#everyPage(cmdlet, body);
    } catch (error) {
      // Links to pages live for minutes; what was read so far cannot be gone on from.
      if (!(error instanceof LinkExpired)) throw error;
      this.#options.progress?.(`${cmdlet}: the link to a further page is gone, reading from the first again`);
      return this.#everyPage(cmdlet, body);
    }
  }

  async #everyPage(cmdlet: string, body: string): Promise<ExchangeObject[]> {
    const found: ExchangeObject[] = [];
    const seen = new Set<string>();
    let next: string | undefined = this.#url("InvokeCommand");
    while (next !== undefined) {
      const url: string = next;
      if (seen.has(url)) throw new LinkExpired(cmdlet, 200, "the service answered with a page that was read already");
      seen.add(url);
      const page = await this.#page(cmdlet, url, body).catch((error: unknown) => {
        // On the first page this means that there is no such object; on a further one it must not.
        if (seen.size > 1 && error instanceof ExchangeError && error.status === 404) {
          throw new LinkExpired(cmdlet, 404, `a further page was not found: ${error.serviceMessage}`);
        }
        throw error;
      });
      found.push(...page.objects);
      next = page.next && allowedUrl(page.next, url, this.#options.tokens.cloud).href;
    }
    return found;
  }

  async batch(reads: readonly Invocation[]): Promise<(ExchangeObject[] | Error)[]> {
    const answers: (ExchangeObject[] | Error)[] = [];
    for (let start = 0; start < reads.length; start += batchSize) {
      answers.push(...(await this.#batch(reads.slice(start, start + batchSize))));
    }
    return answers;
  }

  async #batch(reads: readonly Invocation[]): Promise<(ExchangeObject[] | Error)[]> {
    const [only] = reads;
    if (only && reads.length === 1 && only.first === undefined) return [await this.#alone(only)];
    const requests = reads.map((read, index) => ({
      id: String(index),
      method: "POST",
      url: `${this.#options.tokens.cloud.exchange}${this.#path("InvokeCommand")}`,
      headers: {
        "Content-Type": "application/json",
        "X-CmdletName": read.cmdlet,
        Prefer: `odata.maxpagesize=${read.first ?? pageSize}`,
      },
      body: cmdletInput(read),
    }));
    const answer = await this.#send("Get-Batch", this.#url("$batch"), JSON.stringify({ requests }));
    const { responses } = parsed("Get-Batch", answer) as { responses: BatchResponse[] };
    return Promise.all(
      reads.map((read, index) =>
        this.#answered(
          read,
          responses.find((each) => each.id === String(index)),
        ),
      ),
    );
  }

  async #answered(read: Invocation, response: BatchResponse | undefined): Promise<ExchangeObject[] | Error> {
    if (!response) return new Error(`${read.cmdlet}: the batch was answered without it`);
    if (response.status >= 400) {
      const error = toExchangeError(read.cmdlet, response.status, JSON.stringify(response.body ?? ""));
      // What was throttled inside a batch is asked again on its own, where waiting is handled.
      return error.kind === "throttled" || error.kind === "transient" ? this.#alone(read) : error;
    }
    try {
      const page = this.#pass(read.cmdlet, toPage(response.body));
      // Links of a batch's pages are not followed: a read of its own has them in order.
      if (read.first === undefined && page.next !== undefined) return await this.#alone(read);
      return page.objects.slice(0, read.first);
    } catch (error) {
      return asError(error);
    }
  }

  #alone(read: Invocation): Promise<ExchangeObject[] | Error> {
    return this.invoke(read.cmdlet, read.parameters).catch(asError);
  }

  async #page(cmdlet: string, url: string, body: string): Promise<Page> {
    const answer = await this.#send(cmdlet, url, body);
    const wire = answer.body.trim() === "" ? {} : (parsed(cmdlet, answer) as WirePage);
    const page = whole(cmdlet, answer.status, () => toPage(wire));
    return this.#pass(cmdlet, { ...page, warnings: [...page.warnings, ...answer.warnings] });
  }

  /** Passes warnings on, each once. @throws ExchangeError for an error that did not stop the cmdlet */
  #pass(cmdlet: string, page: Page): Page {
    for (const warning of page.warnings) {
      const line = `${cmdlet} warns: ${warning}`;
      if (!this.#told.has(line)) this.#options.progress?.(line);
      this.#told.add(line);
    }
    const [error] = page.errors;
    if (error) throw nonTerminating(cmdlet, error);
    return page;
  }

  /** Sends until there is an answer, within the patience; a write is never sent twice, unless it was refused or never arrived. */
  async #send(cmdlet: string, url: string, body: string): Promise<Answer> {
    const { patience = 120_000, progress, wait = sleep } = this.#options;
    let left = patience;
    let claims: string | undefined;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const tried = await this.#try(cmdlet, url, body, claims);
      if (!("failure" in tried)) return tried;
      const { failure, answer, again } = tried;
      if (failure.kind === "unauthenticated" && answer && !renewed) {
        renewed = true;
        claims = claimsChallenge(answer.headers);
        this.#options.tokens.forget(this.#scope);
        continue;
      }
      const pause = pauseAfter(answer?.headers, attempt);
      if (!again || pause > left) throw failure;
      left -= pause;
      progress?.(
        `${cmdlet}: the service answered ${failure.status || "nothing"}, again in ${Math.ceil(pause / 1000)} s`,
      );
      await wait(pause);
    }
  }

  async #try(cmdlet: string, url: string, body: string, claims: string | undefined): Promise<Answer | Failed> {
    let answer: HttpAnswer;
    try {
      answer = await this.#post(cmdlet, url, body, claims);
    } catch (error) {
      // A failed sign-in or a refused redirect is said as it is, and not tried again.
      if (!(error instanceof NetworkError)) throw error;
      this.#origin = this.#options.tokens.cloud.exchange;
      const neverSent = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"];
      const again = isReplayable(cmdlet) || neverSent.includes(error.code ?? "");
      return { failure: unreachable(cmdlet, url, error), again };
    }
    const text = decoded(answer);
    if (answer.status < 300 && text !== undefined) {
      return { status: answer.status, body: text, warnings: headerWarnings(answer) };
    }
    const failure =
      answer.status < 300
        ? transient(cmdlet, answer.status, "the answer cannot be decoded")
        : toExchangeError(cmdlet, answer.status, text ?? "", front(answer));
    // 429 was refused before anything was done, so that even a write may be sent again.
    const again = failure.kind === "throttled" || (failure.kind === "transient" && isReplayable(cmdlet));
    return { failure, answer, again };
  }

  async #post(cmdlet: string, url: string, body: string, claims: string | undefined): Promise<HttpAnswer> {
    const { tokens } = this.#options;
    const client = tokens.http ?? sharedClient;
    let target = url;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const cookie = this.#cookies.header(target);
      const answer = await client.send({
        method: "POST",
        url: target,
        timeout: longestCmdlet,
        headers: {
          authorization: `Bearer ${await tokens.getToken(this.#scope, claims)}`,
          "content-type": "application/json; charset=utf-8",
          "content-length": String(Buffer.byteLength(body)),
          accept: "application/json",
          "accept-encoding": "identity",
          prefer: `odata.maxpagesize=${pageSize}${url.endsWith("$batch") ? ";odata.continue-on-error" : ""}`,
          "x-anchormailbox": this.#anchor,
          "x-cmdletname": cmdlet,
          "x-responseformat": "json",
          "x-clientapplication": "ExoManagementModule",
          "connection-id": this.#connection,
          "client-request-id": randomUUID(),
          ...(cookie !== undefined && { cookie }),
        },
        body,
      });
      this.#cookies.keep(target, answer.headers["set-cookie"]);
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status >= 400 || !location) return answer;
      const next = allowedUrl(location, target, tokens.cloud);
      // Where the whole organisation is served, further requests go at once.
      if (next.pathname === new URL(target).pathname) this.#origin = next.origin;
      target = next.href;
    }
    throw new ExchangeError({ cmdlet, status: 302, kind: "invalid", serviceMessage: "too many redirects" });
  }

  #path(endpoint: string): string {
    return `/adminapi/beta/${this.#options.tokens.tenantId}/${endpoint}`;
  }

  #url(endpoint: string): string {
    return `${this.#origin}${this.#path(endpoint)}`;
  }
}

/** An answer that is none: what it means, and whether the same may be sent again. */
interface Failed {
  failure: ExchangeError;
  answer?: HttpAnswer;
  again: boolean;
}

interface BatchResponse {
  id: string;
  status: number;
  body?: WirePage;
}

/** A page cannot be had although there was one: what was read is not all there is. */
class LinkExpired extends ExchangeError {
  constructor(cmdlet: string, status: number, serviceMessage: string) {
    super({ cmdlet, status, kind: "transient", serviceMessage });
  }
}

function transient(cmdlet: string, status: number, serviceMessage: string): ExchangeError {
  return new ExchangeError({ cmdlet, status, kind: "transient", serviceMessage });
}

function parsed(cmdlet: string, { status, body }: Answer): unknown {
  return whole(cmdlet, status, () => JSON.parse(body) as unknown);
}

/** An answer of success that is not whole must not pass for one without objects. */
function whole<T>(cmdlet: string, status: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw transient(cmdlet, status, "the answer was cut off or is not JSON");
  }
}

function decoded(answer: HttpAnswer): string | undefined {
  try {
    return textOf(answer);
  } catch {
    return undefined;
  }
}

function front({ headers }: HttpAnswer): { requestId?: string; diagnostics?: string } {
  const text = (name: string) => [headers[name]].flat()[0] || undefined;
  return { requestId: text("request-id"), diagnostics: text("x-ms-diagnostics") };
}

function unreachable(cmdlet: string, url: string, { message }: NetworkError): ExchangeError {
  const { origin, hostname } = new URL(url);
  const local = hostname === "localhost" ? "; is the simulated tenant running? start it with `consentra sandbox`" : "";
  return transient(cmdlet, 0, `${origin} could not be reached: ${message}${local}`);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
