import { setImmediate } from "node:timers/promises";
import type { GraphLists, GraphReader } from "../../graph-reader";
import type { ExchangeTransport } from "../transport";

/**
 * Lets what is read at the same time travel together, and each read once: comparisons of several scopes go on side by side and ask for much the
 * same. What was read stays as it was read.
 */
export class MergedReads<Question, Answer> {
  readonly #known = new Map<string, Promise<Answer>>();
  #waiting: { question: Question; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];

  /** @param ask answers several questions, in their order; an Error is the answer to one alone */
  constructor(private readonly ask: (questions: Question[]) => Promise<(Answer | Error)[]>) {}

  /** @throws what was answered to this question, or to all of them */
  read(question: Question): Promise<Answer> {
    const key = JSON.stringify(question);
    const known = this.#known.get(key);
    if (known) return known;
    const answer = new Promise<Answer>((resolve, reject) => this.#waiting.push({ question, resolve, reject }));
    this.#known.set(key, answer);
    if (this.#waiting.length === 1) void this.#send();
    return answer;
  }

  async #send(): Promise<void> {
    // Others ask in the same turn of the event loop.
    await setImmediate();
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const answers = await this.ask(waiting.map(({ question }) => question));
      for (const [index, { resolve, reject }] of waiting.entries()) {
        const answer = answers[index];
        if (answer instanceof Error) reject(answer);
        else resolve(answer as Answer);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}

/** Collections of Graph, read together. */
export function mergedLists(graph: GraphLists): Pick<GraphReader, "list"> {
  const reads = new MergedReads((paths: string[]) => graph.lists(paths));
  return { list: <T>(path: string) => reads.read(path) as Promise<T[]> };
}

/** Cmdlets that read, together. */
export function mergedBatches(exchange: Pick<ExchangeTransport, "batch">): Pick<ExchangeTransport, "batch"> {
  type Question = Parameters<ExchangeTransport["batch"]>[0][number];
  type Answer = Awaited<ReturnType<ExchangeTransport["batch"]>>[number];
  const reads = new MergedReads<Question, { answer: Answer }>(async (questions) =>
    // An error is an answer here: who asked decides what it means.
    (await exchange.batch(questions)).map((answer) => ({ answer })),
  );
  return { batch: (questions) => Promise.all(questions.map(async (each) => (await reads.read(each)).answer)) };
}
