/** Resolves at the first Ctrl-C or termination. A second one ends at once. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    // Something has to keep the process alive while it waits for nothing but a signal.
    const alive = setInterval(() => undefined, 60_000);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        clearInterval(alive);
        resolve();
      });
    }
  });
}
