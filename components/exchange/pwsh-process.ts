import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Socket } from "node:net";
import * as z from "zod";

/** Why the script did not do something: the exception's text, the types of it and of those inside it, PowerShell's identifier. */
const fault = z.object({ message: z.string(), types: z.array(z.string()), id: z.string() });
export type PwshFault = z.infer<typeof fault>;

const mark = { consentra: z.literal(1) };
const answer = z.union([
  z.strictObject({ ...mark, ready: z.literal(true), module: z.string(), powershell: z.string() }),
  z.strictObject({ ...mark, stage: z.enum(["start", "module", "connect"]), powershell: z.string(), fault }),
  z.strictObject({ ...mark, id: z.int(), objects: z.array(z.record(z.string(), z.unknown())) }),
  z.strictObject({ ...mark, id: z.int(), fault }),
]);
/** One line of the script's standard output. */
export type PwshAnswer = z.infer<typeof answer>;

/** PowerShell could not be started at all. */
export class PwshMissing extends Error {
  override name = "PwshMissing";
}

/** PowerShell ended, or was ended, before it answered: what it was asked for may have been done. */
export class PwshEnded extends Error {
  override name = "PwshEnded";
}

export interface PwshProcessOptions {
  /** The program, found on PATH. */
  program: string;
  script: string;
  /** All that the program gets of the environment. */
  environment: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
}

/** So much of what PowerShell says beside its answers is kept, to be told when it ends unasked. */
const keptLines = 10;
const keptLength = 500;

/** A PowerShell that runs the script: one line of JSON in, one out. Whoever asks waits for the answer before asking again. */
export class PwshProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #said: string[] = [];
  readonly #closed: Promise<void>;
  readonly #aborted: (() => void) | undefined;
  #waiting: { resolve: (answer: PwshAnswer) => void; reject: (error: unknown) => void } | undefined;
  #failure: Error | undefined;

  constructor({ program, script, environment, signal }: PwshProcessOptions) {
    signal?.throwIfAborted();
    // No shell, and never the folder of the stack, where a program of that name could lie.
    this.#child = spawn(program, ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script], {
      cwd: dirname(script),
      env: environment,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    this.#closed = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.once("error", (error: NodeJS.ErrnoException) => this.#fail(cannotStart(program, error)));
    this.#child.once("close", (code, by) =>
      this.#fail(new PwshEnded(`PowerShell ended (${by ?? code})${this.#tail()}`)),
    );
    // A process that is gone is told by its end; writing to it must not be an error of its own.
    this.#child.stdin.on("error", () => undefined);
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#take(line));
    createInterface({ input: this.#child.stderr }).on("line", (line) => this.#keep(line));
    this.#aborted = signal && (() => this.#kill(asError(signal.reason)));
    if (this.#aborted) signal?.addEventListener("abort", this.#aborted, { once: true });
    void this.#closed.then(() => this.#aborted && signal?.removeEventListener("abort", this.#aborted));
    this.#hold(false);
  }

  get ended(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * @param limit milliseconds after which the process is ended
   * @throws PwshMissing, PwshEnded, or the reason of the signal
   */
  async ask(message: Record<string, unknown>, limit: number): Promise<PwshAnswer> {
    if (this.#failure) throw this.#failure;
    let timer: NodeJS.Timeout | undefined;
    this.#hold(true);
    try {
      return await new Promise<PwshAnswer>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        timer = setTimeout(() => this.#kill(late(limit, this.#tail())), limit);
        this.#child.stdin.write(`${JSON.stringify(message)}\n`);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
      this.#hold(false);
    }
  }

  /** Ends the script, which takes leave of Exchange; after some seconds without its consent. */
  async close(): Promise<void> {
    this.#hold(true);
    this.#failure ??= new PwshEnded("the session was closed");
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    await this.#closed;
    clearTimeout(timer);
  }

  #take(line: string): void {
    const parsed = readAnswer(line);
    if (!parsed) return this.#keep(line);
    if (this.#waiting) this.#waiting.resolve(parsed);
    else this.#kill(new PwshEnded("PowerShell answered without being asked"));
  }

  #keep(line: string): void {
    if (line.trim() === "") return;
    this.#said.push(line.trim().slice(0, keptLength));
    if (this.#said.length > keptLines) this.#said.shift();
  }

  #tail(): string {
    return this.#said.length === 0 ? "" : `: ${this.#said.join(" ")}`;
  }

  #kill(reason: Error): void {
    this.#fail(reason);
    this.#child.kill("SIGKILL");
  }

  #fail(reason: Error): void {
    this.#failure ??= reason;
    this.#waiting?.reject(this.#failure);
  }

  /** An idle PowerShell keeps nobody from ending: with us its standard input ends, and with that the script. */
  #hold(alive: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const each of [this.#child, ...([stdin, stdout, stderr] as unknown as Socket[])]) {
      if (alive) each.ref();
      else each.unref();
    }
  }
}

/** The answer that a line of standard output is; undefined for whatever else PowerShell says. */
export function readAnswer(line: string): PwshAnswer | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return answer.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function cannotStart(program: string, error: NodeJS.ErrnoException): Error {
  return new PwshMissing(
    error.code === "ENOENT"
      ? `there is no \`${program}\` on PATH`
      : `\`${program}\` cannot be started: ${error.message}`,
    { cause: error },
  );
}

function late(limit: number, tail: string): Error {
  return new PwshEnded(`PowerShell did not answer within ${limit / 1000} s and was ended${tail}`);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
