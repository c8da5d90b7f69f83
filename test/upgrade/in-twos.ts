/** Works on all, two at a time, in their order; each result can be waited for on its own. */
export function inTwos<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R>[] {
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  return items.map((item, index) => {
    const lane = index % lanes.length;
    const result = (lanes[lane] ?? Promise.resolve()).then(() => work(item));
    // A failure belongs to who waits for that result.
    lanes[lane] = result.catch(() => undefined);
    return result;
  });
}
