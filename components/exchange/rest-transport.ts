import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { TokenSource } from "../credentials";
import { ExchangeError, toExchangeError } from "./rest-errors";
import { isReplayable, type ExchangeObject, type ExchangeTransport, type Invocation } from "./transport";

export interface RestTransportOptions {
  tokens: TokenSource;
  /** The organisation's initial domain: writes are routed by it. Without it the tenant ID is used. */
  organization?: string;
  /** Longest time that one cmdlet waits for throttling and faults, milliseconds. @default 120000 */
  patience?: number;
  /** Told about each wait, for people who watch. */
  progress?: (line: string) => void;
  /** @default the process's `fetch` */
  fetch?: typeof fetch;
}

interface Answer {
  status: number;
  body: string;
  headers: Headers;
}

const maxRedirects = 3;
const batchSize = 10;

/** Exchange's admin REST endpoint, as the ExchangeOnlineManagement module speaks to it. */
export class RestTransport implements ExchangeTransport {
  readonly #options: RestTransportOptions;
  readonly #connection = randomUUID();
  readonly #scope: string;
  readonly #base: string;

  constructor(options: RestTransportOptions) {
    this.#options = options;
    this.#scope = `${options.tokens.cloud.exchangeResource}/.default`;
    this.#base = `${options.tokens.cloud.exchange}/adminapi/beta/${options.tokens.tenantId}`;
  }

  async invoke(cmdlet: string, parameters: Record<string, unknown>): Promise<ExchangeObject[]> {
    const body = JSON.stringify(cmdletInput({ cmdlet, parameters }));
    const found: ExchangeObject[] = [];
    let url: string | undefined = `${this.#base}/InvokeCommand`;
    while (url) {
      const page: Page = await this.#page(cmdlet, url, body);
      found.push(...page.objects);
      url = page.next === undefined ? undefined : this.#allowed(new URL(page.next)).href;
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
    if (reads.length === 1 && reads[0] && reads[0].first === undefined) {
      return [await this.invoke(reads[0].cmdlet, reads[0].parameters).catch((error: unknown) => asError(error))];
    }
    const requests = reads.map((read, index) => ({
      id: String(index),
      method: "POST",
      url: `${this.#base}/InvokeCommand`,
      headers: {
        "Content-Type": "application/json",
        "X-CmdletName": read.cmdlet,
        Prefer: `odata.maxpagesize=${read.first ?? 1000}`,
      },
      body: cmdletInput(read),
    }));
    const answer = await this.#send("Get-Batch", `${this.#base}/$batch`, JSON.stringify({ requests }));
    const { responses } = JSON.parse(answer.body) as { responses: { id: string; status: number; body?: WirePage }[] };
    return Promise.all(
      reads.map(async (read, index) => {
        const response = responses.find((each) => each.id === String(index));
        if (!response) return new Error(`${read.cmdlet}: the batch was answered without it`);
        if (response.status >= 400) {
          const error = toExchangeError(read.cmdlet, response.status, JSON.stringify(response.body ?? ""));
          // What was throttled inside a batch is asked again on its own, where waiting is handled.
          if (error.kind !== "throttled" && error.kind !== "transient") return error;
        }
        const enough = read.first !== undefined || response.body?.["@odata.nextLink"] === undefined;
        if (response.status < 400 && enough) return toPage(response.body).objects.slice(0, read.first);
        return this.invoke(read.cmdlet, read.parameters).catch((error: unknown) => asError(error));
      }),
    );
  }

  async #page(cmdlet: string, url: string, body: string): Promise<Page> {
    const answer = await this.#send(cmdlet, url, body);
    if (answer.body.trim() === "") return { objects: [] };
    try {
      return toPage(JSON.parse(answer.body) as WirePage);
    } catch {
      throw new ExchangeError({
        cmdlet,
        status: answer.status,
        kind: "transient",
        serviceMessage: "the answer was cut off or is not JSON",
      });
    }
  }

  /** Sends until there is an answer, within the patience; a write is never sent twice. */
  async #send(cmdlet: string, url: string, body: string): Promise<Answer> {
    const until = Date.now() + (this.#options.patience ?? 120_000);
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      let pause: number;
      let failure: ExchangeError;
      try {
        const answer = await this.#post(cmdlet, url, body);
        if (answer.status < 300) return answer;
        failure = toExchangeError(cmdlet, answer.status, answer.body, requestId(answer.headers));
        if (answer.status === 401 && !renewed) {
          renewed = true;
          this.#options.tokens.forget(this.#scope);
          continue;
        }
        // 429 was refused before anything was done, so that even a write may be sent again.
        const retry = failure.kind === "throttled" || (failure.kind === "transient" && isReplayable(cmdlet));
        if (!retry) throw failure;
        pause = retryAfter(answer.headers) ?? backoff(attempt);
      } catch (error) {
        // fetch reports the network as a TypeError; a failed sign-in or a refused redirect is said as it is, and not tried again.
        if (!(error instanceof TypeError)) throw error;
        failure = unreachable(cmdlet, url, error);
        if (!isReplayable(cmdlet)) throw failure;
        pause = backoff(attempt);
      }
      if (Date.now() + pause > until) throw failure;
      this.#options.progress?.(
        `${cmdlet}: the service answered ${failure.status || "nothing"}, again in ${Math.ceil(pause / 1000)} s`,
      );
      await wait(pause);
    }
  }

  async #post(cmdlet: string, url: string, body: string): Promise<Answer> {
    const { tokens, organization } = this.#options;
    let target = url;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const response = await (this.#options.fetch ?? fetch)(target, {
        method: "POST",
        redirect: "manual",
        headers: {
          authorization: `Bearer ${await tokens.getToken(this.#scope)}`,
          "content-type": "application/json; charset=utf-8",
          accept: "application/json",
          // A refusal may carry NUL bytes labelled gzip; asking for plain bytes keeps it readable.
          "accept-encoding": "identity",
          prefer: "odata.maxpagesize=1000",
          "x-anchormailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${organization ?? tokens.tenantId}`,
          "x-cmdletname": cmdlet,
          "x-responseformat": "json",
          "x-clientapplication": "ExoManagementModule",
          "connection-id": this.#connection,
          "client-request-id": randomUUID(),
        },
        body,
      });
      const location = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || !location) {
        return { status: response.status, body: await text(response), headers: response.headers };
      }
      await response.body?.cancel();
      target = this.#allowed(new URL(location, target)).href;
    }
    throw new ExchangeError({ cmdlet, status: 302, kind: "invalid", serviceMessage: "too many redirects" });
  }

  /** The token goes along to a link or redirect, so only to hosts of the same cloud. Port 446 is Exchange's inner one. */
  #allowed(url: URL): URL {
    const { exchangeHosts, exchange, name } = this.#options.tokens.cloud;
    const known = exchangeHosts.some((host) =>
      host.startsWith(".") ? url.hostname.endsWith(host) : url.hostname === host,
    );
    if (!known || url.protocol !== "https:") {
      throw new Error(
        `Exchange sent this client on to ${url.origin}, which is no host of its cloud; the token was not sent there`,
      );
    }
    if (name === "simulated") url.port = new URL(exchange).port;
    else if (url.port === "446") url.port = "443";
    return url;
  }
}

interface WirePage {
  value?: Record<string, unknown>[];
  "@odata.nextLink"?: string;
}

interface Page {
  objects: ExchangeObject[];
  next?: string;
}

function toPage(wire: WirePage | undefined): Page {
  return { objects: (wire?.value ?? []).map(plain), next: wire?.["@odata.nextLink"] };
}

/** Drops type annotations and reads `"True"` and `"False"` as what they are. */
function plain(object: Record<string, unknown>): ExchangeObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name]) => !name.includes("@"))
      .map(([name, value]) => [name, value === "True" ? true : value === "False" ? false : value]),
  );
}

function cmdletInput({ cmdlet, parameters }: Invocation) {
  const bound = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  const identity = parameters.Identity;
  // An empty Identity makes Get- answer with every object, and Remove- must never see that.
  if ("Identity" in parameters && (typeof identity !== "string" || identity === "")) {
    throw new Error(`${cmdlet} was about to be sent with an empty Identity`);
  }
  return { CmdletInput: { CmdletName: cmdlet, Parameters: Object.fromEntries(bound) } };
}

async function text(response: Response): Promise<string> {
  try {
    return Buffer.from(await response.arrayBuffer()).toString("utf8");
  } catch (error) {
    // A success that was cut off must not pass for an answer without objects.
    if (response.ok) throw error;
    // A refusal that is falsely labelled gzip cannot be decoded; the status says enough.
    return "";
  }
}

function requestId(headers: Headers): string | undefined {
  return headers.get("request-id") ?? undefined;
}

function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const seconds = Number(value);
  return Number.isFinite(seconds)
    ? Math.max(0, seconds * 1000)
    : Math.max(0, Date.parse(value) - Date.now()) || undefined;
}

function backoff(attempt: number): number {
  return Math.min(30_000, 500 * 2 ** (attempt - 1));
}

function unreachable(cmdlet: string, url: string, error: unknown): ExchangeError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const { origin, hostname } = new URL(url);
  const local = hostname === "localhost" ? "; is the simulated tenant running? start it with `consentra sandbox`" : "";
  return new ExchangeError({
    cmdlet,
    status: 0,
    kind: "transient",
    serviceMessage: `${origin} could not be reached: ${reason}${local}`,
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
