import type { GraphReader } from "../../graph-reader";
import type { ExchangeTransport } from "../transport";

/** What a step of the provider works with. */
export interface StepContext {
  exchange: ExchangeTransport;
  graph: GraphReader;
  /** Told about waits, for people who watch; goes to standard error. */
  progress: (line: string) => void;
  /** Longest time that a step waits for replication or for a policy to be in force, milliseconds. */
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
  context: StepContext,
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
