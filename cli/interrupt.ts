/** A signal that aborts at the first Ctrl-C or termination. It keeps listening, so that whoever asks sees that somebody handles the signal. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

/** Resolves when it aborts. Until then the process stays alive, though it may wait for nothing else. */
export function untilInterrupted(interrupted = onInterrupt()): Promise<void> {
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    interrupted.addEventListener("abort", end, { once: true });
  });
}
