/** One of two who act on a tenant at the same time. */
export type Side = 0 | 1;

/** Whose request goes next. @param ready who has one; never empty */
export type Turns = (ready: readonly Side[]) => Side;

/**
 * Lets the requests of two operations pass one at a time, in an order that is chosen: nothing is left to chance or to how fast something is.
 */
export class Gate {
  readonly #waiting: [(() => void)[], (() => void)[]] = [[], []];
  readonly #passed: [number, number] = [0, 0];
  readonly #writes: [number[], number[]] = [[], []];
  #isClosed = false;
  #isBusy = false;

  /** How many requests each side sent while the gate was kept. */
  get passed(): readonly [number, number] {
    return this.#passed;
  }

  /** After how many of its requests each side sent one that wrote something. */
  get writes(): readonly [readonly number[], readonly number[]] {
    return this.#writes;
  }

  /** @param written how much was written to the tenant until now */
  constructor(private readonly written: () => number) {}

  /** Sends a request when it is its turn. */
  async send<T>(side: Side, request: () => Promise<T>): Promise<T> {
    if (!this.#isClosed) return request();
    await new Promise<void>((resolve) => this.#waiting[side].push(resolve));
    this.#isBusy = true;
    const before = this.written();
    try {
      return await request();
    } finally {
      if (this.written() > before) this.#writes[side].push(this.#passed[side]);
      this.#passed[side]++;
      this.#isBusy = false;
    }
  }

  /** Runs both operations to their ends. */
  async keep<A, B>(first: () => Promise<A>, second: () => Promise<B>, turns: Turns): Promise<[A, B]> {
    this.#passed.fill(0);
    for (const each of this.#writes) each.length = 0;
    this.#isClosed = true;
    const isDone = [false, false];
    const ending = <T>(side: Side, operation: () => Promise<T>) => operation().finally(() => (isDone[side] = true));
    const both = Promise.all([ending(0, first), ending(1, second)]);
    both.catch(() => undefined);
    try {
      while (isDone.includes(false)) {
        // Between two requests a side waits for nothing that takes time, so that it is heard of soon.
        await new Promise(setImmediate);
        const isQuiet = !this.#isBusy && isDone.every((done, side) => done || this.#waiting[side as Side].length > 0);
        const ready = ([0, 1] as const).filter((side) => this.#waiting[side].length > 0);
        if (!isQuiet || ready.length === 0) continue;
        const side = turns(ready);
        this.#waiting[side].shift()?.();
      }
      return await both;
    } finally {
      this.#isClosed = false;
    }
  }
}

/** A side and how many of its requests go in a row. */
export type Turn = readonly [side: Side, requests: number];

/** The turns of a list, one after the other; then, and where one has nothing more to send, whoever is ready. */
export function inTurns(list: readonly Turn[]): Turns {
  const left = list.map(([side, requests]) => ({ side, requests }));
  return (ready) => {
    while (left[0] && (left[0].requests === 0 || !ready.includes(left[0].side))) left.shift();
    const [turn] = left;
    if (!turn) return ready[0] ?? 0;
    turn.requests--;
    return turn.side;
  };
}

/** Each sends one request in turn. */
export const inStep: readonly Turn[] = Array.from({ length: 400 }, (_, index) => [index % 2 === 0 ? 0 : 1, 1]);
