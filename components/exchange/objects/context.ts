import type { GraphClient } from "../../graph-reader";
import { ExchangeError, type ExchangeErrorKind } from "../rest-errors";
import type { ExchangeObject, ExchangeTransport } from "../transport";

/** What a step of the provider works with. */
export interface StepContext {
  exchange: ExchangeTransport;
  graph: GraphClient;
  /** Told about waits, for people who watch; goes to standard error. */
  progress: (line: string) => void;
  /** Longest time that a step waits for replication or for a scope to be in force, milliseconds. */
  patience: number;
  /** @default real time */
  wait: (milliseconds: number) => Promise<void>;
}

/**
 * Asks until the answer satisfies, with growing pauses, within the context's patience.
 *
 * @returns the last answer, or undefined where it never satisfied.
 */
export async function until<T>(
  context: Pick<StepContext, "progress" | "patience" | "wait">,
  what: string,
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
): Promise<T | undefined> {
  let pause = 500;
  let waited = 0;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (waited + pause > context.patience) return undefined;
    context.progress(`waiting until ${what} (${Math.round(waited / 1000)} s)`);
    await context.wait(pause);
    waited += pause;
    pause = Math.min(5_000, pause * 2);
  }
}

/**
 * What is there for sure. Directory servers answer in turn, and one may still know what is gone: what was found is asked for again until two
 * answers in a row agree.
 *
 * @param found the first answer; where it is undefined, nothing is asked
 * @throws Error where they do not agree in time
 */
export async function forSure<T>(
  context: Pick<StepContext, "progress" | "patience" | "wait">,
  what: string,
  found: T | undefined,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  if (found === undefined) return undefined;
  let last: T | undefined = found;
  const agreed = await until(
    context,
    `every directory server says the same of ${what}`,
    async () => {
      const before = last;
      last = await ask();
      return (before === undefined) === (last === undefined);
    },
    (each) => each,
  );
  if (!agreed)
    throw new Error(`Exchange's directory servers do not agree whether ${what} is there; run again in some minutes`);
  return last;
}

/** Lets the service catch up before consent follows: what its test cmdlets say reaches Microsoft Graph later. */
export async function settle(context: StepContext, minutes: number | undefined): Promise<void> {
  for (let left = minutes ?? 0; left > 0; left -= 1) {
    context.progress(`the scope is in force; waiting ${Math.ceil(left)} more minutes for Microsoft Graph to follow`);
    await context.wait(Math.min(1, left) * 60_000);
  }
}

export function isKind(error: unknown, ...kinds: ExchangeErrorKind[]): error is ExchangeError {
  return error instanceof ExchangeError && kinds.includes(error.kind);
}

/** The one object of an answer; undefined where there is none. */
export function single(
  answer: ExchangeObject[] | Error | undefined,
  what: string,
  matches?: (object: ExchangeObject) => boolean,
): ExchangeObject | undefined {
  if (answer === undefined) throw new Error(`${what}: no answer`);
  if (answer instanceof Error) {
    if (isKind(answer, "notFound")) return undefined;
    throw answer;
  }
  // Asked for what does not exist, a Get- cmdlet may answer with everything: the first of many is never taken.
  const found = matches ? answer.filter(matches) : answer;
  if (found.length > 1) throw new Error(`${what} names ${found.length} objects, expected one`);
  return found[0];
}

/** All objects of an answer. */
export function listed(answer: ExchangeObject[] | Error | undefined, what: string): ExchangeObject[] {
  if (answer === undefined) throw new Error(`${what}: no answer`);
  if (answer instanceof Error) throw answer;
  return answer;
}

/**
 * Sends a New- cmdlet once: what it needs may not have reached this directory server, then it did nothing and is sent again; after a fault
 * it may have been done, so it is read back.
 *
 * @param found reads the object back
 */
export async function makeOnce(
  context: StepContext,
  needs: string,
  send: () => Promise<ExchangeObject[]>,
  found: () => Promise<ExchangeObject | undefined>,
): Promise<ExchangeObject | undefined> {
  try {
    const answer = await until(
      context,
      `${needs} reached every directory server`,
      async () => {
        try {
          return await send();
        } catch (error) {
          if (isKind(error, "notFound")) return undefined;
          throw error;
        }
      },
      (each) => each !== undefined,
    );
    if (answer === undefined) throw new Error(`${needs} did not reach every directory server in time; run again`);
    return answer[0];
  } catch (error) {
    if (!isKind(error, "transient")) throw error;
    // Requests reach directory servers in turn, and not each of them knows what was made just now.
    const done = (await found()) ?? (await found());
    if (!done) throw error;
    return done;
  }
}

/**
 * Sends a Remove- cmdlet until the object is gone. That it is not found is believed when it was said twice: the directory server that was
 * asked first may not have known what was made just now.
 *
 * @param isThere reads the object back after a fault
 */
export async function removeOnce(send: () => Promise<unknown>, isThere: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      await send();
      return;
    } catch (error) {
      if (isKind(error, "notFound")) continue;
      if (!isKind(error, "transient") || (await isThere())) throw error;
      return;
    }
  }
}
