/** Resolves at the first Ctrl-C or termination. It keeps listening, so that whoever asks sees that somebody handles the signal. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    // Something has to keep the process alive while it waits for nothing but a signal.
    const alive = setInterval(() => undefined, 60_000);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        clearInterval(alive);
        resolve();
      });
    }
  });
}

/** A signal that aborts at the first Ctrl-C or termination, for work that ends itself then. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}
