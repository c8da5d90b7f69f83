import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as realWait } from "node:timers/promises";
import type { TokenSource } from "../credentials";
import { pwshEnvironment } from "./pwsh-environment";
import { missingProgram, moduleAdvice, toCmdletError, toEndedError, toSessionError } from "./pwsh-errors";
import { PwshEnded, PwshMissing, PwshProcess, type PwshAnswer } from "./pwsh-process";
import { ExchangeError } from "./rest-errors";
import { cmdletInput } from "./rest-parameters";
import { isReplayable, type ExchangeObject, type ExchangeTransport, type Invocation } from "./transport";

export interface PwshTransportOptions {
  tokens: TokenSource;
  /** The organisation's initial domain: writes are routed by it. Without it the tenant ID is used, which is enough to read. */
  organization?: string;
  /** Longest time that one cmdlet waits for throttling and faults, milliseconds. @default 120000 */
  patience?: number;
  /** Longest time for PowerShell to start, load the module and connect, milliseconds. @default 180000 */
  connectLimit?: number;
  /** Longest time of one cmdlet, milliseconds; the service's own limit is 15 minutes. @default 930000 */
  cmdletLimit?: number;
  /** Told about each wait, for people who watch. */
  progress?: (line: string) => void;
  /** Ends PowerShell at once. */
  signal?: AbortSignal;
  /** Of which PowerShell gets what it needs, and no credential. @default the process's */
  environment?: NodeJS.ProcessEnv;
  /** @default real time */
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** Names that `-ExchangeEnvironmentName` takes: learn.microsoft.com/powershell/module/exchange/connect-exchangeonline. */
const exchangeEnvironments: Record<string, string> = {
  public: "O365Default",
  usgovernment: "O365USGovGCCHigh",
  usgovernmentl5: "O365USGovDoD",
  china: "O365China",
};

interface Session {
  process: PwshProcess;
  token: string;
}

/**
 * Exchange Online by PowerShell 7 and the module ExchangeOnlineManagement, the way that Microsoft supports. One process serves all cmdlets, one
 * after the other; it is started again only where it ended or its token did.
 */
export class PwshTransport implements ExchangeTransport {
  readonly #options: PwshTransportOptions;
  readonly #scope: string;
  readonly #environmentName: string;
  #session: Session | undefined;
  /** Why there can be no session, however often it is tried. */
  #hopeless: Error | undefined;
  /** The newest token that PowerShell was given. */
  #token: string | undefined;
  #requests = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /** @throws where the cloud is a simulated one: the module knows Microsoft's only */
  constructor(options: PwshTransportOptions) {
    const { cloud } = options.tokens;
    const environmentName = exchangeEnvironments[cloud.name];
    if (environmentName === undefined) {
      throw new Error(
        `CONSENTRA_EXCHANGE_TRANSPORT is pwsh, but the module ExchangeOnlineManagement does not reach the ${cloud.name} cloud at ${cloud.exchange}: unset it`,
      );
    }
    this.#options = options;
    this.#scope = `${cloud.exchangeResource}/.default`;
    this.#environmentName = environmentName;
  }

  invoke(cmdlet: string, parameters: Record<string, unknown>): Promise<ExchangeObject[]> {
    return this.#next(() => this.#run({ cmdlet, parameters }));
  }

  batch(reads: readonly Invocation[]): Promise<(ExchangeObject[] | Error)[]> {
    return this.#next(async () => {
      if (reads.length > 0) await this.#connected();
      const answers: (ExchangeObject[] | Error)[] = [];
      for (const read of reads) answers.push(await this.#run(read).catch(asError));
      return answers;
    });
  }

  /** Ends the session, if there is one. A process that ends without it takes PowerShell along. */
  async close(): Promise<void> {
    await this.#queue;
    const session = this.#session;
    this.#session = undefined;
    await session?.process.close();
  }

  /** One after the other: PowerShell does no more at a time. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #run(invocation: Invocation): Promise<ExchangeObject[]> {
    const { cmdlet, first } = invocation;
    const { Parameters: parameters } = cmdletInput(invocation).CmdletInput;
    return this.#persist(cmdlet, isReplayable(cmdlet), async () => {
      const { process } = await this.#connected();
      const id = ++this.#requests;
      const limit = this.#options.cmdletLimit ?? 930_000;
      const answer = await process.ask({ id, cmdlet, parameters, ...(first !== undefined && { first }) }, limit);
      if (!("id" in answer) || answer.id !== id)
        throw new PwshEnded(`PowerShell gave another answer than the one to ${cmdlet}`);
      if ("fault" in answer) throw toCmdletError(cmdlet, answer.fault);
      return answer.objects.slice(0, first).map(plain);
    });
  }

  /** The session; a new one where there is none, where it ended, or where there is a newer token. */
  async #connected(): Promise<Session> {
    if (this.#hopeless) throw this.#hopeless;
    const { tokens } = this.#options;
    return this.#persist("Connect-ExchangeOnline", true, async () => {
      const token = await tokens.getToken(this.#scope);
      if (this.#session?.token === token && !this.#session.process.ended) return this.#session;
      await this.#disconnect();
      this.#session = await this.#connect(token);
      return this.#session;
    });
  }

  async #connect(token: string): Promise<Session> {
    const { tokens, organization, connectLimit, progress, signal, environment } = this.#options;
    this.#token = token;
    const session = {
      token,
      process: new PwshProcess({
        program: "pwsh",
        script: scriptFile(),
        environment: pwshEnvironment(environment ?? process.env),
        signal,
      }),
    };
    const opening = {
      accessToken: token,
      organization: organization ?? tokens.tenantId,
      environment: this.#environmentName,
    };
    const answer = await session.process.ask(opening, connectLimit ?? 180_000).catch((error: unknown) => {
      throw this.#notOpened(error);
    });
    if ("ready" in answer) {
      progress?.(`PowerShell ${answer.powershell} with ExchangeOnlineManagement ${answer.module} is connected`);
      const advice = moduleAdvice(answer.module, process.platform);
      if (advice !== undefined) progress?.(advice);
      return session;
    }
    await session.process.close();
    throw this.#refused(answer);
  }

  #notOpened(error: unknown): unknown {
    if (error instanceof PwshMissing) return (this.#hopeless = missingProgram(error.message));
    // Before the session is open, nothing can have been done; what ended it would do so again.
    if (error instanceof PwshEnded) return new Error(`the PowerShell session was not opened: ${error.message}`);
    return error;
  }

  #refused(answer: PwshAnswer): Error {
    if (!("stage" in answer)) return new PwshEnded("PowerShell answered something else than that it is connected");
    const error = toSessionError(answer);
    if (!(error instanceof ExchangeError)) this.#hopeless = error;
    return error;
  }

  async #disconnect(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.process.close();
  }

  /** Tries until there is an answer, within the patience; what must not be sent twice is not. */
  async #persist<T>(cmdlet: string, replayable: boolean, work: () => Promise<T>): Promise<T> {
    const { tokens, patience = 120_000, progress, wait = realWait } = this.#options;
    let waited = 0;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const failure = error instanceof PwshEnded ? toEndedError(cmdlet, error) : error;
        if (!(failure instanceof ExchangeError) || failure.cmdlet !== cmdlet) throw this.#redacted(failure);
        if (failure.kind === "unauthenticated" && !renewed) {
          renewed = true;
          tokens.forget(this.#scope);
          continue;
        }
        const pause = Math.min(30_000, 500 * 2 ** (attempt - 1));
        // What was throttled was refused before anything was done, so that even a write may be sent again.
        const again = failure.kind === "throttled" || (failure.kind === "transient" && replayable);
        if (!again || waited + pause > patience) throw this.#redacted(failure);
        progress?.(
          `${cmdlet}: ${failure.kind === "throttled" ? "throttled" : "a fault"}, again in ${Math.ceil(pause / 1000)} s`,
        );
        await wait(pause);
        waited += pause;
      }
    }
  }

  /** What PowerShell says is somebody else's text: the token must not be in it. */
  #redacted(error: unknown): unknown {
    const token = this.#token;
    if (token === undefined || !(error instanceof Error) || !error.message.includes(token)) return error;
    if (!(error instanceof ExchangeError)) return new Error(error.message.replaceAll(token, "(token)"));
    const { cmdlet, status, kind, serviceMessage } = error;
    return new ExchangeError({ cmdlet, status, kind, serviceMessage: serviceMessage.replaceAll(token, "(token)") });
  }
}

/** In the package's own folder, wherever the compiled file that asks for it is. */
function scriptFile(): string {
  const manifest = createRequire(__filename).resolve("consentra/package.json");
  return join(dirname(manifest), "exchange", "powershell", "exchange.ps1");
}

/** Reads `"True"` and `"False"` as what they are. */
function plain(object: Record<string, unknown>): ExchangeObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === "True" ? true : value === "False" ? false : value]),
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
